"""Build an evaluation from one reference case: its inputs, and the local carbon stocks.

Everything but carbon is recomputed from `inputs` (site, programme, costs, calendar). Carbon
comes from commune tables that are local data: the case gives its stocks under `derived`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from essor.engines.friches.case import Case
from essor.engines.friches.inputs import Commune
from essor.engines.friches.profiles import Profile
from essor.engines.friches.programmes import default_project
from essor.engines.friches.reference.names import ACTIVITIES, PROGRAMMES
from essor.engines.friches.site_defaults import default_site
from essor.engines.friches.vocabulary import Activity, Programme


def carbon_stocks_t(entry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Carbon of the site and of the project, tonnes of carbon; None when not given."""
    derived = entry.get("derived", {})
    try:
        before = derived["site"]["soilsCarbonStorage_tC"]["total"]
        after = derived["project"]["soilsCarbonStorage_tC"]["total"]
    except KeyError:
        return None
    return float(before), float(after)


def commune_of(inputs: Mapping[str, Any]) -> Commune:
    """Commune facts of a reference case."""
    stats = inputs["cityStats"]
    return Commune(
        code_commune_insee=inputs["communeInsee"],
        population=stats["population"],
        surface_m2=stats["surfaceAreaSquareMeters"],
        prix_median_eur_m2=stats["propertyValueMedianPricePerSquareMeters"],
        is_rurale=inputs["isCityInRuralZone"],
    )


def case_of(entry: Mapping[str, Any], profile: Profile) -> Case:
    """Evaluation of a reference case; raises KeyError or ValueError on an unknown name."""
    inputs = entry["inputs"]
    stocks = carbon_stocks_t(entry)
    commune = commune_of(inputs)
    site = default_site(
        commune,
        activity=Activity(ACTIVITIES[inputs["fricheActivity"]]),
        area_m2=float(inputs["siteSurfaceArea"]),
        p=profile.parameters,
        carbon_stock_t=stocks[0] if stocks else None,
    )
    project = default_project(
        Programme(PROGRAMMES[inputs["template"]]),
        site=site,
        decided_on=date.fromisoformat(inputs["now"]),
        p=profile.parameters,
        rules=profile.rules,
    )
    if stocks:
        project = replace(project, carbon_stock_t=stocks[1])
    return profile.case_of(
        commune=commune, site=site, project=project, years=inputs["evaluationPeriodInYears"]
    )
