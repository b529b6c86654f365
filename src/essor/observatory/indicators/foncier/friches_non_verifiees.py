"""Sites taken from inventories of polluted places, that nobody verified."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import rows_by_place


def select() -> str:
    """Give unverified sites by place."""
    rows = "SELECT code_commune_insee FROM friche WHERE NOT is_verifie"
    return added_by_place(rows, value="1", vintage="'2024-03'")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"friche": rows_by_place("friche", vintage="'2024-03'", where="NOT is_verifie")}
