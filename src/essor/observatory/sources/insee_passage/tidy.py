"""Where the territory of a former commune is today; a split has several answers."""

from essor.observatory.workbench import Workbench


def tidy(work: Workbench) -> None:
    """Keep communes; a split is marked, so that nobody shares its values silently."""
    work.refuse("passages", "Niveau = 'ARM'", "c'est un arrondissement municipal")
    work.refuse("passages", "coalesce(Niveau, '') <> 'COM'", "ce n'est pas une commune")
    for column in ("Ancien Code Officiel", "Code Courant Officiel"):
        work.refuse(
            "passages",
            f"NOT coalesce(regexp_full_match(\"{column}\", '[0-9][0-9AB][0-9]{{3}}'), FALSE)",
            "un code de commune n'a pas cinq caractères",
        )
    work.refuse("passages", 'TRY_CAST("Année" AS INTEGER) IS NULL', "l'année ne se lit pas")
    work.table(
        "passage_commune",
        'SELECT "Année" AS annee, "Ancien Code Officiel" AS code_ancien, '
        '"Code Courant Officiel" AS code_commune_insee, '
        'count(*) OVER (PARTITION BY "Ancien Code Officiel") > 1 AS is_scission FROM passages',
    )
