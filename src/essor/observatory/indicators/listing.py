"""Which rows of the tidy tables a value is made of, so that anyone may check it.

An indicator may offer `rows()`: table -> SQL of its rows with `_niveau, _code, _rubrique, _vintage`
of the value that each one enters. A row that enters several values is given once for each.
"""

ALL_YEARS = "CAST(r.annee AS VARCHAR)"


def rows_by_place(
    table: str, *, vintage: str, rubrique: str = "''", where: str = "TRUE", also_whole: bool = False
) -> str:
    """Return the SQL of the rows of a table of communes, at every level of `appartenance`.

    vintage, rubrique, where : SQL over the row `r`
    also_whole : each row enters the value without breakdown too
    """

    def listed(heading: str) -> str:
        return (
            f"SELECT a.niveau AS _niveau, a.code AS _code, {heading} AS _rubrique, "
            f"{vintage} AS _vintage, r.* FROM {table} AS r "
            f"JOIN appartenance AS a ON a.code_commune_insee = r.code_commune_insee WHERE {where}"
        )

    return f"{listed(rubrique)} UNION ALL {listed(repr(''))}" if also_whole else listed(rubrique)


def rows_by_zone(
    table: str, *, vintage: str = ALL_YEARS, rubrique: str = "''", where: str = "TRUE"
) -> str:
    """Return the SQL of the rows of a table of employment zones: of each zone, of the country."""
    listed = f"{rubrique} AS _rubrique, {vintage} AS _vintage, r.* FROM {table} AS r WHERE {where}"
    return (
        f"SELECT 'zone_emploi' AS _niveau, r.code_zone_emploi AS _code, {listed} "
        f"UNION ALL SELECT 'france', 'FR', {listed}"
    )
