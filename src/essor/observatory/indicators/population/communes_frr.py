"""Communes of the rural revitalisation zoning, by class and all together."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Count them: a place whose communes are all outside has a true zero."""
    rows = (
        "SELECT code_commune_insee, '' AS rubrique, CAST(is_frr AS INTEGER) AS nombre "
        "FROM frr_commune UNION ALL SELECT code_commune_insee, classement, 1 FROM frr_commune"
    )
    return added_by_place(rows, value="nombre", vintage="'2025-07'", rubrique="rubrique")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "frr_commune": rows_by_place(
            "frr_commune", vintage="'2025-07'", rubrique="classement", also_whole=True
        )
    }
