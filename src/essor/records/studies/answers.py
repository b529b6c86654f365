"""Five answers are enough for a first range; everything else is a default that is said."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.engines.friches.vocabulary import Activity, Programme, Structure
from essor.foundations.errors import UserFault
from essor.references.communes_locales.lookup import commune_locale
from essor.references.parameter import Parameter

PRICE = "etudes/prix_median_logement_eur_m2"
PRICE_PATH = "commune.prix_median_eur_m2"
M2_PER_HECTARE = 10_000

ACTIVITIES = {
    Activity.INDUSTRY: "Friche industrielle",
    Activity.BUILDING: "Bâtiment vacant (bureaux, logements, équipement)",
    Activity.RAILWAY: "Friche ferroviaire",
    Activity.MILITARY: "Friche militaire",
    Activity.PORT: "Friche portuaire",
    Activity.TIP: "Ancienne décharge ou carrière",
    Activity.AGRICULTURE: "Friche agricole",
    Activity.OTHER: "Autre friche",
}
PROGRAMMES = {
    Programme.INDUSTRY: "Activité industrielle",
    Programme.OFFICES: "Bureaux",
    Programme.NEW_URBAN_CENTRE: "Nouveau quartier (logements, commerces, services)",
    Programme.HOUSING_NORMAL: "Logements, marché détendu",
    Programme.HOUSING_TENSE: "Logements, marché tendu",
    Programme.PUBLIC_FACILITIES: "Équipements publics",
    Programme.TOURISM_AND_CULTURE: "Tourisme et culture",
    Programme.RENATURATION: "Parc ou renaturation",
    Programme.SOLAR_PLANT: "Centrale photovoltaïque",
}
STRUCTURES = {
    Structure.EPCI: "Intercommunalité (ou son aménageur)",
    Structure.MUNICIPALITY: "Commune",
    Structure.DEPARTMENT: "Département",
    Structure.REGION: "Région (ou établissement public foncier)",
    Structure.STATE: "État",
    Structure.COMPANY: "Entreprise",
    Structure.PRIVATE: "Particulier",
    Structure.UNKNOWN: "Pas encore connu",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Where and how large, what it was, what it becomes, who carries it, when."""

    code_commune_insee: str
    surface_ha: float
    activite: str
    programme: str
    porteur: str
    decide_le: dt.date


def inputs_of(answers: Answers, *, parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """Write the five answers as the engine reads them. Raises UserFault for an unknown commune."""
    commune, laws = commune_facts(answers.code_commune_insee, parameters=parameters)
    inputs: dict[str, Any] = {
        "commune": commune,
        "zones": [
            {
                "nom": "Site",
                "site": {
                    "activite": answers.activite,
                    "surface_m2": answers.surface_ha * M2_PER_HECTARE,
                },
                "projet": {
                    "programme": answers.programme,
                    "porteur": answers.porteur,
                    "decide_le": answers.decide_le.isoformat(),
                },
            }
        ],
    }
    return inputs | ({"incertitudes": laws} if laws else {})


def commune_facts(
    code: str, *, parameters: Mapping[str, Parameter]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facts of a commune, and the law of its price when it publishes none."""
    found = commune_locale(code)
    if found is None:
        raise UserFault.single(
            "Essor ne connaît ni la superficie ni la population de cette commune.",
            value=code,
            expected="une commune de France au code INSEE de 2024",
            field="commune",
            code="commune",
        )
    price, laws = found.prix_median_eur_m2, {}
    if price is None:
        value = parameters[PRICE].values[-1]
        price = float(value.value or 0)
        laws[PRICE_PATH] = {
            "loi": "triangulaire",
            "bas": float(value.low or 0),
            "mode": price,
            "haut": float(value.high or 0),
        }
    facts = {
        "code_commune_insee": code,
        "is_rurale": bool(found.is_frr),
        "population": found.population,
        "surface_m2": found.surface_m2,
        "prix_median_eur_m2": price,
    }
    return facts, laws
