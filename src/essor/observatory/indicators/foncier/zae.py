"""Where the inventories of business parks say enough to give a figure."""

# An inventory is that of one intercommunalité: it speaks for it and for its communes, and for a
# territory only when each of its intercommunalités has one. Above, nothing is complete.
SITES = """
WITH inventoriee AS (
    SELECT DISTINCT siren_epci FROM site_economique
), complet AS (
    SELECT t.code FROM appartenance AS t
    LEFT JOIN appartenance AS e ON e.code_commune_insee = t.code_commune_insee
        AND e.niveau = 'epci'
    WHERE t.niveau = 'territoire' GROUP BY t.code
    HAVING bool_and(coalesce(e.code IN (SELECT siren_epci FROM inventoriee), FALSE))
), place AS (
    SELECT a.niveau, a.code, s.* FROM site_economique AS s
    JOIN appartenance AS a USING (code_commune_insee)
    WHERE a.niveau IN ('commune', 'epci')
       OR (a.niveau = 'territoire' AND a.code IN (SELECT code FROM complet))
)
"""


def sites_of(where: str = "TRUE") -> str:
    """Return the SQL of the parks that a value is made of, read the year of the last one."""
    return (
        f"{SITES} SELECT niveau AS _niveau, code AS _code, '' AS _rubrique, "
        "coalesce(CAST(year(max(lu_on) OVER (PARTITION BY niveau, code)) AS VARCHAR), 'non daté') "
        f"AS _vintage, * EXCLUDE (niveau, code) FROM place WHERE {where}"
    )
