"""Communes of today and their inhabitants; former communes and districts are set apart."""

from essor.observatory.sql import is_written
from essor.observatory.workbench import Workbench

ACTUELLE = "commune-actuelle"


def tidy(work: Workbench) -> None:
    """Keep one row for each commune of today; an absent population stays unknown."""
    work.refuse(
        "communes",
        f"coalesce(type, '') <> '{ACTUELLE}'",
        "ce n'est pas une commune actuelle (déléguée, associée ou arrondissement)",
    )
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(code, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "communes",
        f"{is_written('population')} AND coalesce(TRY_CAST(population AS BIGINT), -1) < 0",
        "la population n'est pas un nombre entier",
    )
    work.table(
        "commune_population",
        "SELECT code AS code_commune_insee, nom, departement AS code_departement, "
        "region AS code_region, TRY_CAST(population AS BIGINT) AS habitants FROM communes",
    )
