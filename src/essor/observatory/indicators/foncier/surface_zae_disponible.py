"""Land to sell in business parks, where every park says how much."""

from essor.observatory.indicators.foncier.zae import SITES, sites_of


def select() -> str:
    """Give hectares for sale; a place with a park that does not say has only a lower bound."""
    return (
        SITES
        + """, compte AS (
    SELECT niveau, code, max(lu_on) AS lu_on, count(*) AS sites,
           sum(surface_disponible_m2) / 10000 AS bas,
           sum(coalesce(surface_disponible_m2, surface_m2)) / 10000 AS haut
    FROM place GROUP BY niveau, code
    HAVING count(*) = count(coalesce(surface_disponible_m2, surface_m2))
)
SELECT niveau, code, '' AS rubrique, coalesce(CAST(year(lu_on) AS VARCHAR), 'non daté') AS vintage,
       CASE WHEN coalesce(bas, 0) = haut THEN haut END AS value, coalesce(bas, 0) AS low,
       greatest(haut, coalesce(bas, 0)) AS high,
       CASE WHEN coalesce(bas, 0) = haut THEN 'connu' ELSE 'intervalle' END AS status,
       sites AS source_rows FROM compte
"""
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"site_economique": sites_of()}
