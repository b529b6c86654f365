"""The exit code of the process, which scripts rely on."""

import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"


def essor(*arguments: str, folder: Path) -> int:
    command = [sys.executable, "-m", "essor.commands.main", "--dir", str(folder), *arguments]
    return subprocess.run(
        command, env={"PYTHONPATH": str(SRC), "PATH": ""}, capture_output=True, check=False
    ).returncode


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("references", "list"), 0),
        (("territoires", "trouver", "--commune", "63113", "--json"), 0),
        (("territoires", "trouver", "--commune", "99999"), 2),
        (("references", "show", "inconnu/inconnu"), 2),
        (("commande-inconnue",), 2),
        (("plan", "export", "--territoire", "ti-8404", "--format", "json"), 2),
    ],
)
def test_exit_code(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    assert essor(*arguments, folder=tmp_path) == code


def test_refused_import_exits_with_2(tmp_path: Path) -> None:
    bad = tmp_path / "plan.xlsx"
    bad.write_bytes(b"ceci n'est pas un classeur")
    arguments = ("plan", "import", str(bad), "--territoire", "ti-8404", "--json", "--dry-run")
    assert essor(*arguments, folder=tmp_path) == 2
