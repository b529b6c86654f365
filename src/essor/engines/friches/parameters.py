"""The numbers of a profile, as the engine sees them: dotted names to quantities.

The engine never reads the parameter files: the caller loads them (see `essor.references`)
and may replace any of them by draws.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from essor.engines.friches.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Parameters:
    """An immutable set of numbers by dotted name, such as `carbone.co2_par_carbone`."""

    values: Mapping[str, Quantity]
    # Names under each prefix asked for: the same for every copy, whose names are the same.
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> Quantity:
        """Return one number; an unknown name is our own mistake, hence a KeyError."""
        return self.values[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether the profile has this number."""
        return name in self.values

    def __iter__(self) -> Iterator[str]:
        """Iterate over names, sorted, so that every listing is stable."""
        return iter(sorted(self.values))

    def group(self, prefix: str) -> dict[str, Quantity]:
        """Return the numbers under a prefix, by the rest of their name, in file order."""
        start = f"{prefix}."
        if prefix not in self._names:
            self._names[prefix] = tuple(name for name in self.values if name.startswith(start))
        return {name.removeprefix(start): self.values[name] for name in self._names[prefix]}

    def replaced(self, changes: Mapping[str, Quantity]) -> "Parameters":
        """Return a copy with some numbers changed; refuses a name the profile does not have."""
        unknown = sorted(set(changes) - set(self.values))
        if unknown:
            raise KeyError(", ".join(unknown))
        return Parameters({**self.values, **changes}, self._names)
