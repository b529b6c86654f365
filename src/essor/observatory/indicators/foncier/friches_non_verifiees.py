"""Sites taken from inventories of polluted places, that nobody verified."""

from essor.observatory.indicators.adding import added_by_place


def select() -> str:
    """Give unverified sites by place."""
    rows = "SELECT code_commune_insee FROM friche WHERE NOT is_verifie"
    return added_by_place(rows, value="1", vintage="'2024-03'")
