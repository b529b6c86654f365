"""Answers kept in the memory of the process, each for one position of a territory's journal.

A key says everything that the answer depends on, so nothing is ever cleared: after a write the
position is another one, and the old answer is simply never asked for again. What is kept is
shared between requests: it is only read, and no link to an account is followed from it, since
accounts change without a word in the journal of a territory.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class Kept(Generic[ValueT]):
    """The answers asked for last, as many as their weights, added up, allow.

    most : total weight; weigh : weight of one answer, for instance its number of rows
    """

    def __init__(self, *, most: int, weigh: Callable[[ValueT], int]) -> None:
        self._most, self._weigh = most, weigh
        self._found: OrderedDict[Hashable, tuple[ValueT, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], ValueT]) -> ValueT:
        """Return the answer of a key, computed the first time. Never change it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][0]
        value = compute()  # outside the lock: two readers may compute the same, none waits
        with self._lock:
            self._found[key] = (value, self._weigh(value))
            while len(self._found) > 1 and self._weight() > self._most:
                self._found.popitem(last=False)
        return value

    def _weight(self) -> int:
        return sum(weight for _, weight in self._found.values())
