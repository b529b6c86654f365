"""Studies for the tests of the engine."""

import copy

from essor.engines.friches.reading import read_study

CLERMONT = {
    "code_commune_insee": "63113",
    "population": 147751,
    "surface_m2": 43114600,
    "prix_median_eur_m2": 2241,
}
PROGRAMMES = (
    "renaturation",
    "equipements_publics",
    "bureaux",
    "tourisme_et_culture",
    "industrie",
    "logement_zone_detendue",
    "logement_zone_tendue",
    "centralite_urbaine",
    "centrale_photovoltaique",
)


def document(programme="centralite_urbaine", activity="industrielle", area=50_000, **extra):
    return copy.deepcopy(
        {
            "commune": CLERMONT,
            "site": {"activite": activity, "surface_m2": area} | extra.pop("site", {}),
            "projet": {"programme": programme, "decide_le": "2026-01-01"} | extra.pop("projet", {}),
        }
        | extra
    )


def study(profile, *args, **extra):
    return read_study(document(*args, **extra), parameters=profile.parameters)
