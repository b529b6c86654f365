"""All jobs, salaried or not, by employment zone since 1998."""

from essor.observatory.workbench import Workbench

# The fourteen zones that span two regions are 0051 to 0064; each part has its region's code.
PART = "substr(code_ze, 1, 2) <> '00' AND substr(code_ze, 3, 2) BETWEEN '51' AND '64'"


def tidy(work: Workbench) -> None:
    """Keep whole zones and their total."""
    work.refuse(
        "series",
        "NOT coalesce(regexp_full_match(code_ze, '[0-9]{4}'), FALSE)",
        "le code de zone d'emploi n'a pas quatre chiffres",
    )
    work.refuse("series", PART, "c'est la partie régionale d'une zone interrégionale")
    work.refuse("series", "coalesce(na5, '') <> 'T'", "ce n'est pas le total des secteurs")
    work.refuse(
        "series",
        "coalesce(TRY_CAST(eff AS BIGINT), -1) < 0",
        "le nombre d'emplois n'est pas un nombre entier",
    )
    work.table(
        "emploi_lieu_travail",
        "SELECT code_ze AS code_zone_emploi, year AS annee, eff AS emploi FROM series",
    )
