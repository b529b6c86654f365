"""Start a study from a row of an inventory: what it knows, nothing more.

Cartofriches says little (pollution unknown for 92 % of sites): what it does not say is left
out, so that the study takes its defaults and shows them as such.
"""

from typing import Any

from essor.engines.friches.cnig.records import Friche
from essor.engines.friches.vocabulary import Activity

ACTIVITIES: dict[str, Activity] = {
    "friche industrielle": Activity.INDUSTRY,
    "friche agro-industrielle": Activity.INDUSTRY,
    "friche carrière ou mine": Activity.OTHER,
    "friche militaire": Activity.MILITARY,
    "friche ferroviaire": Activity.RAILWAY,
    "friche portuaire": Activity.PORT,
    "friche d'habitat": Activity.BUILDING,
    "friche commerciale": Activity.BUILDING,
    "friche hospitalière": Activity.BUILDING,
    "friche d'équipement public": Activity.BUILDING,
    "friche enseignement": Activity.BUILDING,
    "friche cultuelle": Activity.BUILDING,
    "friche loisir tourisme hôtellerie": Activity.BUILDING,
    "friche logistique": Activity.INDUSTRY,
}
CLEAN = frozenset({"pollution inexistante", "pollution traitée"})


def study_fields(friche: Friche) -> dict[str, Any]:
    """Return the fields of a study that the row answers: commune code and site.

    A site said to be clean has no polluted area; one said to be polluted keeps the default
    area of its activity, since the standard gives none.
    """
    site: dict[str, Any] = {"activite": ACTIVITIES.get(friche["site_type"], Activity.OTHER).value}
    if friche["unite_fonciere_surface"].isdigit():
        site["surface_m2"] = int(friche["unite_fonciere_surface"])
    if friche["sol_pollution_existe"] in CLEAN:
        site["surface_polluee_m2"] = 0
    return {"commune": {"code_commune_insee": friche["comm_insee"]}, "site": site}
