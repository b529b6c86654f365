"""Which lot may go to which outlet, and why: the engine asked with what the records know."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from essor.engines.terres.compatibility.check import check
from essor.engines.terres.compatibility.findings import Decision
from essor.engines.terres.compatibility.lots import LotFacts, read_lot
from essor.engines.terres.compatibility.outlets import OutletFacts
from essor.engines.terres.compatibility.sheets import read_outlet
from essor.engines.terres.compatibility.standards import Standards, standards_on
from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind
from essor.records.terres.engine_facts import profile_of, samples_of, sheet_of
from essor.records.terres.models import Exutoire, Lot
from essor.records.terres.queries import Soils

__all__ = ["Cell", "Decision", "Matrix", "Pair", "cell_of", "matrix_of", "takes_class"]
Pair = tuple[str, str]
"""Code of a lot, code of an outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A lot, an outlet, and what the rules say of them.

    takes_class : whether the outlet takes the class of the lot; None when one of them is unknown
    """

    lot: Lot
    exutoire: Exutoire
    decision: Decision
    takes_class: bool | None

    @property
    def verdict(self) -> Verdict:
        """What is shown: a class that is not taken is a refusal, whatever the rules say."""
        if self.takes_class is False:
            return Verdict.REFUSE
        if self.takes_class is None and self.decision.verdict is not Verdict.REFUSE:
            return Verdict.DONNEE_MANQUANTE
        return self.decision.verdict

    @property
    def is_to_review(self) -> bool:
        """Tell whether the verdict rests on a rule that nobody compared with its text."""
        return self.takes_class is not False and self.decision.is_to_review

    @property
    def sentence(self) -> str:
        """The verdict and its first reasons on one line."""
        if self.takes_class is False:
            return (
                f"Refusé\u00a0: l'exutoire n'accepte pas la classe «\u00a0{self.lot.classe}\u00a0»."
            )
        if self.takes_class is None and self.decision.verdict is not Verdict.REFUSE:
            what = "la classe du lot" if not self.lot.classe else "ce que l'exutoire accepte"
            return f"Donnée manquante\u00a0: {what} n'est pas publiée."
        return self.decision.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Every pair that one person may read, lots in their order, then outlets in theirs."""

    lots: tuple[Lot, ...]
    exutoires: tuple[Exutoire, ...]
    cells: Mapping[Pair, Cell]

    def row(self, lot: Lot) -> tuple[Cell, ...]:
        """The cells of a lot."""
        return tuple(self.cells[lot.code, one.code] for one in self.exutoires)

    def counts(self) -> Counter[Verdict]:
        """Number of pairs by verdict."""
        return Counter(cell.verdict for cell in self.cells.values())

    def is_placeable(self, lot: Lot) -> bool:
        """Tell whether at least one outlet admits a lot."""
        return any(cell.verdict.is_admission for cell in self.row(lot))

    @property
    def refused(self) -> frozenset[Pair]:
        """Pairs that a plan may not use: refused, or impossible to conclude."""
        return frozenset(pair for pair, cell in self.cells.items() if not cell.verdict.is_admission)


def matrix_of(soils: Soils, day: dt.date) -> Matrix:
    """Ask the rules of every pair, on the day the lot is dug, or today when it is past."""
    outlets = {row.code: _outlet(soils, row) for row in soils.exutoires}
    cells: dict[Pair, Cell] = {}
    standards: dict[dt.date, Standards] = {}
    for lot in soils.lots:
        on = max(day, lot.debut_on) if lot.debut_on else day
        rules = standards.setdefault(on, standards_on(on))
        facts = lot_facts(lot)
        for row in soils.exutoires:
            decision = check(lot=facts, outlet=outlets[row.code], on=on, standards=rules)
            cells[lot.code, row.code] = Cell(
                lot=lot, exutoire=row, decision=decision, takes_class=takes_class(row, lot)
            )
    return Matrix(lots=soils.lots, exutoires=soils.exutoires, cells=cells)


def cell_of(soils: Soils, lot: Lot, exutoire: Exutoire, day: dt.date) -> Cell:
    """Ask the rules of one pair."""
    on = max(day, lot.debut_on) if lot.debut_on else day
    decision = check(lot=lot_facts(lot), outlet=_outlet(soils, exutoire), on=on)
    return Cell(
        lot=lot, exutoire=exutoire, decision=decision, takes_class=takes_class(exutoire, lot)
    )


def takes_class(exutoire: Exutoire, lot: Lot) -> bool | None:
    """Tell whether an outlet takes the class of a lot; None when that is not known."""
    if "*" in exutoire.accepte:
        return True
    if not exutoire.accepte or not lot.classe:
        return None
    return lot.classe in exutoire.accepte


def lot_facts(lot: Lot) -> LotFacts:
    """Return a lot as the rules see it."""
    return read_lot(
        id=lot.code,
        waste_code=lot.code_dechet or None,
        soil_class=lot.classe,
        chantier=lot.chantier.code,
        tonnes=lot.tonnes,
        analyses=samples_of(lot.analyses.all()),
        profile=profile_of(lot),
    )


def _outlet(soils: Soils, exutoire: Exutoire) -> OutletFacts:
    return read_outlet(
        id=exutoire.code,
        kind=OutletKind(exutoire.nature),
        # Nobody published what it takes: the cell says so, the rules judge the rest.
        accepts=tuple(exutoire.accepte) or (EVERY_CLASS,),
        sheet=sheet_of(exutoire, soils.daps),
    )
