"""How much the largest establishment weighs among the jobs of industry: bounds, never a fact.

With L the jobs of one establishment of the highest band [m, M], n establishments in that band and
R the jobs of the others, the share is lowest when all those of the band have m and the others all
they may, highest when one has M, the others of the band m, and the rest as little as they may.
"""

from essor.observatory.indicators.entreprises.emploi_industriel_sirene import SIZED
from essor.observatory.indicators.entreprises.register import (
    ACTIVE,
    INDUSTRY,
    MONTH,
    bands,
    listed,
)

FEWEST = 3  # establishments that employ, below which nothing is shown: one would be told of


def select() -> str:
    """Give the bounds by place; hidden where fewer than three employ."""
    return f"""
    WITH tranche AS (
        SELECT a.niveau, a.code, rang, au_moins, au_plus, CAST(sum(n) AS BIGINT) AS n,
               CAST(sum(lignes) AS BIGINT) AS lignes
        FROM (
            SELECT code_commune_insee, tranche_effectif, sum(nombre) AS n, count(*) AS lignes
            FROM {ACTIVE} WHERE {INDUSTRY} GROUP BY ALL
        ) JOIN {bands()} USING (tranche_effectif)
        JOIN appartenance AS a USING (code_commune_insee) GROUP BY ALL
    ), lieu_mesure AS (
        SELECT niveau, code, sum(n) FILTER (au_moins > 0) AS tous, sum(lignes) AS lignes,
               arg_max(n, rang) AS n, arg_max(au_moins, rang) AS m, max_by(au_plus, rang) AS haut,
               sum(n * au_moins) AS bas_tous, sum(n * coalesce(au_plus, au_moins)) AS haut_tous,
               bool_or(au_plus IS NULL) AS sans_borne
        FROM tranche GROUP BY ALL
    ), borne AS (
        SELECT *, bas_tous - n * m AS bas_autres,
               haut_tous - n * coalesce(haut, m) AS haut_autres
        FROM lieu_mesure WHERE m > 0
    )
    SELECT niveau, code, '' AS rubrique, {MONTH} AS vintage, CAST(NULL AS DOUBLE) AS value,
           CASE WHEN tous >= {FEWEST} THEN 100.0 * m / (n * m + haut_autres) END AS low,
           CASE WHEN tous < {FEWEST} THEN NULL WHEN sans_borne THEN 100.0
                ELSE 100.0 * haut / (haut + (n - 1) * m + bas_autres) END AS high,
           CASE WHEN tous >= {FEWEST} THEN 'intervalle' ELSE 'secret' END AS status,
           CAST(lignes AS BIGINT) AS source_rows
    FROM borne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed(SIZED)
