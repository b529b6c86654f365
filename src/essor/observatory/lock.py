"""One refresh at a time: the operating system holds the lock, and frees it if the process dies."""

import fcntl
import getpass
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from essor.foundations.errors import UserFault
from essor.foundations.french import format_date

LOCK = ".verrou"
NOBODY = "un autre rafraîchissement"


@contextmanager
def only_refresh(
    root: Path,
    *,
    at: datetime,
    is_waiting: bool = False,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Hold the lake for the length of a refresh; readers are never kept waiting.

    at : instant written for whoever comes next ; is_waiting : wait for one's turn
    on_wait : told once, in French, who is being waited for
    Raises UserFault at once when another refresh holds it and one does not wait.
    """
    root.mkdir(parents=True, exist_ok=True)
    # The file stays: removing it would let two refreshes lock two files of the same name.
    with (root / LOCK).open("a+", encoding="utf-8") as held:
        if not _taken(held, is_waiting=False):
            holder = _holder(held)
            if not is_waiting:
                raise UserFault.single(
                    "L'observatoire est déjà en cours de rafraîchissement.",
                    value=holder,
                    expected="la fin de l'autre, ou --attendre pour passer juste après",
                    code="rafraichissement_en_cours",
                )
            on_wait(holder)
            _taken(held, is_waiting=True)
        _sign(held, at)
        try:
            yield
        finally:
            held.truncate(0)


def _taken(held: IO[str], *, is_waiting: bool) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _sign(held: IO[str], at: datetime) -> None:
    held.truncate(0)
    json.dump(
        {
            "user": _user(), "host": socket.gethostname(), "pid": os.getpid(),
            "started_at": at.isoformat(),
        },
        held,
    )  # fmt: skip
    held.flush()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return str(os.getuid())


def _holder(held: IO[str]) -> str:
    """Say who holds the lock and since when, as far as the file tells."""
    held.seek(0)
    try:
        told: dict[str, Any] = json.loads(held.read())
        since = datetime.fromisoformat(told["started_at"])
        return (
            f"{told['user']} sur {told['host']}, processus {told['pid']}, "
            f"depuis le {format_date(since.date())} à {since:%H:%M} ({since.tzname()})"
        )
    except (ValueError, KeyError, TypeError):  # just taken, or just given back
        return NOBODY
