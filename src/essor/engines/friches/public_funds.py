"""Cost of public funds: a euro raised by taxes costs society more than a euro.

Source: Guide de l'évaluation socioéconomique (2017), coefficient 1,2.
"""

from collections.abc import Iterable

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.vocabulary import LOCAL_AUTHORITIES, Bearer, Structure

PUBLIC = frozenset({Bearer.LOCAL_AUTHORITY, Bearer.STATE})


def is_developer_public(case: Case) -> bool:
    """Tell whether the developer's balance is paid by taxpayers."""
    developer = case.project.roles.developer
    return developer in LOCAL_AUTHORITIES or developer is Structure.STATE


def public_part(case: Case, flow: Flow) -> float:
    """Part of a flow that public budgets receive (negative: that they pay)."""
    part = sum(share for bearer, share in flow.shares.items() if bearer in PUBLIC)
    if is_developer_public(case):
        part += flow.shares.get(Bearer.DEVELOPER, 0.0)
    return part


def cost_of_public_funds(case: Case, flows: Iterable[Flow]) -> list[Flow]:
    """Extra cost of what public budgets pay, extra gain of what they receive.

    One line per flow, on the same clock and years, so that it holds year by year.
    """
    if not case.rules.cost_of_public_funds:
        return []
    extra = case.parameters["fonds_publics.surcout"]
    parts = ((flow, public_part(case, flow)) for flow in flows)
    return [
        Flow(
            impact="cout_fonds_publics",
            detail=flow.impact,
            amount=flow.amount * part * extra,
            clock=flow.clock,
            start=flow.start,
            stop=flow.stop,
            shares={Bearer.SOCIETY: 1.0},
        )
        for flow, part in parts
        if part
    ]
