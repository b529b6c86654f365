"""The real command, in its own process and its own workspace."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

RunEssor = Callable[..., "subprocess.CompletedProcess[str]"]
TIMEOUT_S = 180


def environment(folder: Path, root: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that holds nothing of the machine's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(root / "src"), "ESSOR_DIR": str(folder), **extra}


@pytest.fixture
def essor(tmp_path: Path, root: Path) -> RunEssor:
    """Return a function that runs `essor` and gives back its output."""

    def run(*words: str, folder: Path | None = None, **extra: str):
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "essor.commands.main", *words],
            env=environment(folder or tmp_path / "essor", root, extra),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )

    return run


@pytest.fixture
def production() -> dict[str, str]:
    """Return the environment of a well configured production installation."""
    return {
        "ESSOR_SECRET_KEY": "clef-de-test-" + "0123456789abcdef" * 4,
        "ESSOR_HOSTS": "essor.exemple.fr",
    }
