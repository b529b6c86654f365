"""Salaried jobs of industry by employment zone, according to Insee (Flores)."""

from essor.observatory.indicators.emploi.industry import INDUSTRIE, industry_by_zone, known
from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give them by zone and year."""
    rows = industry_by_zone("emploi_flores")
    return known(rows, value="industrie", source_rows="lignes_industrie")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_flores": rows_by_zone("emploi_flores", where=f"branche_a5 = '{INDUSTRIE}'")}
