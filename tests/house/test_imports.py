"""The floors of the house: green here, and red on each way to break them."""

import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

LINT = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
ABSENT = "essor.{} is built: remove its parentheses in .importlinter"


def lint_imports(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache"]
    command += ["--config", str(folder / ".importlinter")]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def skeleton(tmp_path: Path, root: Path) -> Path:
    """A copy of the rooms, empty, under the real contracts."""
    shutil.copy(root / ".importlinter", tmp_path)
    for package in (root / "src" / "essor").rglob("__init__.py"):
        empty = tmp_path / package.relative_to(root)
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
    return tmp_path


def write(skeleton: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = skeleton / "src" / "essor" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in path.relative_to(skeleton / "src").parents[:-1]:
            (skeleton / "src" / folder / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")


def test_house_keeps_its_contracts(root: Path):
    answer = lint_imports(root, root / "src")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_empty_house_keeps_its_contracts(skeleton: Path):
    answer = lint_imports(skeleton, skeleton / "src")
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("files", "contract"),
    [
        ({"foundations/a.py": "import essor.records"}, "Floors"),
        ({"foundations/a.py": "def f():\n    from essor.web import x"}, "Floors"),
        ({"records/plans/a.py": "def f():\n    import essor.config"}, "Floors"),
        ({"web/a.py": "import essor.commands"}, "Floors"),
        ({"attic/a.py": ""}, "Floors"),
        ({"references/a.py": "def f():\n    import django.conf"}, "no Django"),
        ({"engines/terres/a.py": "from django.db import models"}, "no Django"),
        (
            {"engines/terres/a.py": "", "engines/friches/a.py": "import essor.engines.terres.a"},
            "Engines never meet",
        ),
        (
            {
                "observatory/sources/insee/a.py": "",
                "observatory/sources/ign/a.py": "from essor.observatory.sources.insee import a",
            },
            "Sources never meet",
        ),
        (
            {"engines/terres/a.py": "", "web/a.py": "import essor.engines.terres.a"},
            "never an engine",
        ),
        (
            {
                "web/plans/a.py": "import essor.web.plans.b",
                "web/plans/b.py": "import essor.web.plans.a",
            },
            "No circle",
        ),
        ({"records/journal/a.py": "import essor.records.plans"}, "Rooms of the records"),
        ({"records/plans/tableur/a.py": "import django.db"}, "no database"),
    ],
)
def test_a_broken_house_is_caught(skeleton: Path, files: dict[str, str], contract: str):
    write(skeleton, files)
    answer = lint_imports(skeleton, skeleton / "src")
    assert answer.returncode == 1, answer.stdout + answer.stderr
    broken = [line for line in answer.stdout.splitlines() if line.endswith("BROKEN")]
    # A room nobody declared stops import-linter before it lists the contracts.
    assert any(contract in line for line in broken) or "attic" in answer.stdout


def optional_rooms(config: Path) -> set[str]:
    parser = ConfigParser()
    parser.read(config, encoding="utf-8")
    layers = parser["importlinter:contract:floors"]["layers"].replace("|", " ").split()
    return {layer.strip("()") for layer in layers if layer.startswith("(")}


def built_rooms(source: Path) -> set[str]:
    return {path.parent.name for path in (source / "essor").glob("*/__init__.py")}


def test_only_rooms_to_come_are_optional(root: Path):
    for room in optional_rooms(root / ".importlinter") & built_rooms(root / "src"):
        pytest.fail(ABSENT.format(room))


def test_an_optional_room_that_exists_is_seen(skeleton: Path):
    (room, *_) = sorted(optional_rooms(skeleton / ".importlinter")) or ["api"]
    write(skeleton, {f"{room}/a.py": ""})
    assert room in built_rooms(skeleton / "src")
