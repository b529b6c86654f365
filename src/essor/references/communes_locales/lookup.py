"""Facts of one commune, read from the file of its département when asked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

M2_PER_HECTARE = 10_000
OVERSEAS = "97"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneLocale:
    """What is published of a commune; None where the source says nothing.

    prix_median_eur_m2 : median price of the dwellings sold from 2020 to 2024
    ventes : number of sales behind that price
    is_frr : classed France Ruralités Revitalisation on 10 July 2025
    """

    code_commune_insee: str
    population: int
    surface_m2: float
    prix_median_eur_m2: float | None
    ventes: int | None
    is_frr: bool | None


def commune_locale(code_commune_insee: str) -> CommuneLocale | None:
    """Return the facts of a commune, None when the source does not know it."""
    size = 3 if code_commune_insee.startswith(OVERSEAS) else 2
    return _departement(code_commune_insee[:size]).get(code_commune_insee)


@cache
def _departement(code: str) -> Mapping[str, CommuneLocale]:
    source = files("essor.references.communes_locales") / "facts" / f"{code}.csv"
    if not code.isalnum() or not source.is_file():
        return {}
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["code_commune_insee"]: _commune(row) for row in rows}


def _commune(row: Mapping[str, str]) -> CommuneLocale:
    return CommuneLocale(
        code_commune_insee=row["code_commune_insee"],
        population=int(row["population"]),
        surface_m2=float(row["surface_ha"]) * M2_PER_HECTARE,
        prix_median_eur_m2=float(row["prix_median_eur_m2"]) if row["prix_median_eur_m2"] else None,
        ventes=int(row["ventes"]) if row["ventes"] else None,
        is_frr=row["is_frr"] == "1" if row["is_frr"] else None,
    )
