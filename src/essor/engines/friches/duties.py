"""Property transfer duties on the sales that the project brings."""

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil
from essor.engines.friches.vocabulary import Bearer

AUTHORITY = {Bearer.LOCAL_AUTHORITY: 1.0}


def duties_paid(case: Case) -> Quantity:
    """Duties on the purchase of the site, its resale and the resale of buildings (EUR)."""
    return case.project.purchase_duties_eur + _duties_on_resale(case)


def _duties_on_resale(case: Case) -> Quantity:
    return case.project.resale_duties_eur + case.project.buildings_resale_duties_eur


def transfer_duties(case: Case) -> list[Flow]:
    """Income of the local authorities, once.

    Balanced rule: the developer's duties are already in the purchase cost; those on the
    resale are paid by the buyers, whom the reference forgets.
    """
    if not case.rules.transfers_balanced:
        return _income(case, duties_paid(case), "", AUTHORITY)
    buyers = AUTHORITY | {Bearer.FIRMS: -1.0}
    return [
        *_income(case, case.project.purchase_duties_eur, "achat", AUTHORITY),
        *_income(case, _duties_on_resale(case), "revente", buyers),
    ]


def _income(case: Case, amount: Quantity, detail: str, shares: dict[Bearer, float]) -> list[Flow]:
    if is_nil(amount):
        return []
    return [
        Flow(
            impact="droits_mutation",
            detail=detail or None,
            amount=amount,
            clock=case.once,
            start=case.opening,
            stop=case.opening + 1,
            shares=shares,
        )
    ]
