"""Start Essor from the source tree: the demonstration, or any `essor` command."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import environment, frontend
from tools.console import Progress

LAST_FOLDER = environment.VENV / "essor-dir"
DEFAULT_FOLDER = environment.ROOT / "var" / "demo"
SETUP_STEPS = 3


def prepare_to_serve(*, to_stderr: bool = False) -> None:
    """Bring what a served Essor needs: the packages and the browser files."""
    with environment.exclusive():
        progress = Progress(SETUP_STEPS, to_stderr=to_stderr)
        environment.prepare("web", progress)
        frontend.prepare(progress)


def demo(*, serve: bool, port: int | None, folder: Path | None) -> int:
    """Prepare the environment, then hand over to `essor demo`."""
    prepare_to_serve()
    folder = (folder or DEFAULT_FOLDER).expanduser().resolve()
    LAST_FOLDER.write_text(str(folder), encoding="utf-8")
    arguments = ["demo", "--dir", str(folder)]
    if port is not None:
        arguments += ["--port", str(port)]
    if not serve:
        arguments.append("--no-serve")
    return hand_over(arguments, {**os.environ, "ESSOR_DIR": str(folder)})


def essor(arguments: Sequence[str]) -> int:
    """Run an `essor` command in the folder of the last demonstration.

    Set-up speaks on the error stream only: the standard output belongs to the command.
    """
    if not (environment.is_ready("web") and frontend.is_ready()):
        prepare_to_serve(to_stderr=True)
    return hand_over(arguments, {"ESSOR_DIR": str(last_folder()), **os.environ})


def last_folder() -> Path:
    """Return the folder of the last demonstration, or the default one."""
    try:
        return Path(LAST_FOLDER.read_text(encoding="utf-8").strip())
    except OSError:
        return DEFAULT_FOLDER


def hand_over(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Become the `essor` command: signals and the exit status are then its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    command = [str(environment.PYTHON), str(environment.COMMAND), *arguments]
    os.execve(command[0], command, dict(env))
