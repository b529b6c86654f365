"""Share of the inhabitants who live in a commune of the rural revitalisation zoning."""

from essor.observatory.indicators.listing import rows_by_place

PARTIELLEMENT = "partiellement"


def select() -> str:
    """Give the share by place; a commune classed in part makes it an interval."""
    return f"""
    WITH commune AS (
        SELECT code_commune_insee, habitants, is_frr,
               is_frr AND classement LIKE '%{PARTIELLEMENT}' AS est_partielle
        FROM frr_commune JOIN commune_population USING (code_commune_insee)
        WHERE habitants IS NOT NULL
    ), borne AS (
        SELECT a.niveau, a.code, bool_or(est_partielle) AS est_incertain, 2 * count(*) AS lignes,
               100.0 * coalesce(sum(habitants) FILTER (is_frr AND NOT est_partielle), 0)
                   / sum(habitants) AS bas,
               100.0 * coalesce(sum(habitants) FILTER (is_frr), 0) / sum(habitants) AS haut
        FROM commune JOIN appartenance AS a USING (code_commune_insee)
        GROUP BY a.niveau, a.code HAVING sum(habitants) > 0
    )
    SELECT niveau, code, '' AS rubrique, '2025-07' AS vintage,
           CASE WHEN NOT est_incertain THEN bas END AS value, bas AS low, haut AS high,
           CASE WHEN est_incertain THEN 'intervalle' ELSE 'connu' END AS status,
           lignes AS source_rows FROM borne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "frr_commune": rows_by_place(
            "(SELECT f.* FROM frr_commune AS f JOIN commune_population AS p "
            "USING (code_commune_insee) WHERE p.habitants IS NOT NULL)",
            vintage="'2025-07'",
        ),
        "commune_population": rows_by_place(
            "(SELECT p.* FROM frr_commune AS f JOIN commune_population AS p "
            "USING (code_commune_insee) WHERE p.habitants IS NOT NULL)",
            vintage="'2025-07'",
        ),
    }
