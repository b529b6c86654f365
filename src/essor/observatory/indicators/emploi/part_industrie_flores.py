"""Share of industry among salaried jobs, public ones included, according to Insee (Flores)."""

from essor.observatory.indicators.emploi.industry import industry_by_zone, known
from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give it by zone and year."""
    rows = industry_by_zone("emploi_flores")
    return known(rows, value="100 * industrie / nullif(ensemble, 0)", source_rows="lignes")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_flores": rows_by_zone("emploi_flores")}
