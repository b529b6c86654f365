"""Share of vacant plots in business parks: vacant over total, the law's wording being inverted."""

from essor.observatory.indicators.foncier.zae import SITES, sites_of


def select() -> str:
    """Give the share where plots are counted; a park without its counts leaves bounds."""
    return (
        SITES
        + """, compte AS (
    SELECT niveau, code, max(lu_on) AS lu_on, count(*) AS sites,
           sum(unites_foncieres) AS total, sum(coalesce(unites_vacantes, 0)) AS bas,
           sum(coalesce(unites_vacantes, unites_foncieres)) AS haut
    FROM place WHERE unites_foncieres > 0 GROUP BY niveau, code
)
SELECT niveau, code, '' AS rubrique, coalesce(CAST(year(lu_on) AS VARCHAR), 'non daté') AS vintage,
       CASE WHEN bas = haut THEN 100.0 * bas / total END AS value,
       100.0 * bas / total AS low, 100.0 * haut / total AS high,
       CASE WHEN bas = haut THEN 'connu' ELSE 'intervalle' END AS status,
       sites AS source_rows FROM compte
"""
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"site_economique": sites_of("unites_foncieres > 0")}
