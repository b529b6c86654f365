"""The developer's balance: costs of works and land, sales, subsidies, operation.

The reference books every one-off amount in the first year of operation, undiscounted.
The corrected rule books works in the years of their calendar and discounts them.
"""

from collections.abc import Iterable, Mapping

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import Clock
from essor.engines.friches.flows import Flow
from essor.engines.friches.inputs import Period
from essor.engines.friches.quantities import Quantity, is_nil
from essor.engines.friches.vocabulary import LOCAL_AUTHORITIES, Bearer, Work

DEVELOPER = {Bearer.DEVELOPER: 1.0}


def years_of(case: Case, period: Period | None) -> tuple[int, int]:
    """First year index of some works and the one after their last, inside the axis."""
    if not case.rules.works_in_their_year or period is None:
        return case.opening, case.opening + 1
    first = case.frame.index_of(period.starts_on.year)
    return first, max(case.frame.index_of(period.ends_on.year), first) + 1


def _spread(
    case: Case, impact: str, costs: Mapping[Work, Quantity], period: Period | None
) -> list[Flow]:
    start, stop = years_of(case, period)
    priced, factor = case.project.priced_works, case.parameters["couts.facteur_travaux"]
    return [
        Flow(
            impact=impact,
            detail=str(purpose),
            amount=-amount * (1.0 if purpose in priced else factor) / (stop - start),
            clock=case.once,
            start=start,
            stop=stop,
            shares=DEVELOPER,
        )
        for purpose, amount in costs.items()
        if not is_nil(amount)
    ]


def _once(
    case: Case, impact: str, amount: Quantity, start: int, detail: str | None = None
) -> list[Flow]:
    if is_nil(amount):
        return []
    clock: Clock = case.once
    return [
        Flow(
            impact=impact,
            detail=detail,
            amount=amount,
            clock=clock,
            start=start,
            stop=start + 1,
            shares=DEVELOPER,
        )
    ]


def works(case: Case) -> list[Flow]:
    """Studies, works on land and buildings, reinstatement when the developer pays it."""
    project = case.project
    installation = project.schedule.installation
    flows = _spread(case, "amenagement", project.installation_costs_eur, installation)
    flows += _spread(case, "batiments", project.building_costs_eur, installation)
    if project.roles.developer_reinstates:
        period = project.schedule.reinstatement or installation
        flows += _spread(case, "remise_en_etat", project.reinstatement_costs_eur, period)
    return flows


def trades(case: Case) -> list[Flow]:
    """Purchase of the site, resale of the site and of the buildings."""
    project = case.project
    flows: list[Flow] = []
    if case.is_urban or project.roles.developer_owns:
        flows += _once(case, "achat_site", -project.purchase_eur, case.released)
    flows += _once(case, "revente_site", project.resale_eur, case.opening)
    flows += _once(case, "revente_batiments", project.buildings_resale_eur, case.opening)
    return flows


def subsidies(case: Case) -> list[Flow]:
    """Public aid received; once balanced, it is what the State and authorities pay."""
    if not case.project.roles.developer_reinstates:
        return []
    flows: list[Flow] = []
    for source, amount in case.project.subsidies_eur.items():
        flows += _once(case, "subventions", amount, case.released, source)
    if case.rules.transfers_balanced:
        return [_paid_by_the_public(flow) for flow in flows]
    return flows


def _paid_by_the_public(flow: Flow) -> Flow:
    payer = Bearer.LOCAL_AUTHORITY if flow.detail == "collectivite" else Bearer.STATE
    return Flow(
        impact=flow.impact,
        detail=flow.detail,
        amount=flow.amount,
        clock=flow.clock,
        start=flow.start,
        stop=flow.stop,
        shares=DEVELOPER | {payer: -1.0},
    )


def operation(case: Case) -> list[Flow]:
    """Yearly costs and revenues of the operation.

    They belong to the developer who operates, to the local authority that operates, and are
    dropped otherwise (someone else's business, not the project's).
    """
    roles = case.project.roles
    by_authority = roles.operator in LOCAL_AUTHORITIES
    if not (roles.developer_operates or by_authority):
        return []
    who = Bearer.LOCAL_AUTHORITY if by_authority else Bearer.DEVELOPER
    project = case.project
    return [
        *_yearly(case, "charges_exploitation", project.yearly_costs_eur, -1.0, who),
        *_yearly(case, "recettes_exploitation", project.yearly_revenues_eur, 1.0, who),
    ]


def _yearly(
    case: Case, impact: str, amounts: Mapping[str, Quantity], sign: float, who: Bearer
) -> Iterable[Flow]:
    return [
        Flow(
            impact=impact,
            detail=detail,
            amount=sign * amount,
            start=case.opening,
            shares={who: 1.0},
        )
        for detail, amount in amounts.items()
    ]


def is_operation_in_balance(case: Case) -> bool:
    """Tell whether the operation is the developer's own (else it is an indirect effect)."""
    roles = case.project.roles
    return roles.developer_operates and roles.operator not in LOCAL_AUTHORITIES
