"""All jobs at the workplace, salaried or not, by employment zone."""

from essor.observatory.indicators.emploi.industry import known
from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give them by zone and year, and their sum over the zones."""
    return known(
        "SELECT niveau, code, CAST(annee AS VARCHAR) AS vintage, "
        "CAST(sum(emploi) AS DOUBLE) AS emploi, count(*) AS lignes FROM ("
        "SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, annee, emploi "
        "FROM emploi_lieu_travail UNION ALL "
        "SELECT 'france', 'FR', annee, emploi FROM emploi_lieu_travail) GROUP BY ALL",
        value="emploi",
        source_rows="lignes",
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_lieu_travail": rows_by_zone("emploi_lieu_travail")}
