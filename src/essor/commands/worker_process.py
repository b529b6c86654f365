"""The process of the long computations, started beside a demonstration and stopped with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from essor.foundations.workspace import ENVIRONMENT_NAME, Workspace

STOP_TIMEOUT_S = 5


@contextmanager
def worker_beside(workspace: Workspace) -> Iterator[int]:
    """Run `essor travailler` on a workspace while the block runs; give its process number."""
    environment = {**os.environ, ENVIRONMENT_NAME: str(workspace.root)}
    command = [sys.executable, "-m", "essor.commands.main", "travailler", "--avec-parent"]
    process = subprocess.Popen(  # noqa: S603 - our own command, no text of anyone
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
