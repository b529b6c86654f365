"""Vintages (millésimes) of reference data: which edition describes a given day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from essor.foundations.errors import UserFault
from essor.foundations.french_formats import format_date


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of a reference dataset, valid from its reference day.

    dataset : short name, « COG », « liste des Territoires d'industrie »
    reference_on : first day it describes
    until_on : first day it no longer describes; None while it is the last edition
    Editions of two datasets have no order between them: comparing them raises ValueError.
    """

    dataset: str
    reference_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.reference_on:
            raise UserFault.single(
                "le millésime cesse avant d'avoir commencé",
                value=f"{self.reference_on.isoformat()} → {self.until_on.isoformat()}",
                expected="une date de fin après la date de référence",
                code="millesime_inverse",
            )

    def contains(self, day: date) -> bool:
        """Whether this edition describes that day."""
        return self.reference_on <= day and (self.until_on is None or day < self.until_on)

    def label(self) -> str:
        """« COG 2026 » for an edition of 1 January, else « … au 4 juillet 2024 »."""
        if (self.reference_on.month, self.reference_on.day) == (1, 1):
            return f"{self.dataset}\u00a0{self.reference_on.year}"
        return f"{self.dataset} au {format_date(self.reference_on)}"

    def __lt__(self, other: "Vintage") -> bool:
        if self.dataset != other.dataset:
            raise ValueError(f"no order between {self.dataset!r} and {other.dataset!r}")
        return self.reference_on < other.reference_on


def vintage_at(vintages: Iterable[Vintage], day: date) -> Vintage:
    """The edition that describes a day; raises UserFault when none does, never the nearest."""
    candidates = [vintage for vintage in vintages if vintage.contains(day)]
    if not candidates:
        raise UserFault.single(
            f"aucun millésime ne décrit le {format_date(day)}",
            value=day.isoformat(),
            expected="une date couverte par un millésime chargé",
            code="millesime_absent",
        )
    return max(candidates, key=lambda vintage: vintage.reference_on)
