"""What the idle site costs, what its present activity earns, and the rents.

Equations: docs/methodes/friches.md, families « inaction » and « loyers ».
"""

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow, transfer
from essor.engines.friches.inputs import Site
from essor.engines.friches.quantities import Quantity, is_nil, total
from essor.engines.friches.vocabulary import LOCAL_AUTHORITIES, UPKEEP, Bearer, Expense, Structure


def bearer_of(structure: Structure, otherwise: Bearer) -> Bearer:
    """Return who bears what a structure receives: a local authority, the State, or a private."""
    if structure in LOCAL_AUTHORITIES:
        return Bearer.LOCAL_AUTHORITY
    return Bearer.STATE if structure is Structure.STATE else otherwise


def avoided_upkeep(case: Case) -> list[Flow]:
    """Guarding, dumping clean-up, maintenance and accidents no longer paid (EUR per year)."""
    if not case.is_friche:
        return []
    return [
        Flow(
            impact=f"frais_friche_evites_{'locataire' if e.is_paid_by_tenant else 'proprietaire'}",
            detail=e.purpose,
            amount=e.amount_eur,
            start=case.released,
            shares={_payer(case.site, e.is_paid_by_tenant): 1.0},
        )
        for e in case.site.expenses
        if e.purpose in UPKEEP and not is_nil(e.amount_eur)
    ]


def _payer(site: Site, is_tenant: bool) -> Bearer:
    return Bearer.TENANT if is_tenant else bearer_of(site.owner, Bearer.OWNER)


def lost_operation(case: Case) -> list[Flow]:
    """Incomes minus expenses of the activity that the project replaces (EUR per year)."""
    if not case.site.is_operated:
        return []
    benefit = operating_benefit(case.site)
    return [
        Flow(
            impact="benefice_exploitation_perdu",
            amount=-benefit,
            start=case.released,
            shares={Bearer.TENANT: 1.0},
        )
    ]


def operating_benefit(site: Site) -> Quantity:
    """Yearly incomes minus yearly expenses of the site."""
    return site.incomes_eur - total(e.amount_eur for e in site.expenses)


def lost_rent(case: Case) -> list[Flow]:
    """Rent that the owner no longer receives (EUR per year); the tenant stops paying it."""
    rents = [e.amount_eur for e in case.site.expenses if e.purpose is Expense.RENT]
    shares = {bearer_of(case.site.owner, Bearer.OWNER): 1.0}
    # An operator's benefit is net of rent already: only an idle tenant saves it here.
    if case.rules.transfers_balanced and not case.site.is_operated:
        shares = transfer(to=bearer_of(case.site.owner, Bearer.OWNER), by=Bearer.TENANT)
    return [
        Flow(impact="loyer_ancien_perdu", amount=-rent, start=case.released, shares=shares)
        for rent in rents
        if not is_nil(rent)
    ]


def new_rent(case: Case) -> list[Flow]:
    """Rent paid by the future operator to the owner (its cost is an operating expense)."""
    rent = case.project.yearly_costs_eur.get("loyer", 0.0)
    if is_nil(rent):
        return []
    owner = bearer_of(case.site.owner, Bearer.OWNER)
    return [Flow(impact="loyer_projet", amount=rent, start=case.opening, shares={owner: 1.0})]
