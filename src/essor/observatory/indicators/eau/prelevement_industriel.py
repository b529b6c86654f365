"""Water withdrawn by industry, added from the structures of the place."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import ALL_YEARS, rows_by_place


def select() -> str:
    """Give cubic metres by place and year."""
    rows = (
        "SELECT code_commune_insee, annee, volume_m3 FROM prelevement_eau WHERE code_usage = 'IND'"
    )
    return added_by_place(rows, value="volume_m3", vintage="CAST(annee AS VARCHAR)")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "prelevement_eau": rows_by_place(
            "prelevement_eau", vintage=ALL_YEARS, where="code_usage = 'IND'"
        )
    }
