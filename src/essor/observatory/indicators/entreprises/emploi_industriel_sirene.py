"""Jobs of industry that size bands allow: bounds, and the sum of the geometric middles."""

from essor.observatory.indicators.entreprises.register import (
    ACTIVE,
    INDUSTRY,
    MONTH,
    UNKNOWN_BAND,
    bands,
    listed,
)

SIZED = f"{INDUSTRY} AND tranche_effectif <> '{UNKNOWN_BAND}'"


def select() -> str:
    """Give them by place; the upper bound is unknown where a band has none."""
    return f"""
    SELECT a.niveau, a.code, '' AS rubrique, {MONTH} AS vintage, sum(milieu) AS value,
           CAST(sum(bas) AS DOUBLE) AS low,
           CASE WHEN bool_or(sans_borne) THEN NULL ELSE CAST(sum(haut) AS DOUBLE) END AS high,
           'connu' AS status, CAST(sum(lignes) AS BIGINT) AS source_rows
    FROM (
        SELECT code_commune_insee, sum(nombre * milieu) AS milieu, sum(nombre * au_moins) AS bas,
               sum(nombre * au_plus) AS haut, bool_or(au_plus IS NULL) AS sans_borne,
               count(*) AS lignes
        FROM {ACTIVE} JOIN {bands()} USING (tranche_effectif) WHERE {INDUSTRY} GROUP BY ALL
    ) JOIN appartenance AS a USING (code_commune_insee) GROUP BY ALL
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed(SIZED)
