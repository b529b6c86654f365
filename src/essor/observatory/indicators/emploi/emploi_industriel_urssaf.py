"""Private employees of industry by employment zone, according to Urssaf."""

from essor.observatory.indicators.emploi.industry import INDUSTRIE, industry_by_zone, known
from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give them by zone and year."""
    rows = industry_by_zone("emploi_urssaf")
    return known(rows, value="industrie", source_rows="lignes_industrie")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_urssaf": rows_by_zone("emploi_urssaf", where=f"branche_a5 = '{INDUSTRIE}'")}
