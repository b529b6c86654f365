"""Which uses suit a site, before any study: criteria, answers and uses in French words.

Weights and marks are Essor's own judgement (parameters `friches/aptitude`); the weights may be
changed for one screening, and the answer says so.
"""

import datetime as dt
from collections.abc import Mapping

from essor.engines.friches.loading import load_profile
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.profiles import FRANCE_2025
from essor.engines.friches.suitability import Screening, Usage, marks_of, screen
from essor.engines.friches.vocabulary import Programme
from essor.foundations.errors import UserFault
from essor.references.parameter import Parameter

WEIGHTS = "aptitude.poids"
CRITERIA: dict[str, tuple[str, dict[str, str]]] = {
    "zonage": (
        "Zone du plan local d'urbanisme",
        {
            "urbaine": "Urbaine",
            "activites": "Activités",
            "a_urbaniser": "À urbaniser",
            "agricole": "Agricole",
            "naturelle": "Naturelle",
            "reglement_national": "Règlement national d'urbanisme",
        },
    ),
    "surface": (
        "Surface",
        {
            "moins_de_1_ha": "Moins de 1 ha",
            "de_1_a_5_ha": "De 1 à 5 ha",
            "plus_de_5_ha": "Plus de 5 ha",
        },
    ),
    "pollution": (
        "Pollution des sols",
        {
            "aucune": "Aucune",
            "traitee": "Traitée",
            "supposee": "Supposée",
            "averee": "Avérée",
            "averee_volatile": "Avérée, composés volatils",
        },
    ),
    "inondation": (
        "Risque d'inondation",
        {"hors_zone": "Hors zone", "alea_faible": "Aléa faible", "alea_fort": "Aléa fort"},
    ),
    "acces_routier": (
        "Accès routier",
        {"direct": "Direct", "moyen": "Moyen", "difficile": "Difficile"},
    ),
    "transport_commun": (
        "Arrêt de transport en commun",
        {"moins_de_500_m": "À moins de 500 m", "plus_de_500_m": "À plus de 500 m"},
    ),
    "services": ("Commerces et services", {"proches": "Proches", "eloignes": "Éloignés"}),
    "reseaux": ("Eau et assainissement", {"desservi": "Desservi", "a_creer": "À créer"}),
    "raccordement_electrique": (
        "Raccordement électrique",
        {
            "moins_de_1_km": "À moins de 1 km",
            "de_1_a_5_km": "De 1 à 5 km",
            "plus_de_5_km": "À plus de 5 km",
        },
    ),
    "bati": (
        "État des bâtiments",
        {
            "bon_etat": "Bon état",
            "degrade": "Dégradés",
            "ruine": "En ruine",
            "aucun": "Aucun bâtiment",
        },
    ),
    "patrimoine": (
        "Patrimoine",
        {
            "aucun": "Aucun",
            "interet_local": "Intérêt local",
            "abords_protege": "Abords d'un monument protégé",
            "classe": "Classé ou inscrit",
        },
    ),
    "milieux_naturels": (
        "Milieux naturels",
        {"aucun": "Rien de particulier", "corridor": "Corridor écologique", "protege": "Protégés"},
    ),
    "logements_autour": (
        "Logements autour",
        {"nombreux": "Nombreux", "quelques": "Quelques-uns", "aucun": "Aucun"},
    ),
}
"""Name -> label, and label of each answer."""

USES: dict[Usage, tuple[str, Programme]] = {
    Usage.HOUSING: ("Logements", Programme.HOUSING_NORMAL),
    Usage.FACILITY: ("Équipement public", Programme.PUBLIC_FACILITIES),
    Usage.CULTURE: ("Culture et tourisme", Programme.TOURISM_AND_CULTURE),
    Usage.OFFICES: ("Bureaux", Programme.OFFICES),
    Usage.INDUSTRY: ("Industrie", Programme.INDUSTRY),
    Usage.RENATURATION: ("Renaturation", Programme.RENATURATION),
    Usage.SOLAR: ("Centrale photovoltaïque", Programme.SOLAR_PLANT),
}
"""Use -> label, and the project that a study of it starts with."""


def default_weights(*, on: dt.date, parameters: Mapping[str, Parameter]) -> dict[str, float]:
    """Return the weight of each criterion on a day."""
    marks = _marks(on, parameters)
    return {name: float(weight) for name, weight in marks.group(WEIGHTS).items()}


def screen_site(
    answers: Mapping[str, str],
    weights: Mapping[str, float],
    *,
    on: dt.date,
    parameters: Mapping[str, Parameter],
) -> Screening:
    """Screen a site. Raises UserFault for an unknown answer, or when nothing has any weight.

    weights : those that are not the default ones
    """
    marks = _marks(on, parameters)
    changed = marks.replaced({f"{WEIGHTS}.{name}": weight for name, weight in weights.items()})
    if not any(changed.group(WEIGHTS).values()):
        raise UserFault.single(
            "Aucun critère n'a de poids.", expected="au moins un poids au-dessus de zéro"
        )
    return screen(answers, changed)


def answers_of(name: str, *, on: dt.date, parameters: Mapping[str, Parameter]) -> list[str]:
    """Return the answers that the marks know for a criterion."""
    return list(marks_of(_marks(on, parameters), name))


def _marks(on: dt.date, parameters: Mapping[str, Parameter]) -> Parameters:
    return load_profile(FRANCE_2025, parameters, on=on).parameters
