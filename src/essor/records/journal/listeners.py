"""Who asked to hear of each operation, without the journal knowing them.

The journal is the lowest room: it imports nobody. A room above that must keep something in
step (the search index, what is sent outside) subscribes in the ``ready()`` of its application:

    subscribe("recherche", index_operation)

A listener is called once per operation, at its end, inside its transaction: what it writes is
kept or lost with the operation, and its failure undoes the operation. It must be quick, and call
nobody outside: to do so after the commit, it uses ``transaction.on_commit``.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from essor.records.journal.models import Operation, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One object that an operation wrote: what became of it, and which fields."""

    verb: Verb
    kind: str
    object_id: uuid.UUID
    changes: dict[str, list[Any]]


Listener = Callable[[Operation, Sequence[Touched]], None]
_LISTENERS: dict[str, Listener] = {}


def subscribe(name: str, listener: Listener) -> None:
    """Have a listener called at the end of every operation; the same name replaces itself."""
    _LISTENERS[name] = listener


def notify(row: Operation, touched: Sequence[Touched]) -> None:
    """Tell every listener what an operation wrote, in the order in which they subscribed."""
    if touched:
        for listener in _LISTENERS.values():
            listener(row, touched)
