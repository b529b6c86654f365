"""What is left at the end of the evaluation: serviced land and networks not yet worn out."""

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil, positive_part
from essor.engines.friches.vocabulary import Bearer, Work


def networks_left_eur(case: Case) -> Quantity:
    """Part of the development works that is not worn out at the end, straight line."""
    life = case.parameters["valeur_residuelle.duree_reseaux_ans"]
    years = case.frame.n_years - case.opening
    works = case.project.installation_costs_eur.get(Work.DEVELOPMENT, 0.0)
    return works * positive_part(1.0 - years / life)


def residual_value(case: Case) -> list[Flow]:
    """Value of the networks in the last year, EUR. Absent from the reference.

    The land itself is not counted: its buyers already paid for it, and for its future.
    """
    if not case.rules.residual_value or not case.is_urban:
        return []
    amount = networks_left_eur(case)
    if is_nil(amount):
        return []
    last = case.frame.n_years - 1
    return [
        Flow(
            impact="valeur_residuelle",
            amount=amount,
            start=last,
            stop=last + 1,
            shares={Bearer.LOCAL_AUTHORITY: 1.0},
        )
    ]
