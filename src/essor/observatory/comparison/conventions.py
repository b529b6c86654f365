"""The figures that a comparison goes by, read from the dated parameters."""

import datetime as dt
from dataclasses import dataclass

from essor.observatory.comparison.panel import BeforeAfterRules
from essor.observatory.comparison.similar import Rules
from essor.observatory.comparison.stability import Shaking
from essor.references.loader import parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What holds on a day.

    solid, fragile : shares of the runs from which a neighbour is said solid, below which fragile
    least_share : from which share of a change a part is said to drive all
    least_part : share of the inhabitants that a main zone must have to speak for a territory
    """

    rules: Rules
    shaking: Shaking
    solid: float
    fragile: float
    least_share: float
    least_part: float
    before_after: BeforeAfterRules


def conventions_on(day: dt.date) -> Conventions:
    """Return the conventions of a day. Raises UserFault before their first date."""
    words, parts = _table("stabilite_mots", day), _table("voisinage_parts", day)
    return Conventions(
        rules=_rules(_table("voisinage", day), parts),
        shaking=_shaking(day),
        solid=words["solide"] / 100,
        fragile=words["fragile"] / 100,
        least_share=_value("moteur_part", day) / 100,
        least_part=parts["zone"] / 100,
        before_after=_before_after(day),
    )


def _rules(near: dict[str, float], parts: dict[str, float]) -> Rules:
    return Rules(
        neighbours=int(near["voisins"]),
        ceiling=near["plafond"],
        least_known=parts["connu"] / 100,
        least_shared=parts["commun"] / 100,
        near=near["proche"],
        far=near["eloigne"],
    )


def _shaking(day: dt.date) -> Shaking:
    found = _table("stabilite", day)
    return Shaking(
        draws=int(found["tirages"]),
        weight_low=found["poids_bas"],
        weight_high=found["poids_haut"],
        seed=int(found["graine"]),
    )


def _before_after(day: dt.date) -> BeforeAfterRules:
    found = _table("avant_apres", day)
    return BeforeAfterRules(
        least_before=int(found["annees_avant"]),
        least_after=int(found["annees_apres"]),
        least_places=int(found["lieux"]),
        least_known=_value("avant_apres_connu", day) / 100,
        neighbours=int(found["voisins"]),
        donors=int(found["donneurs"]),
        worst_fit=found["erreur_facteur"],
        fit_floor=found["erreur_plancher"],
    )


def _table(name: str, day: dt.date) -> dict[str, float]:
    found = parameter(f"comparaison/{name}").at(day).table
    return {key: float(one) for key, one in found.items()}


def _value(name: str, day: dt.date) -> float:
    found = parameter(f"comparaison/{name}").at(day).value
    assert found is not None  # one number; the files are part of the package
    return float(found)
