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
    _groups: dict[str, dict[str, Quantity]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        if prefix not in self._groups:
            start = f"{prefix}."
            self._groups[prefix] = {
                name.removeprefix(start): value
                for name, value in self.values.items()
                if name.startswith(start)
            }
        return dict(self._groups[prefix])

    def replaced(self, changes: Mapping[str, Quantity]) -> "Parameters":
        """Return a copy with some numbers changed; refuses a name the profile does not have."""
        unknown = sorted(set(changes) - set(self.values))
        if unknown:
            raise KeyError(", ".join(unknown))
        return Parameters({**self.values, **changes})
