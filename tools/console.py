"""What dev.py says: numbered steps with their duration, and failures as French sentences."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TAIL_LINES = 6


class SetupFailure(Exception):
    """Something outside Essor is missing; the message is the sentence to show."""


class ToolFailure(Exception):
    """A tool that dev.py started ended badly; carries what it printed."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"{command[0]}: exit status {status}")
        self.status = status
        self.output = output

    def tail(self) -> str:
        """Return the last lines the tool printed, indented, for the reader who wants to know."""
        lines = [line for line in self.output.splitlines() if line.strip()]
        return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])


def say(text: str, *, error: bool = False) -> None:
    """Print at once, so that the order is kept with what the tools print themselves."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def seconds(duration_s: float) -> str:
    """Write a duration the French way: « 3,2 s », « 2 min 05 s »."""
    if duration_s < 60:
        return f"{duration_s:.1f} s".replace(".", ",")
    minutes, rest = divmod(round(duration_s), 60)
    return f"{minutes} min {rest:02d} s"


class Progress:
    """Numbered steps: « [2/6] Installation des paquets Python… 3,2 s »."""

    def __init__(self, total: int, *, to_stderr: bool = False) -> None:
        self.total = total
        self.done = 0
        self.stream = sys.stderr if to_stderr else sys.stdout

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Announce a step, then its duration; yields a function that shows how far it is."""
        self.done += 1
        head = f"[{self.done}/{self.total}] {title}…"
        print(head, end="", file=self.stream, flush=True)
        started = time.monotonic()
        try:
            yield lambda state: self._show(head, state)
        except BaseException:
            print(" échec", file=self.stream, flush=True)
            raise
        self._show(head, "")
        print(f" {seconds(time.monotonic() - started)}", file=self.stream, flush=True)

    def skip(self, title: str) -> None:
        """Announce a step that has nothing to do."""
        self.done += 1
        print(f"[{self.done}/{self.total}] {title} : à jour", file=self.stream, flush=True)

    def _show(self, head: str, state: str) -> None:
        if self.stream.isatty():
            print(f"\r\033[K{head} {state}".rstrip(), end="", file=self.stream, flush=True)


def run_quietly(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    watch: Callable[[str], None] | None = None,
) -> str:
    """Run a tool, keep what it prints, show it line by line to `watch`.

    Raises ToolFailure when its exit status is not 0.
    """
    words = [str(word) for word in command]
    with subprocess.Popen(
        words,
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            if watch:
                watch(line)
    output = "".join(lines)
    if process.returncode:
        raise ToolFailure(words, process.returncode, output)
    return output
