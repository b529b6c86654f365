"""Brownfields whose listing was verified, by status."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Give verified sites by place and status, and all together."""
    rows = (
        "SELECT code_commune_insee, statut, lu_on FROM friche WHERE is_verifie "
        "UNION ALL SELECT code_commune_insee, '', lu_on FROM friche WHERE is_verifie"
    )
    return added_by_place(rows, value="1", vintage="'2024-03'", rubrique="statut")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "friche": rows_by_place(
            "friche", vintage="'2024-03'", rubrique="statut", where="is_verifie", also_whole=True
        )
    }
