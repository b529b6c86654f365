"""What the compatibility pages show: cells, filters, lines of the file, what a finding says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from essor.foundations.tables import Value
from essor.records.terres.matrix import Cell, Decision, Matrix
from essor.records.terres.models import Exutoire, Lot
from essor.records.terres.stakes import RemedyStake, block
from essor.records.terres.verdicts import SIGNS, VERDICTS, VerdictWord
from essor.records.terres.words import parametre_label

LABELS = (
    "Lot", "Chantier", "Exutoire", "Verdict", "À relire", "Pourquoi", "Paramètres qui bloquent",
    "Dépassement (fois la limite)", "Ce qui lèverait le refus", "Inventé pour la démonstration",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell of the table: its sign, its words, its page."""

    cell: Cell
    word: VerdictWord
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One lot and its cells."""

    lot: Lot
    cells: tuple[ShownCell, ...]
    is_placeable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks to see: codes of a site, an outlet; a verdict; empty for all."""

    chantier: str = ""
    exutoire: str = ""
    verdict: str = ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether something is left out."""
        return bool(self.chantier or self.exutoire or self.verdict)


def asked_of(query: Mapping[str, str]) -> Asked:
    """Return what an address asks; what it does not know is passed over."""
    verdict = query.get("verdict", "")
    return Asked(
        chantier=query.get("chantier", ""),
        exutoire=query.get("exutoire", ""),
        verdict=verdict if verdict in VERDICTS else "",
    )


def shown_outlets(matrix: Matrix, asked: Asked) -> tuple[Exutoire, ...]:
    """Return the columns."""
    return tuple(one for one in matrix.exutoires if asked.exutoire in ("", one.code))


def shown_rows(matrix: Matrix, asked: Asked, code: str) -> tuple[ShownRow, ...]:
    """Return the lots that have at least one cell to show."""
    outlets = {one.code for one in shown_outlets(matrix, asked)}
    rows = []
    for lot in matrix.lots:
        if asked.chantier not in ("", lot.chantier.code):
            continue
        cells = [one for one in matrix.row(lot) if one.exutoire.code in outlets]
        if asked.verdict and not any(one.verdict.value == asked.verdict for one in cells):
            continue
        rows.append(
            ShownRow(
                lot=lot,
                cells=tuple(shown_cell(one, code) for one in cells),
                is_placeable=matrix.is_placeable(lot),
            )
        )
    return tuple(rows)


def shown_cell(cell: Cell, code: str) -> ShownCell:
    """Return a cell with its words and its address."""
    href = reverse("terres:pair", args=[code, cell.lot.pk, cell.exutoire.pk])
    return ShownCell(cell=cell, word=SIGNS[cell.verdict], href=href)


def matrix_lines(rows: tuple[ShownRow, ...], asked: Asked) -> list[list[Value]]:
    """Return one line per cell shown."""
    return [
        _line(one.cell)
        for row in rows
        for one in row.cells
        if asked.verdict in ("", one.cell.verdict.value)
    ]


def _line(cell: Cell) -> list[Value]:
    found = block(cell)
    excesses = found.excesses if found else ()
    remedies = found.remedies if found else ()
    names = rule_labels([cell.decision])
    return [
        cell.lot.code,
        cell.lot.chantier.nom,
        cell.exutoire.code,
        SIGNS[cell.verdict].label,
        "oui" if cell.is_to_review else "non",
        cell.sentence,
        ", ".join(parametre_label(one.parameter) for one in excesses),
        ", ".join(f"{one.factor:.2f}".replace(".", ",") for one in excesses),
        " ou ".join(" et ".join(map(names, one)) for one in remedies),
        "oui" if cell.lot.is_demonstration or cell.exutoire.is_demonstration else "non",
    ]


def rule_labels(decisions: Iterable[Decision]) -> Callable[[str], str]:
    """Return how to write what lifts a refusal: a measured quantity, or a rule by its label."""
    labels = {one.rule: one.label for each in decisions for one in each.findings}
    return lambda code: labels.get(code) or parametre_label(code)


def largest_excesses(matrix: Matrix, found: RemedyStake) -> list[tuple[str, Decimal]]:
    """Return how many times over its limit each parameter of a remedy is, at the most."""
    largest: dict[str, Decimal] = {}
    for (lot, _), cell in matrix.cells.items():
        broken = block(cell) if lot in found.lots else None
        for one in broken.excesses if broken else ():
            if one.parameter in found.remedy:
                largest[one.parameter] = max(one.factor, largest.get(one.parameter, one.factor))
    return [(parametre_label(code), factor) for code, factor in largest.items()]


def finding_groups(cell: Cell) -> list[dict[str, Any]]:
    """Return the rules looked at, by subject: those that weigh, those that are respected."""
    groups: dict[str, list[Any]] = {}
    for one in cell.decision.findings:
        groups.setdefault(one.family.label, []).append(one)
    order = ("non_conforme", "a_completer", "sous_condition")
    return [
        {
            "label": label,
            "open": sorted(
                (one for one in found if one.outcome.value in order),
                key=lambda one: order.index(one.outcome.value),
            ),
            "fine": [one for one in found if one.outcome.value not in order],
        }
        for label, found in groups.items()
    ]
