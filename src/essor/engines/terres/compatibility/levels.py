"""Class of a lot from its analyses: level of contamination, then GTR class (inerte/B5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding
from essor.engines.terres.compatibility.logic import Truth, all_of
from essor.engines.terres.compatibility.lots import LotFacts
from essor.engines.terres.compatibility.outlets import Article6, OutletFacts, Sheet
from essor.engines.terres.compatibility.rules.acceptance import TABLES
from essor.engines.terres.compatibility.rules.geotechnics import possible_classes
from essor.engines.terres.compatibility.rules.inert import (
    annex_two,
    article_6_caps,
    base_limits,
    exemption,
)
from essor.engines.terres.compatibility.rules.waste import is_hazardous
from essor.engines.terres.compatibility.standards import standards_on
from essor.engines.terres.compatibility.vocabulary import Outcome
from essor.engines.terres.vocabulary import OutletKind


class Level(StrEnum):
    """Level of contamination, from the cleanest."""

    INERTE = "inerte"
    INERTE_PLUS = "inerte-plus"
    NON_DANGEREUX = "non-dangereux"
    HORS_SEUILS = "hors-seuils"
    DANGEREUX = "dangereux"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoilLevel:
    """Level of a lot, None when nothing can be concluded, and its GTR class when one is left.

    is_to_review : the level rests on a table that nobody compared with its text
    """

    level: Level | None
    gtr: str = ""
    is_to_review: bool = False

    @property
    def soil_class(self) -> str:
        """« inerte/B5 », « inerte », or "" when unknown."""
        if self.level is None:
            return ""
        return f"{self.level.value}/{self.gtr}" if self.gtr else self.level.value


def soil_level(lot: LotFacts, *, on: date) -> SoilLevel:
    """Level and GTR class of a lot on a day: inert, inert with article 6, then 2003/33/CE."""
    standards = standards_on(on)
    case = Case(lot=lot, outlet=OutletFacts(id="", kind=OutletKind.ISDI), standards=standards)
    possible, conflict = possible_classes(case)
    gtr = next(iter(possible)) if len(possible) == 1 and not conflict else ""
    level = _level(case)
    is_shaky = level in (Level.NON_DANGEREUX, Level.HORS_SEUILS)
    return SoilLevel(level=level, gtr=gtr, is_to_review=is_shaky)


def _level(case: Case) -> Level | None:
    if is_hazardous(case):
        return Level.DANGEREUX
    inert = _conforms(annex_two(case))
    if inert is not False and exemption(case) and _nothing_over(annex_two(case)):
        return Level.INERTE
    if inert is not False:
        return Level.INERTE if inert else None
    adapted = _conforms(annex_two(_with_article_6(case)))
    if adapted is not False:
        return Level.INERTE_PLUS if adapted else None
    return _under_decision(case)


def _conforms(findings: list[Finding]) -> Truth:
    outcomes = {one.outcome for one in findings}
    if Outcome.NON_CONFORME in outcomes:
        return False
    return None if Outcome.A_COMPLETER in outcomes else True


def _nothing_over(findings: list[Finding]) -> bool:
    """Whether nothing measured stands over annex II, for a lot that annex I spares the tests."""
    return all(one.outcome is not Outcome.A_COMPLETER or one.low is None for one in findings)


def _with_article_6(case: Case) -> Case:
    """The same lot at a landfill whose order goes as far as article 6 allows."""
    order = Article6(arrete="article 6", limits=article_6_caps(case, base_limits(case)))
    outlet = OutletFacts(id="", kind=OutletKind.ISDI, sheet=Sheet(article_6=order))
    return Case(lot=case.lot, outlet=outlet, standards=case.standards)


def _under_decision(case: Case) -> Level | None:
    """Against the table of the European decision for non-hazardous waste (to review)."""
    truths: list[Truth] = []
    for name in TABLES["non_dangereux"]:
        for code, limit in case.standards.table(name).items():
            measure = case.lot.measure(code)
            truths.append(None if measure is None else measure.at_most(limit))
    truth = all_of(truths)
    if truth is None:
        return None
    return Level.NON_DANGEREUX if truth else Level.HORS_SEUILS
