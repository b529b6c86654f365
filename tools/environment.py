"""The virtual environment `.venv`: made, kept up to date, and rebuilt when found broken."""

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import network
from tools.console import Progress, SetupFailure, ToolFailure, run_quietly, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "essor"
STAMP = VENV / "essor-environnement.json"
UNFINISHED = VENV / "essor-inacheve"
# Every level includes the ones before it: an environment for the tests also serves the demo.
LEVELS = ("web", "dev")

# When dev.py runs from inside the environment, the interpreter below it is the one to rebuild from.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable

COMMAND_TEXT = """\
#!{python}
import sys

from essor.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
"""


def lock_file(level: str) -> Path:
    """Return the hash-locked requirements of a level."""
    return ROOT / "requirements" / f"{level}.txt"


def count_packages(lock: Path) -> int:
    """Count the pinned packages of a lock file."""
    return sum(
        "==" in line and line[:1].isalnum()
        for line in lock.read_text(encoding="utf-8").splitlines()
    )


def fingerprint(level: str) -> dict[str, str | None]:
    """Return what an environment of this level was made from."""
    return {
        "level": level,
        "lock": hashlib.sha256(lock_file(level).read_bytes()).hexdigest(),
        "python": interpreter_version(),
        "root": str(ROOT),
        "version": project_version(),
    }


def project_version() -> str:
    """Return the version written in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def is_ready(level: str) -> bool:
    """Say whether the environment already holds this level, or a higher one."""
    if UNFINISHED.exists() or interpreter_version() is None:
        return False
    found = read_stamp()
    return any(found == fingerprint(candidate) for candidate in LEVELS[LEVELS.index(level) :])


def read_stamp() -> dict[str, str | None]:
    """Return what the environment was last made from; empty when nobody knows."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def is_broken() -> bool:
    """Say whether the environment must be rebuilt rather than updated.

    An installation was cut short, its interpreter is gone, or the system replaced it by another.
    """
    version = interpreter_version()
    return UNFINISHED.exists() or version is None or read_stamp().get("python", version) != version


@functools.cache
def interpreter_version() -> str | None:
    """Return « 3.11 » when the interpreter of the environment starts, else None.

    Security releases of Python do not matter: the packages stay where they are.
    """
    probe = "import sys; print('{}.{}'.format(*sys.version_info))"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", probe], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


@contextmanager
def exclusive() -> Iterator[None]:
    """Let one dev.py at a time change the environment; the others wait their turn."""
    with (ROOT / "dev.py").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Une autre commande dev.py prépare l'environnement ; attente…", error=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(level: str, progress: Progress) -> None:
    """Bring the environment to a level in two steps.

    Raises SetupFailure, leaving either the previous environment or none: never half of one.
    """
    if is_ready(level):
        progress.skip("Environnement Python")
        progress.skip("Paquets Python")
        return
    is_new = is_broken()
    if is_new:
        with progress.step("Création de l'environnement Python (.venv)"):
            create()
            interpreter_version.cache_clear()
    else:
        progress.skip("Environnement Python")
    UNFINISHED.touch()
    lock = lock_file(level)
    title = f"Installation des paquets Python ({count_packages(lock)} paquets)"
    try:
        with progress.step(title) as show:
            install(lock, show)
            link_project()
    except SetupFailure:
        # Both installers download everything before they change anything.
        shutil.rmtree(VENV) if is_new else UNFINISHED.unlink()
        raise
    STAMP.write_text(json.dumps(fingerprint(level), indent=1), encoding="utf-8")
    UNFINISHED.unlink()


def working_uv() -> str | None:
    """Return the path of `uv` when it is present and starts (a version shim may not)."""
    path = shutil.which("uv")
    if path is None:
        return None
    try:
        subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return path


def create() -> None:
    """Make an empty environment with this interpreter, replacing whatever was there.

    Raises SetupFailure when Python came without its `venv` module (Debian splits it off).
    """
    if VENV.is_symlink() or VENV.is_file():
        raise SetupFailure(f"{VENV} n'est pas un dossier ; supprimez-le puis relancez.")
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = working_uv()
    if uv:
        command = [uv, "venv", "--quiet", "--no-project", "--python", BASE_PYTHON, VENV]
    else:
        command = [BASE_PYTHON, "-m", "venv", VENV]
    try:
        run_quietly(command, cwd=ROOT)
    except ToolFailure as failure:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailure(explain_venv(failure)) from failure


def explain_venv(failure: ToolFailure) -> str:
    """Say what to do when the environment cannot be made."""
    if "ensurepip" in failure.output or "No module named venv" in failure.output:
        version = "{}.{}".format(*sys.version_info[:2])
        return (
            "Il manque le module venv de Python.\n"
            f"Sur Debian ou Ubuntu : sudo apt install python3-venv (ou python{version}-venv), "
            "puis relancez la même commande."
        )
    return f"L'environnement Python n'a pas pu être créé. Détail :\n{failure.tail()}"


def install(lock: Path, show: Callable[[str], None] | None = None) -> None:
    """Install exactly a lock file, each file checked against its hash.

    Raises SetupFailure with a sentence that says what is missing.
    """
    total = count_packages(lock)
    collected = 0

    def watch(line: str) -> None:
        nonlocal collected
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            collected += 1
            if show:
                show(f"{min(collected, total)}/{total}")

    uv = working_uv()
    if uv:
        command = [uv, "pip", "install", "--python", PYTHON]
    else:
        command = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    try:
        if not uv:
            ensure_pip()
        # PYTHONPATH would let packages from elsewhere count as installed.
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        run_quietly([*command, "--require-hashes", "-r", lock], cwd=ROOT, env=clean, watch=watch)
    except ToolFailure as failure:
        what = f"les {total} paquets Python de requirements/{lock.name}"
        raise SetupFailure(network.explain(what, failure)) from failure


def ensure_pip() -> None:
    """Give pip to an environment that uv made without it."""
    try:
        run_quietly([PYTHON, "-m", "pip", "--version"])
    except ToolFailure:
        run_quietly([PYTHON, "-m", "ensurepip"])


def link_project() -> None:
    """Make `import essor` and the `essor` command work from the source tree.

    An editable install needs the build backend, which only developers download; these three
    small files are what it would have written, so the version is known to importlib.metadata.
    """
    site = site_packages()
    for stale in [*site.glob("essor-*.dist-info"), *site.glob("*editable*essor*.pth")]:
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    (site / "essor-source.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    version = project_version()
    record = site / f"essor-{version}.dist-info"
    record.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: essor\nVersion: {version}\n"
    (record / "METADATA").write_text(metadata, encoding="utf-8")
    (record / "INSTALLER").write_text("dev.py\n", encoding="utf-8")
    COMMAND.write_text(COMMAND_TEXT.format(python=PYTHON), encoding="utf-8")
    COMMAND.chmod(0o755)


def site_packages() -> Path:
    """Return the folder where the environment keeps its packages."""
    probe = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(run_quietly([PYTHON, "-c", probe]).strip())
