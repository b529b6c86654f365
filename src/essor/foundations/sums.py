"""Add sourced values without losing what is unknown about them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from essor.foundations.absence import Absence
from essor.foundations.errors import FaultGatherer
from essor.foundations.french_formats import NBSP, format_number
from essor.foundations.sourced import Source, SourcedValue
from essor.foundations.units import unit_label


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedSum:
    """The sum of what is known, and the count of what is not.

    value : sum of the figures; None when nothing could be added or one term is an interval alone
    low, high : bounds of the part added; None where one bound is open
    terms : how many values were added
    missing : how many could not be added, by kind; a bounded secret is added, hence not here
    excluded : how many are « sans objet »: nothing is missing there
    sources : the sources of the terms, each once, in order
    """

    unit: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    terms: int
    missing: Mapping[Absence, int] = field(default_factory=dict)
    excluded: int = 0
    is_self_declared: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every value that should be there was added."""
        return not self.missing

    def label(self) -> str:
        """French sentence part: the sum, what is missing, and who says so."""
        notes = [_missing_note(kind, count) for kind, count in self.missing.items()]
        if self.is_self_declared:
            notes.append("chiffres déclarés par les intéressés, non vérifiés")
        if not notes:
            return self._figure()
        details = f"{NBSP}; ".join(notes)
        return f"{self._figure()} ({details})"

    def _figure(self) -> str:
        unit = unit_label(self.unit)
        if not self.terms:
            return "aucune valeur connue"
        if self.value is not None and self.low == self.value == self.high:
            return f"{format_number(self.value)}\u00a0{unit}"
        bounds = _bounds_label(self.low, self.high, unit)
        if self.value is None:
            return bounds
        return f"{format_number(self.value)}\u00a0{unit}, {bounds}"

    def as_dict(self) -> dict[str, object]:
        """For JSON: decimals as text, absences by their kind."""
        return {
            "unit": self.unit,
            "value": _text(self.value),
            "low": _text(self.low),
            "high": _text(self.high),
            "terms": self.terms,
            "missing": {kind.value: count for kind, count in self.missing.items()},
            "excluded": self.excluded,
            "is_complete": self.is_complete,
            "is_self_declared": self.is_self_declared,
            "label": self.label(),
        }


def sum_values(values: Iterable[SourcedValue], *, unit: str) -> SourcedSum:
    """Add values of one unit: bounds add, an absence never counts as zero.

    unit : what the caller expects; every value must bear it
    Raises UserFault naming every value of another unit.
    """
    items = tuple(values)
    _check_units(items, unit)
    terms = [item for item in items if item.absence is None or item.has_bounds]
    absent = Counter(item.absence for item in items if item.absence and not item.has_bounds)
    excluded = absent.pop(Absence.SANS_OBJET, 0)
    return SourcedSum(
        unit=unit,
        value=_total([item.value for item in terms]),
        low=_total([item.lowest for item in terms]),
        high=_total([item.highest for item in terms]),
        terms=len(terms),
        missing={kind: absent[kind] for kind in Absence if absent[kind]},
        excluded=excluded,
        is_self_declared=any(item.is_self_declared for item in terms),
        sources=tuple(dict.fromkeys(item.source for item in terms)),
    )


def _check_units(items: tuple[SourcedValue, ...], unit: str) -> None:
    with FaultGatherer() as faults:
        for rank, item in enumerate(items, start=1):
            if item.unit != unit:
                faults.add_message(
                    f"la valeur n°\u00a0{rank} n'est pas dans l'unité de la somme",
                    value=item.unit,
                    expected=unit,
                    code="unite_somme",
                )


def _total(numbers: list[Decimal | None]) -> Decimal | None:
    """The sum, or None when there is nothing to add or one number is unknown."""
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None


def _missing_note(kind: Absence, count: int) -> str:
    plural = "s" if count > 1 else ""
    endings = {
        Absence.NON_PUBLIE: f"non publiée{plural}",
        Absence.NON_CHARGE: f"non chargée{plural}",
        Absence.SECRET: f"couverte{plural} par le secret",
        Absence.SANS_OBJET: "sans objet",
    }
    return f"{count} valeur{plural} {endings[kind]}"


def _bounds_label(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is not None and high is not None:
        return f"entre {format_number(low)} et {format_number(high)}\u00a0{unit}"
    if low is not None:
        return f"au moins {format_number(low)}\u00a0{unit}"
    if high is not None:
        return f"au plus {format_number(high)}\u00a0{unit}"
    return f"bornes inconnues, en {unit}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
