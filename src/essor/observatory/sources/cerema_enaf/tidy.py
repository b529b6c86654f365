"""Natural, farm and forest land consumed, by commune and year; the last year is provisional."""

from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

YEARS = range(2011, 2025)
TOTAL = "naf11art25"
ROUNDING_M2 = 1.0


def tidy(work: Workbench) -> None:
    """Keep communes whose fourteen years add up to the producer's total."""
    work.refuse(
        "consommation",
        "NOT coalesce(regexp_full_match(idcom, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    columns = [one(year) for year in YEARS for one in (_flux, _activite)]
    work.refuse(
        "consommation",
        " OR ".join(f"coalesce({number(column)}, -1) < 0" for column in columns),
        "une surface n'est pas un nombre positif ou nul",
    )
    added = " + ".join(number(_flux(year)) for year in YEARS)
    work.refuse(
        "consommation",
        f"coalesce(abs({added} - {number(TOTAL)}) > {ROUNDING_M2}, TRUE)",
        "les années ne font pas le total de la période",
    )
    work.refuse(
        "consommation",
        " OR ".join(
            f"{number(_activite(year))} > {number(_flux(year))} + {ROUNDING_M2}" for year in YEARS
        ),
        "plus d'espace consommé pour l'activité que d'espace consommé",
    )
    rows = " UNION ALL ".join(
        f"SELECT idcom AS code_commune_insee, {year} AS annee, "
        f"{number(_flux(year))} AS consommation_m2, {number(_activite(year))} AS activite_m2, "
        f"{year == YEARS[-1]} AS is_provisoire FROM consommation"
        for year in YEARS
    )
    work.table("consommation_espace", rows)


def _flux(year: int) -> str:
    return f"naf{year % 100}art{year % 100 + 1}"


def _activite(year: int) -> str:
    return f"art{year % 100}act{year % 100 + 1}"
