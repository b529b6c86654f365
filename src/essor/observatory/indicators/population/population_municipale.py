"""Inhabitants: municipal population, added exactly at every level."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Add the communes whose population is published."""
    rows = "SELECT code_commune_insee, habitants FROM commune_population WHERE habitants >= 0"
    return added_by_place(rows, value="habitants", vintage="'2023'")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "commune_population": rows_by_place(
            "commune_population", vintage="'2023'", where="habitants >= 0"
        )
    }
