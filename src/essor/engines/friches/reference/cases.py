"""Build an evaluation from one reference case: its inputs, and the local carbon stocks.

Everything but carbon is recomputed from `inputs` (site, programme, costs, calendar). Carbon
comes from commune tables that are local data: the case gives its stocks under `derived`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any

from essor.engines.friches.case import Case
from essor.engines.friches.inputs import Commune
from essor.engines.friches.profiles import Profile
from essor.engines.friches.programmes import default_project
from essor.engines.friches.reference.names import ACTIVITIES, PROGRAMMES
from essor.engines.friches.site_defaults import default_site
from essor.engines.friches.vocabulary import Activity, Programme

CITY_NUMBERS = (
    "population",
    "surfaceAreaSquareMeters",
    "propertyValueMedianPricePerSquareMeters",
)


def carbon_stocks_t(entry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Carbon of the site and of the project, tonnes of carbon; None when not given."""
    derived = entry.get("derived") or {}
    stocks = [
        ((derived.get(part) or {}).get("soilsCarbonStorage_tC") or {}).get("total")
        for part in ("site", "project")
    ]
    found = [float(stock) for stock in stocks if stock is not None and _is_number(stock)]
    return (found[0], found[1]) if len(found) == len(stocks) else None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def missing_fact(inputs: object) -> str | None:
    """Reason why a case cannot be recomputed: a fact absent or of another kind; else None."""
    if not isinstance(inputs, Mapping):
        return "données du cas absentes"
    stats = inputs.get("cityStats")
    stats = stats if isinstance(stats, Mapping) else {}
    for key in CITY_NUMBERS:
        if not _is_number(stats.get(key)):
            return f"cityStats.{key} absent"
    area = inputs.get("siteSurfaceArea")
    if not (_is_number(area) and float(str(area)) > 0):
        return "siteSurfaceArea absente"
    if not isinstance(inputs.get("isCityInRuralZone"), bool):
        return "isCityInRuralZone absent"
    for key, known in (("fricheActivity", ACTIVITIES), ("template", PROGRAMMES)):
        if inputs.get(key) not in known:
            return f"{key} inconnu\u00a0: {inputs.get(key)}"
    return _missing_dates(inputs)


def _missing_dates(inputs: Mapping[str, Any]) -> str | None:
    try:
        decided_on(inputs)
    except (KeyError, ValueError):
        return "date du cas (now) absente"
    years = inputs.get("evaluationPeriodInYears")
    if years is not None and not _is_number(years):
        return "evaluationPeriodInYears n'est pas un nombre"
    return None


def decided_on(inputs: Mapping[str, Any]) -> date:
    """Day of the decision, from a date or an instant; KeyError or ValueError if there is none."""
    return date.fromisoformat(str(inputs["now"])[:10])


def commune_of(inputs: Mapping[str, Any]) -> Commune:
    """Commune facts of a reference case."""
    stats = inputs["cityStats"]
    return Commune(
        code_commune_insee=str(inputs.get("communeInsee", "")),
        population=stats["population"],
        surface_m2=stats["surfaceAreaSquareMeters"],
        prix_median_eur_m2=stats["propertyValueMedianPricePerSquareMeters"],
        is_rurale=inputs["isCityInRuralZone"],
    )


def case_of(entry: Mapping[str, Any], profile: Profile) -> Case:
    """Evaluation of a reference case; see `missing_fact` for the cases it cannot build."""
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
        decided_on=decided_on(inputs),
        p=profile.parameters,
        rules=profile.rules,
    )
    if stocks:
        project = replace(project, carbon_stock_t=stocks[1])
    return profile.case_of(commune=commune, site=site, project=project, years=_years(inputs))


def _years(inputs: Mapping[str, Any]) -> int | None:
    years = inputs.get("evaluationPeriodInYears")
    return None if years is None else int(years)
