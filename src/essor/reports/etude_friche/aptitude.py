"""The uses that suit a site, in words: score, range, what helps, what hinders, what is out."""

from collections.abc import Iterable
from dataclasses import dataclass

from essor.engines.friches.suitability import Reason, Screening
from essor.foundations.french import format_number
from essor.records.studies.screening import CRITERIA, USES
from essor.reports.etude_friche.table import Row, Table
from essor.reports.etude_friche.words import percent

SHOWN = 3
LEAST = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use; programme : the project that a study of it starts with.

    score, low, high : out of a hundred; score is None when nothing is informed
    """

    label: str
    programme: str
    score: str
    low: float
    high: float
    helps: tuple[str, ...]
    hinders: tuple[str, ...]
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aptitude:
    """All uses, best first; to_ask : criteria to inform, the most useful first."""

    uses: tuple[Use, ...]
    reliability: str
    to_ask: tuple[str, ...]


def aptitude_of(found: Screening) -> Aptitude:
    """Put a screening in words."""
    uses = tuple(
        Use(
            label=USES[one.usage][0],
            programme=USES[one.usage][1].value,
            score="" if one.score is None else _hundred(one.score),
            low=100 * one.low,
            high=100 * one.high,
            helps=tuple(_said(row for row in one.reasons if row.effect > LEAST)),
            hinders=tuple(_said(row for row in one.reasons if row.effect < -LEAST)),
            vetoes=tuple(CRITERIA[name][0] for name in one.vetoes),
        )
        for one in found.uses
    )
    return Aptitude(
        uses=uses,
        reliability=percent(found.reliability),
        to_ask=tuple(CRITERIA[name][0] for name in found.unknown[:SHOWN]),
    )


def _hundred(share: float) -> str:
    return format_number(100 * share, decimals=0)


def _said(reasons: Iterable[Reason]) -> list[str]:
    rows = [(CRITERIA[one.criterion], one.value) for one in reasons]
    return [f"{label.lower()}\u00a0: {words[value].lower()}" for (label, words), value in rows]


def table_of(found: Aptitude) -> Table:
    """Return the same for a file."""
    head = ("Usage", "Note sur 100 de ce qui est su", "Au moins", "Au plus", "Aide", "Gêne", "Veto")
    rows: list[Row] = [
        (
            one.label,
            "écarté" if one.vetoes else one.score or "non renseigné",
            format_number(one.low, decimals=0),
            format_number(one.high, decimals=0),
            "\u202f; ".join(one.helps),
            "\u202f; ".join(one.hinders),
            "\u202f; ".join(one.vetoes),
        )
        for one in found.uses
    ]
    return Table(head=head, cells=tuple(rows), is_text=True)
