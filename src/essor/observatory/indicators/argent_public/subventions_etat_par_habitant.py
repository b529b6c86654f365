"""DETR and DSIL per inhabitant: only where the population of every commune is known."""

from essor.observatory.indicators.argent_public.attribution import PLACES, as_values, listed


def select() -> str:
    """Divide the euros of the place by its inhabitants."""
    return (
        PLACES.rstrip()
        + """, habitants AS (
    SELECT niveau, code, sum(habitants) AS n
    FROM appartenance LEFT JOIN population USING (code_commune_insee)
    GROUP BY niveau, code HAVING count(*) = count(habitants) AND sum(habitants) > 0
)
"""
        + as_values(
            "SELECT niveau, code, exercice, '' AS rubrique, bas / n AS bas, haut / n AS haut, "
            "lignes "
            "FROM totale JOIN habitants USING (niveau, code)"
        )
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"subvention_etat": listed("''")}
