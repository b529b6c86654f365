"""Everything the page of a computed study says, gathered once: pages only lay it out.

Amounts are in EUR, present value at the first year of the study, tax excluded.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from essor.records.studies.models import Study, StudyRun
from essor.records.studies.queries import StudyRow, is_stale
from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.gains import Gains
from essor.reports.charts.tornado import Tornado
from essor.reports.etude_friche.cautions import SURE, cautions_of
from essor.reports.etude_friche.drawings import flow_of, gains_of, tornado_of
from essor.reports.etude_friche.facts import StudySheet
from essor.reports.etude_friche.sheet import members_around, sheet_of

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An amount with the bounds of nine draws out of ten; point : without any draw."""

    low_eur: float
    middle_eur: float
    high_eur: float
    point_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Year in which the running total is no longer negative; None when too few draws reach it."""

    probability: float
    early: int | None
    middle: int | None
    late: int | None


@dataclass(frozen=True, kw_only=True)
class StudyAnswer:
    """One computed study; sheet : what its tables and its document are written from."""

    study: Study
    run: StudyRun
    sheet: StudySheet
    is_stale: bool

    @property
    def found(self) -> Json:
        """Results of the computation."""
        return self.sheet.results

    @property
    def npv(self) -> Range:
        """Value for society."""
        draws = self.found["incertitude"]["van_eur"]
        return Range(
            low_eur=draws["p5"],
            middle_eur=draws["p50"],
            high_eur=draws["p95"],
            point_eur=self.found["van_socioeconomique_eur"],
        )

    @property
    def probability(self) -> float:
        """Share of the draws in which the value for society is positive."""
        return float(self.found["incertitude"]["van_eur"]["probabilite_positive"])

    @property
    def balance(self) -> float:
        """Value for the developer, EUR."""
        return float(self.found["bilan_amenageur_eur"])

    @property
    def status_quo(self) -> float:
        """Value of doing nothing, EUR."""
        return float(self.found["statu_quo_eur"])

    @property
    def status_quo_size(self) -> float:
        """The same without its sign, for a sentence that says it in words."""
        return abs(self.status_quo)

    @property
    def first_year(self) -> int:
        """Year at which amounts are valued."""
        return int(self.found["annees"][0])

    @property
    def last_year(self) -> int:
        """Last year of the evaluation."""
        return int(self.found["annees"][1])

    @property
    def break_even(self) -> BreakEven:
        """When the project is even, over the draws."""
        found = self.found["incertitude"]["equilibre"]
        return BreakEven(
            probability=found["probabilite"],
            early=found["p5"],
            middle=found["p50"],
            late=found["p95"],
        )

    @property
    def perfect_worth_eur(self) -> float:
        """Most that knowing everything before deciding is worth, EUR."""
        return float(self.found["incertitude"]["information_parfaite_eur"])

    @property
    def computed_on(self) -> dt.date:
        """Day of the computation."""
        return self.run.created_at.date()

    @cached_property
    def flow(self) -> CumulativeFlow:
        """Chart of the running total."""
        return flow_of(self.found)

    @cached_property
    def gains(self) -> Gains:
        """Chart of who gains and who pays."""
        return gains_of(self.found)

    @cached_property
    def tornado(self) -> Tornado:
        """Chart of what moves the result."""
        return tornado_of(self.found, self.sheet.drivers)

    @property
    def verdict(self) -> str:
        """The answer in one word: gagne, perd or incertain."""
        if self.probability >= SURE:
            return "gagne"
        return "perd" if self.probability <= 1 - SURE else "incertain"

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader must know first."""
        return cautions_of(self.found, self.sheet.parameters)

    @property
    def to_reread(self) -> int:
        """Number of parameters that nobody compared with their primary source yet."""
        return sum(1 for row in self.sheet.parameters if row["statut"] != "verifie")


def gather(study: Study, run: StudyRun) -> StudyAnswer:
    """Return the facts of a study as one of its computations found them."""
    return _answer(study, run, None)


def gather_all(rows: Sequence[StudyRow]) -> list[StudyAnswer]:
    """Return the facts of the studies of one plan that were computed. One query."""
    found = [(row.study, row.run) for row in rows if row.run is not None]
    if not found:
        return []
    membres = members_around(found[0][0])
    return [_answer(study, run, membres) for study, run in found]


def _answer(study: Study, run: StudyRun, membres: frozenset[str] | None) -> StudyAnswer:
    sheet = sheet_of(study, run, membres=membres)
    return StudyAnswer(study=study, run=run, sheet=sheet, is_stale=is_stale(study, run))
