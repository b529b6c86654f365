"""The wheel, alone in an empty environment, is Essor."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import console, environment, frontend, network

pytestmark = pytest.mark.slow

NO_DJANGO = (
    "import importlib.util, pkgutil, essor\n"
    "assert importlib.util.find_spec('django') is None\n"
    "rooms = ('foundations', 'references', 'engines', 'observatory')\n"
    "for room in rooms:\n"
    "    if importlib.util.find_spec(f'essor.{room}') is None: continue\n"
    "    package = importlib.import_module(f'essor.{room}')\n"
    "    for module in pkgutil.walk_packages(package.__path__, f'essor.{room}.'):\n"
    "        importlib.import_module(module.name)\n"
)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not frontend.is_ready():
        pytest.skip("fichiers du navigateur absents : python3 dev.py build les installe")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    console.run_quietly([*command, "--outdir", folder, root], cwd=root)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment, that the tests of this file fill in order."""
    folder = tmp_path_factory.mktemp("vide") / "venv"
    console.run_quietly([sys.executable, "-m", "venv", "--without-pip", folder])
    return folder


def clean_environment(**extra: str) -> dict[str, str]:
    """What a user's shell has: nothing that points to the source tree or to the test settings."""
    hidden = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "ESSOR_DIR", "DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return {**kept, **extra}


def install(venv: Path, *words: str | Path) -> None:
    """Install into the environment with uv, else with the pip of this one."""
    uv = environment.working_uv()
    pip = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
    python = ["install", "--python", venv / "bin" / "python"]
    if not uv:
        pip, python = [*pip, "--python", venv / "bin" / "python"], ["install"]
    try:
        console.run_quietly([*pip, *python, *words], env=clean_environment())
    except console.ToolFailure as failure:
        text = network.explain("les paquets du wheel", failure)
        if text.startswith("Pas de réseau"):
            pytest.skip(text.splitlines()[0])
        raise AssertionError(text) from failure


def essor(venv: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [venv / "bin" / "essor", *words],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_wheel_carries_data_templates_and_browser_files(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    for target in frontend.FILES.values():
        assert f"essor/web/static/vendor/{target}" in names
    for suffix in (".yaml", ".html", ".css"):
        assert any(name.endswith(suffix) for name in names), suffix
    assert not [name for name in names if name.startswith(("tests/", "tools/"))]


def test_the_low_floors_install_alone(wheel: Path, empty: Path, tmp_path: Path):
    install(empty, "--require-hashes", "-r", environment.lock_file("base"))
    install(empty, "--no-deps", wheel)
    console.run_quietly([empty / "bin" / "python", "-c", NO_DJANGO], env=clean_environment())
    answer = essor(empty, "references", "list", "--json", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)
    answer = essor(empty, "demo", "--no-serve", "--dir", str(tmp_path / "d"), folder=tmp_path)
    assert answer.returncode == 2
    assert "essor[web]" in answer.stderr


def test_the_wheel_prepares_a_demonstration(wheel: Path, empty: Path, tmp_path: Path):
    install(empty, "--require-hashes", "-r", environment.lock_file("web"))
    install(empty, "--no-deps", wheel)
    folder = tmp_path / "demonstration"
    answer = essor(empty, "demo", "--no-serve", "--dir", str(folder), folder=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    answer = essor(empty, "--dir", str(folder), "territoires", "list", "--json", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert len(json.loads(answer.stdout)) == 183
    assert list(folder.rglob("htmx.min.*.js"))
    assert essor(empty, "--version", folder=tmp_path).stdout.split()[-1] == (
        environment.project_version()
    )
