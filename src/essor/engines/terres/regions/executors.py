"""Who does many computations: this process, several, or a cluster. Never what the answers are.

The engine only knows this contract. Items are handed over once, because they are large; then a
function is applied to each of them with a small argument, as many times as wished. Answers come
in the order of the items, and depend on the item and the argument alone: a task draws its chance
from a seed in its argument, keeps nothing from one call to the next, and starts every solver cold.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Argument = TypeVar("Argument")
Answer = TypeVar("Answer")


class Held(Protocol):
    """Items handed over to whoever computes."""

    def map(
        self, function: Callable[[Item, Argument], Answer], arguments: Sequence[Argument]
    ) -> list[Answer]:
        """Apply a function of a module to each item and its argument; answers in that order."""
        ...


class Executor(Protocol):
    """Whoever computes."""

    def hold(self, items: Sequence[object]) -> AbstractContextManager[Held]:
        """Hand the items over for as long as the block lasts."""
        ...


class Sequential:
    """One after the other, here."""

    def hold(self, items: Sequence[object]) -> "_Here":
        """Keep the items where they are."""
        return _Here(items)


class _Here:
    def __init__(self, items: Sequence[object]) -> None:
        self._items = items

    def __enter__(self) -> "_Here":
        return self

    def __exit__(self, *of_error: object) -> None:
        """Nothing to give back."""

    def map(
        self, function: Callable[[Item, Argument], Answer], arguments: Sequence[Argument]
    ) -> list[Answer]:
        """Apply a function to each item and its argument."""
        pairs = zip(self._items, arguments, strict=True)
        return [function(item, argument) for item, argument in pairs]  # type: ignore[arg-type]
