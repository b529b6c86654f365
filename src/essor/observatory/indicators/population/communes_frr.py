"""Communes of the rural revitalisation zoning, by class and all together."""

from essor.observatory.indicators.adding import added_by_place


def select() -> str:
    """Count them: a place whose communes are all outside has a true zero."""
    rows = (
        "SELECT code_commune_insee, '' AS rubrique, CAST(is_frr AS INTEGER) AS nombre "
        "FROM frr_commune UNION ALL SELECT code_commune_insee, classement, 1 FROM frr_commune"
    )
    return added_by_place(rows, value="nombre", vintage="'2025-07'", rubrique="rubrique")
