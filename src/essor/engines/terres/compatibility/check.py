"""Public face: one pair, or every pair of a set, with the trace of every rule.

>>> decision = check(lot=read_lot(...), outlet=read_outlet(...), on=date(2026, 11, 23))
>>> decision.verdict, [finding.reason for finding in decision.deciding]
"""

from collections.abc import Iterable
from datetime import date

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Decision
from essor.engines.terres.compatibility.lots import LotFacts
from essor.engines.terres.compatibility.outlets import OutletFacts
from essor.engines.terres.compatibility.rules import (
    acceptance,
    background,
    geotechnics,
    inert,
    papers,
    physical,
    use_level,
    waste,
)
from essor.engines.terres.compatibility.standards import Standards, standards_on

RULES = (waste, physical, inert, acceptance, use_level, background, geotechnics, papers)


def check(
    *, lot: LotFacts, outlet: OutletFacts, on: date, standards: Standards | None = None
) -> Decision:
    """Say whether this lot may go to this outlet on this day, and why.

    standards : thresholds of that day, those of the package when left out
    Raises UserFault when a threshold has no value on that day.
    """
    case = Case(lot=lot, outlet=outlet, standards=standards or standards_on(on))
    findings = tuple(one for rules in RULES for one in rules.findings(case))
    return Decision(lot=lot.id, outlet=outlet.id, findings=findings)


def compatibility_matrix(
    *, lots: Iterable[LotFacts], outlets: Iterable[OutletFacts], on: date
) -> dict[tuple[str, str], Decision]:
    """The decision of every pair, by (lot, outlet), lots first."""
    standards, receivers = standards_on(on), tuple(outlets)
    return {
        (lot.id, outlet.id): check(lot=lot, outlet=outlet, on=on, standards=standards)
        for lot in lots
        for outlet in receivers
    }
