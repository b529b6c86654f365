"""Private employees of industry by employment zone, according to Urssaf."""

from essor.observatory.indicators.emploi.industry import industry_by_zone, known


def select() -> str:
    """Give them by zone and year."""
    rows = industry_by_zone("emploi_urssaf")
    return known(rows, value="industrie", source_rows="lignes_industrie")
