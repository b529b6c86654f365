"""Jobs of industry (sections B to E) by zone, from either source, each kept to itself."""

INDUSTRIE = "BE"


def industry_by_zone(table: str) -> str:
    """Return the SQL of the jobs of a zone each year, and of those in industry.

    table : code_zone_emploi, branche_a5, annee, emploi
    The country is the sum of its zones. A branch that the source does not give is not counted.
    """
    return (
        "SELECT niveau, code, CAST(annee AS VARCHAR) AS vintage, "
        f"CAST(coalesce(sum(emploi) FILTER (branche_a5 = '{INDUSTRIE}'), 0) AS DOUBLE) "
        "AS industrie, CAST(sum(emploi) AS DOUBLE) AS ensemble, "
        f"count(*) FILTER (branche_a5 = '{INDUSTRIE}') AS lignes_industrie, count(*) AS lignes "
        "FROM (SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, branche_a5, annee, emploi "
        f"FROM {table} UNION ALL SELECT 'france', 'FR', branche_a5, annee, emploi FROM {table}) "
        "GROUP BY ALL"
    )


def known(rows: str, *, value: str, source_rows: str, rubrique: str = "''") -> str:
    """Return the SQL of an indicator whose values the source gives as they are."""
    return (
        f"SELECT niveau, code, {rubrique} AS rubrique, vintage, {value} AS value, {value} AS low, "
        f"{value} AS high, 'connu' AS status, {source_rows} AS source_rows FROM ({rows}) "
        f"WHERE {value} IS NOT NULL"
    )
