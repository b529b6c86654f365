"""Communes by level of the zoning « ruralite »."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Count them at every level; a commune whose level is unknown is not counted."""
    rows = "SELECT code_commune_insee, ruralite FROM ruralite_commune"
    return added_by_place(rows, value="1", vintage="'2025'", rubrique="ruralite")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "ruralite_commune": rows_by_place("ruralite_commune", vintage="'2025'", rubrique="ruralite")
    }
