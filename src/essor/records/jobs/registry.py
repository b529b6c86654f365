"""Which function does which kind of job; rooms register theirs when the site starts."""

from collections.abc import Callable
from typing import Protocol

from essor.records.jobs.models import Job


class Watch(Protocol):
    """What a handler calls between two steps; raises Cancelled when asked to stop."""

    def __call__(self, done: int, total: int, step: str) -> None:
        """Say how far the job is."""


Handler = Callable[[Job, Watch], None]
_HANDLERS: dict[str, Handler] = {}
Chore = Callable[[], None]
_CHORES: list[Chore] = []


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person no longer wants the result."""


def register(kind: str, handler: Handler) -> None:
    """Name the function that does a kind of job. Raises ValueError when the name is taken."""
    if _HANDLERS.get(kind, handler) is not handler:
        raise ValueError(f"two handlers for {kind}")
    _HANDLERS[kind] = handler


def handler_of(kind: str) -> Handler:
    """Return the function that does a kind of job. Raises KeyError when nothing does."""
    return _HANDLERS[kind]


def register_chore(chore: Chore) -> None:
    """Have the worker call a function between two jobs, about twice a minute.

    It must be short, and judge by itself whether there is anything to do.
    """
    if chore not in _CHORES:
        _CHORES.append(chore)


def chores() -> tuple[Chore, ...]:
    """Return the functions that the worker calls between two jobs."""
    return tuple(_CHORES)
