"""Phases: parts of the project that open later, and what the site does meanwhile."""

from collections.abc import Iterable
from dataclasses import replace

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.vocabulary import Bearer


def phased(case: Case, flows: Iterable[Flow]) -> list[Flow]:
    """Cut each flow by phase: the part of the phase, its years shifted by the delay.

    Flows of the whole site (upkeep avoided) are shifted like the rest: ground that waits for
    its phase still has to be kept. Years beyond the end of the evaluation are lost.
    """
    phases = case.project.phases
    if len(phases) == 1 and phases[0].share == 1.0 and phases[0].delay_years == 0:
        return list(flows)
    return [
        replace(
            flow,
            amount=flow.amount * phase.share,
            start=flow.start + phase.delay_years,
            stop=flow.stop + phase.delay_years,
        )
        for flow in flows
        for phase in phases
    ]


def interim_use(case: Case) -> list[Flow]:
    """Temporary use between the first year and the start of works (EUR per year)."""
    use = case.project.interim_use
    if use is None or case.opening == 0:
        return []
    return [
        Flow(
            impact="usage_transitoire",
            detail=detail,
            amount=amount,
            stop=case.opening,
            shares={Bearer.DEVELOPER: 1.0},
        )
        for detail, amount in (("recettes", use.revenue_eur), ("charges", -use.cost_eur))
    ]
