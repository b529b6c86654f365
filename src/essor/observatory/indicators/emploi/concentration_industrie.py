"""How concentrated the industry of a zone is: the Herfindahl index of its branches."""

from essor.observatory.indicators.emploi.industry import INDUSTRIE, known
from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give the sum of the squared shares of the branches in the industry of the zone."""
    return known(
        "SELECT niveau, code, CAST(annee AS VARCHAR) AS vintage, "
        "sum(emploi::DOUBLE * emploi) / nullif(power(sum(emploi), 2), 0) AS herfindahl, "
        "sum(branches) AS lignes FROM ("
        "SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, branche_a38, annee, "
        "sum(emploi) AS emploi, count(*) AS branches FROM emploi_flores "
        f"WHERE branche_a5 = '{INDUSTRIE}' GROUP BY ALL UNION ALL "
        "SELECT 'france', 'FR', branche_a38, annee, sum(emploi), count(*) FROM emploi_flores "
        f"WHERE branche_a5 = '{INDUSTRIE}' GROUP BY ALL) GROUP BY ALL",
        value="herfindahl",
        source_rows="lignes",
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_flores": rows_by_zone("emploi_flores", where=f"branche_a5 = '{INDUSTRIE}'")}
