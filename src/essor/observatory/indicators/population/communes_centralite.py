"""Communes by level of the zoning « centralite »."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Count them at every level; a commune whose level is unknown is not counted."""
    rows = "SELECT code_commune_insee, centralite FROM centralite_commune"
    return added_by_place(rows, value="1", vintage="'2025'", rubrique="centralite")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "centralite_commune": rows_by_place(
            "centralite_commune", vintage="'2025'", rubrique="centralite"
        )
    }
