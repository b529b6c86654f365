"""Communes of the employment zones of 2020."""

from essor.observatory.workbench import Workbench


def tidy(work: Workbench) -> None:
    """Keep one row a commune; a commune written twice in the same zone counts once."""
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(codgeo, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(codze2020, '[0-9]{4}'), FALSE)",
        "le code de zone d'emploi n'a pas quatre chiffres",
    )
    work.table(
        "zone_emploi_commune",
        "SELECT DISTINCT codgeo AS code_commune_insee, codze2020 AS code_zone_emploi, "
        "libze2020 AS nom_zone_emploi FROM communes",
    )
