"""Pace of land consumption since 2021 against the ten years before, settled years only."""

from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Give the mean year since 2021 as a share of the mean year of 2011-2020."""
    return """
    WITH place AS (
        SELECT a.niveau, a.code, c.annee, sum(c.consommation_m2) AS m2, count(*) AS lignes
        FROM consommation_espace AS c JOIN appartenance AS a USING (code_commune_insee)
        WHERE NOT c.is_provisoire GROUP BY ALL
    ), rythme AS (
        SELECT niveau, code, max(annee) AS derniere, sum(lignes) AS lignes,
               avg(m2) FILTER (annee BETWEEN 2011 AND 2020) AS avant,
               avg(m2) FILTER (annee >= 2021) AS depuis
        FROM place GROUP BY niveau, code
    )
    SELECT niveau, code, '' AS rubrique, '2021-' || derniere AS vintage,
           100 * depuis / avant AS value, 100 * depuis / avant AS low, 100 * depuis / avant AS high,
           'connu' AS status, lignes AS source_rows
    FROM rythme WHERE avant > 0 AND depuis IS NOT NULL
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    settled = rows_by_place("consommation_espace", vintage="''", where="NOT is_provisoire")
    return {
        "consommation_espace": (
            "SELECT * REPLACE ('2021-' || max(annee) OVER (PARTITION BY _niveau, _code) "
            f"AS _vintage) FROM ({settled})"
        )
    }
