"""Add up what is known commune by commune, exactly, at every level."""


def added_by_place(rows: str, *, value: str, vintage: str, rubrique: str = "''") -> str:
    """Return the SQL that adds a number of commune rows at each level of `appartenance`.

    rows : SQL with `code_commune_insee` ; value, vintage, rubrique : SQL over its columns
    A place without any row is absent from the answer: it is not a zero.
    """
    return (
        f"SELECT a.niveau, a.code, {rubrique} AS rubrique, {vintage} AS vintage, "
        f"CAST(sum({value}) AS DOUBLE) AS value, CAST(sum({value}) AS DOUBLE) AS low, "
        f"CAST(sum({value}) AS DOUBLE) AS high, 'connu' AS status, count(*) AS source_rows "
        f"FROM ({rows}) AS r JOIN appartenance AS a USING (code_commune_insee) GROUP BY ALL"
    )
