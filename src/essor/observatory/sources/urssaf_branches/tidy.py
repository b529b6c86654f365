"""Private employees by employment zone and branch, one row a year."""

from essor.observatory.workbench import Workbench

YEARS = {2019: "eff_19", 2022: "eff_22", 2023: "eff_23", 2024: "eff_24"}


def tidy(work: Workbench) -> None:
    """Turn one column a year into one row a year; an empty cell is no row, never a zero."""
    work.refuse("effectifs", "code_ze IS NULL OR a38 IS NULL", "zone ou branche absente")
    negative = " OR ".join(f"{column} < 0" for column in YEARS.values())
    work.refuse("effectifs", negative, "effectif négatif")
    work.table(
        "emploi_urssaf",
        " UNION ALL ".join(
            "SELECT code_ze AS code_zone_emploi, a38 AS branche_a38, a5 AS branche_a5, "
            f"lib AS branche, {year} AS annee, {column} AS emploi FROM effectifs "
            f"WHERE {column} IS NOT NULL"
            for year, column in YEARS.items()
        ),
    )
