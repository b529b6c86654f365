"""Hiring intentions: a star is a secret, kept as unknown."""

from essor.observatory.workbench import Workbench

SECRET = "*"
MEASURES = {"met": "projets", "xmet": "projets_difficiles", "smet": "projets_saisonniers"}


def tidy(work: Workbench) -> None:
    """Keep a row for each trade and basin; a cell is a whole number, a star or an error."""
    for column in MEASURES:
        work.refuse(
            "projets",
            f"coalesce({column}, '') <> '{SECRET}' AND (TRY_CAST({column} AS BIGINT) IS NULL "
            f"OR TRY_CAST({column} AS BIGINT) < 0)",
            f"« {column} » n'est ni un nombre entier ni le secret « {SECRET} »",
        )
    work.refuse(
        "projets",
        "TRY_CAST(xmet AS BIGINT) > TRY_CAST(met AS BIGINT)",
        "plus de projets difficiles que de projets",
    )
    measures = ", ".join(
        f"TRY_CAST({theirs} AS BIGINT) AS {ours}" for theirs, ours in MEASURES.items()
    )
    work.table(
        "projet_recrutement",
        "SELECT annee, BE24 AS code_bassin, Dept AS code_departement, "
        '"Code métier BMO" AS metier_fap, '
        f'"Nom métier BMO" AS metier, Famille_met AS famille, {measures} FROM projets',
    )
    work.table(
        "bassin_commune",
        'SELECT code_commune_insee, "code_bassin_BMO" AS code_bassin, '
        '"lib_bassin_BMO" AS nom_bassin FROM bassins',
    )
