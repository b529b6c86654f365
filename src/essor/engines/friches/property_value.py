"""Rise of property values around a removed brownfield, and the duties that follow.

Source: Zuindeau et Letombe 2001; Bockarjova 2017 (renaturation); CGDD n° 343 (holding time).
"""

from essor.engines.friches.case import Case
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, positive_part, total
from essor.engines.friches.vocabulary import Bearer, Programme
from essor.engines.friches.zones import housing_per_m2, ring_of


def value_rise_eur(case: Case) -> Quantity:
    """Rise in value of the dwellings around, EUR, once and for all.

    The reference counts the inner ring in both; the corrected rule makes the rings disjoint.
    """
    value_per_m2 = housing_per_m2(case) * case.commune.prix_median_eur_m2
    rings = _rings(case)
    inner: Quantity = 0.0
    parts: list[Quantity] = []
    for radius_m, rate in rings:
        ring = positive_part(ring_of(case, radius_m))
        parts.append((ring - inner) * value_per_m2 * rate)
        inner = ring if case.rules.disjoint_rings else 0.0
    return total(parts)


def _rings(case: Case) -> list[tuple[float, Quantity]]:
    is_renaturation = case.project.programme is Programme.RENATURATION
    renatured = case.rules.renaturation_rings and is_renaturation
    table = case.parameters.group(
        "voisinage.hausse_renaturation" if renatured else "voisinage.hausse_prix"
    )
    return sorted((float(name.removesuffix("_m")), rate) for name, rate in table.items())


def property_value(case: Case) -> list[Flow]:
    """Rise spread over the first years, and duties spread over the holding time."""
    if not (case.is_friche and case.is_urban):
        return []
    p = case.parameters
    private = value_rise_eur(case) * p["voisinage.part_non_sociale"]
    years = int(float(p["voisinage.annees_de_hausse"]))
    holding = int(float(p["voisinage.detention_ans"]))
    first = case.opening + 1
    duties = private / holding * p["fiscalite.droits_mutation"]
    buyers = {Bearer.RESIDENTS: -1.0} if case.rules.transfers_balanced else {}
    return [
        Flow(
            impact="valorisation_immobiliere",
            amount=private / years,
            start=first,
            stop=first + years,
            shares={Bearer.RESIDENTS: 1.0},
            is_rounded=not case.rules.exact_values,
        ),
        Flow(
            impact="droits_mutation_voisinage",
            amount=duties,
            start=first,
            stop=first + holding,
            shares={Bearer.LOCAL_AUTHORITY: 1.0} | buyers,
            is_rounded=not case.rules.exact_values,
        ),
    ]
