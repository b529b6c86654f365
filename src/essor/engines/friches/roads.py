"""Roads and networks: upkeep on the brownfield, building and upkeep avoided elsewhere."""

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import M2_PER_HECTARE, Quantity, round_half_up
from essor.engines.friches.vocabulary import Bearer


def friche_roads(case: Case) -> list[Flow]:
    """Extra upkeep of roads and networks once the brownfield is urban again (EUR per year)."""
    if not (case.is_friche and case.is_urban):
        return []
    per_ha = case.parameters["voirie.entretien_friche_eur_ha"]
    return [
        Flow(
            impact="voirie_reseaux_friche",
            amount=-per_ha * case.site.area_m2 / M2_PER_HECTARE,
            start=case.opening + 1,
            shares={Bearer.LOCAL_AUTHORITY: 1.0},
        )
    ]


def construction_cost_eur(case: Case) -> Quantity:
    """Cost of new roads and networks for an area built on open land."""
    cost = case.parameters["voirie.construction_eur_ha"] * case.site.area_m2 / M2_PER_HECTARE
    return cost if case.rules.exact_values else round_half_up(cost)


def sprawl_roads(case: Case) -> list[Flow]:
    """Against building elsewhere: roads avoided by a brownfield, paid by open land."""
    sign = 1.0 if case.is_friche else -1.0
    upkeep = case.parameters["voirie.entretien_extension_eur_ha"] * case.site.area_m2
    shares = {Bearer.LOCAL_AUTHORITY: 1.0}
    return [
        Flow(
            impact="voirie_reseaux_construction_evitee",
            amount=sign * construction_cost_eur(case),
            clock=case.once,
            start=case.opening,
            stop=case.opening + 1,
            shares=shares,
        ),
        Flow(
            impact="voirie_reseaux_entretien_evite",
            amount=sign * upkeep / M2_PER_HECTARE,
            start=case.opening + 1,
            shares=shares,
        ),
    ]
