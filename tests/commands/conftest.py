"""The real command, in its own process and its own workspace."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

RunEssor = Callable[..., "subprocess.CompletedProcess[str]"]
TIMEOUT_S = 300
PRODUCTION = {
    "ESSOR_SECRET_KEY": "clef-de-test-" + "0123456789abcdef" * 4,
    "ESSOR_HOSTS": "essor.exemple.fr",
}


def environment(folder: Path, root: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that holds nothing of the machine's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(root / "src"), "ESSOR_DIR": str(folder), **extra}


def run_essor(
    folder: Path, root: Path, *words: str, **extra: str
) -> "subprocess.CompletedProcess[str]":
    """Run `essor` on a workspace; a warning is a failure."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "essor.commands.main", *words],
        env=environment(folder, root, extra),
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


@pytest.fixture
def essor(tmp_path: Path, root: Path) -> RunEssor:
    """Return a function that runs `essor` on the workspace of the test."""

    def run(*words: str, **extra: str) -> "subprocess.CompletedProcess[str]":
        return run_essor(tmp_path / "essor", root, *words, **extra)

    return run


@pytest.fixture
def production() -> dict[str, str]:
    """Return the environment of a well configured production installation."""
    return dict(PRODUCTION)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a workspace made once for all the processes that share the tests."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name / "essor"
    with (shared / f"{name}.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := shared / f"{name}.fait").exists():
            folder.mkdir(parents=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def migrated_once(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a migrated production workspace, made once."""

    def make(folder: Path) -> None:
        done = run_essor(folder, root, "migrer", **PRODUCTION)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "migree", make)


@pytest.fixture(scope="session")
def demonstration_once(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a demonstration workspace, made once."""

    def make(folder: Path) -> None:
        done = run_essor(folder, root, "demo", "--no-serve")
        assert done.returncode == 0, done.stderr
        (folder.parent / "sortie.txt").write_text(done.stdout, encoding="utf-8")

    return made_once(tmp_path_factory, "demonstration", make)


@pytest.fixture
def migrated(migrated_once: Path, tmp_path: Path) -> Path:
    """Make the workspace of the test a migrated production installation."""
    return Path(shutil.copytree(migrated_once, tmp_path / "essor"))


@pytest.fixture
def demonstration(demonstration_once: Path, tmp_path: Path) -> Path:
    """Make the workspace of the test a demonstration."""
    return Path(shutil.copytree(demonstration_once, tmp_path / "essor"))
