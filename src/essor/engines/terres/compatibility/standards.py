"""The sourced thresholds that hold on a day, as the rules ask for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from essor.engines.terres.compatibility.findings import Origin
from essor.references.loader import parameters
from essor.references.parameter import Parameter, Status

FOLDER = "terres/"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Parameters of the folder `terres`, read at one day."""

    on: date
    files: Mapping[str, Parameter]
    # The same few origins are asked for every pair of a matrix.
    _origins: dict[str, Origin] = field(default_factory=dict, repr=False, compare=False)
    # What a lot answers whatever the outlet; the lot is kept so that its identity stays its own.
    _of_lots: dict[int, tuple[object, object]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def once(self, lot: object, compute: Callable[[], Found]) -> Found:
        """What `compute` finds for this very lot, found once for all the outlets."""
        kept = self._of_lots.get(id(lot))
        if kept is None or kept[0] is not lot:
            kept = self._of_lots[id(lot)] = (lot, compute())
        return cast(Found, kept[1])

    def _parameter(self, name: str) -> Parameter:
        return self.files[FOLDER + name]

    def is_loaded(self, name: str) -> bool:
        """Whether the table was obtained; False while its status is `a_charger`."""
        return self._parameter(name).status is not Status.A_CHARGER

    def origin(self, name: str) -> Origin:
        """Where the number is written, and the status of its reading."""
        if name not in self._origins:
            found = self._parameter(name)
            reference = found.references[0]
            self._origins[name] = Origin(
                title=reference.title, href=reference.href, status=found.status
            )
        return self._origins[name]

    def number(self, name: str) -> Decimal:
        """The number that holds; raises UserFault before the first day it holds."""
        value = self._parameter(name).at(self.on).value
        assert value is not None
        return value

    def bounds(self, name: str) -> tuple[Decimal, Decimal]:
        """The two bounds that hold."""
        value = self._parameter(name).at(self.on)
        assert value.low is not None
        assert value.high is not None
        return value.low, value.high

    def table(self, name: str) -> Mapping[str, Decimal]:
        """The numbers by key that hold."""
        return self._parameter(name).at(self.on).table

    def items(self, name: str) -> tuple[str, ...]:
        """The list that holds."""
        return self._parameter(name).at(self.on).items


def standards_on(day: date, files: Mapping[str, Parameter] | None = None) -> Standards:
    """The thresholds that hold on a day, from the package unless others are given."""
    return Standards(on=day, files=parameters() if files is None else files)
