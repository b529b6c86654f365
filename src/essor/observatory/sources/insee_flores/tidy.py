"""Salaried jobs by employment zone and branch, one row a year."""

from essor.observatory.workbench import Workbench


def tidy(work: Workbench) -> None:
    """Turn one column a year into one row a year; an empty cell is no row, never a zero."""
    work.refuse("emplois", "code_ze IS NULL OR a38 IS NULL", "zone ou branche absente")
    work.refuse("emplois", "eff_22 < 0 OR eff_23 < 0", "effectif négatif")
    years = " UNION ALL ".join(
        f"SELECT code_ze AS code_zone_emploi, a38 AS branche_a38, a5 AS branche_a5, "
        f"lib AS branche, {year} AS annee, {column} AS emploi FROM emplois "
        f"WHERE {column} IS NOT NULL"
        for year, column in ((2022, "eff_22"), (2023, "eff_23"))
    )
    work.table("emploi_flores", years)
