"""Which parameters a computation really reads: the annex of a study lists those and no other."""

from collections.abc import Mapping

from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import Quantity


class WatchedParameters(Parameters):
    """Parameters that note each name they are asked for."""

    __slots__ = ("seen",)
    seen: set[str]

    def __init__(self, values: Mapping[str, Quantity], seen: set[str] | None = None) -> None:
        super().__init__(values)
        object.__setattr__(self, "seen", set() if seen is None else seen)

    def __getitem__(self, name: str) -> Quantity:
        """Return one number, and note it."""
        self.seen.add(name)
        return super().__getitem__(name)

    def group(self, prefix: str) -> dict[str, Quantity]:
        """Return the numbers under a prefix, and note them."""
        found = super().group(prefix)
        self.seen.update(f"{prefix}.{name}" for name in found)
        return found

    def replaced(self, changes: Mapping[str, Quantity]) -> "WatchedParameters":
        """Return a copy with some numbers changed, which notes in the same place."""
        return WatchedParameters(super().replaced(changes).values, self.seen)
