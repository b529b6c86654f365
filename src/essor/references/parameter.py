"""A dated, sourced parameter: what the programme, a law or a study says, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from essor.foundations.errors import Place, UserFault
from essor.foundations.french_formats import format_date, format_number
from essor.foundations.periods import Period
from essor.foundations.units import unit_label

CHECK_LIFETIME_MONTHS = 12


class Status(StrEnum):
    """Whether a person compared the parameter with its source."""

    VERIFIE = "verifie"
    A_RELIRE = "a_relire"
    A_CHARGER = "a_charger"

    @property
    def label(self) -> str:
        """French label, shown to the user when the parameter is not verified."""
        return {"verifie": "vérifié", "a_relire": "à relire", "a_charger": "à charger"}[self.value]


class DistributionKind(StrEnum):
    """Laws a source may give for an uncertain number; their parameters in `DISTRIBUTIONS`."""

    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


DISTRIBUTIONS: Mapping[DistributionKind, tuple[str, ...]] = {
    DistributionKind.UNIFORM: ("low", "high"),
    DistributionKind.TRIANGULAR: ("low", "mode", "high"),
    DistributionKind.NORMAL: ("mean", "standard_deviation"),
    DistributionKind.LOGNORMAL: ("median", "geometric_standard_deviation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where the value is written; `quote` is the sentence itself."""

    title: str
    href: str
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A law and its parameters, in the unit of the parameter."""

    kind: DistributionKind
    parameters: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """What holds from one day on: a number, bounds, a law, a table, texts or a period.

    valid_from : first day it holds
    ends_on : last day it holds, None while nothing says it stopped
    table : numbers of one unit by category or by year, in the order of the file
    """

    valid_from: date
    ends_on: date | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    distribution: Distribution | None = None
    items: tuple[str, ...] = ()
    table: Mapping[str, Decimal] = field(default_factory=dict)
    period: Period | None = None
    note: str = ""
    references: tuple[Reference, ...] = ()

    def label(self, unit: str) -> str:
        """« 183 territoires », « entre 100 000 000 et 500 000 000 € », « 2023-2027 »."""
        if self.items:
            return "\u00a0; ".join(self.items)
        if self.table:
            rows = [f"{name} {format_number(number)}" for name, number in self.table.items()]
            return "\u00a0; ".join(rows) + f" ({unit_label(unit)})"
        if self.period is not None:
            return self.period.label()
        if self.distribution is not None:
            return _distribution_label(self.distribution, unit_label(unit))
        shown = _number_label(self.value, self.low, self.high)
        return f"{shown}\u00a0{unit_label(unit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter file.

    name : path below the parameters folder, « programme/enveloppe_nationale »
    values : by date, oldest first; empty while the parameter is still to load
    """

    name: str
    description: str
    unit: str
    values: tuple[DatedValue, ...]
    checked_on: date
    status: Status
    notes: tuple[str, ...] = ()
    announced: tuple[Reference, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference of every date, each once."""
        dated = [reference for value in self.values for reference in value.references]
        return tuple(dict.fromkeys([*dated, *self.announced]))

    def at(self, day: date) -> DatedValue:
        """What holds on a day.

        Raises UserFault before the first date, after the last day of validity, and while the
        parameter is still to load: a missing number is never guessed.
        """
        if not self.values:
            raise self._fault("ce paramètre n'est pas encore chargé", "sa source chargée", day)
        found = [value for value in self.values if value.valid_from <= day]
        if not found:
            first = format_date(self.values[0].valid_from)
            raise self._fault(
                "ce paramètre n'a pas de valeur à cette date", f"le {first} ou après", day
            )
        if found[-1].ends_on is not None and day > found[-1].ends_on:
            last = format_date(found[-1].ends_on)
            raise self._fault(
                "ce paramètre n'a plus de valeur à cette date", f"le {last} ou avant", day
            )
        return found[-1]

    def is_stale(self, on: date) -> bool:
        """Whether the last check is over twelve months old on that day."""
        years, month = divmod(self.checked_on.month - 1 + CHECK_LIFETIME_MONTHS, 12)
        limit = (self.checked_on.year + years, month + 1, self.checked_on.day)
        return (on.year, on.month, on.day) > limit

    def _fault(self, message: str, expected: str, day: date) -> UserFault:
        return UserFault.single(
            message,
            place=Place(field=self.name),
            value=day.isoformat(),
            expected=expected,
            code="parametre_sans_valeur",
        )


def _number_label(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    parts = [] if value is None else [format_number(value)]
    if low is not None and high is not None:
        parts.append(f"entre {format_number(low)} et {format_number(high)}")
    elif low is not None:
        parts.append(f"au moins {format_number(low)}")
    elif high is not None:
        parts.append(f"au plus {format_number(high)}")
    return ", ".join(parts)


_LAWS = {
    DistributionKind.UNIFORM: "loi uniforme",
    DistributionKind.TRIANGULAR: "loi triangulaire",
    DistributionKind.NORMAL: "loi normale",
    DistributionKind.LOGNORMAL: "loi log-normale",
}


def _distribution_label(distribution: Distribution, unit: str) -> str:
    numbers = [
        format_number(distribution.parameters[name]) for name in DISTRIBUTIONS[distribution.kind]
    ]
    shown = "\u00a0; ".join(numbers)
    return f"{_LAWS[distribution.kind]} ({shown}) {unit}"
