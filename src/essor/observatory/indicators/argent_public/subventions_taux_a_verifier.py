"""Grants above 80 % of the total cost: a risk to check, never an illegality."""

from essor.observatory.indicators.argent_public.attribution import PLACES, as_values, listed


def select() -> str:
    """Count grants to check among those whose cost is known; one without cost may be one."""
    return PLACES + as_values(
        "SELECT niveau, code, exercice, '' AS rubrique, "
        "count(*) FILTER (is_taux_a_verifier) AS bas, "
        "count(*) FILTER (coalesce(is_taux_a_verifier, TRUE)) AS haut, count(*) AS lignes "
        "FROM attribuee GROUP BY niveau, code, exercice"
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"subvention_etat": listed("''")}
