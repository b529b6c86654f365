"""Share of the active establishments of industry of which no size is known."""

from essor.observatory.indicators.entreprises.register import (
    ACTIVE,
    INDUSTRY,
    MONTH,
    UNKNOWN_BAND,
    added,
    count_of,
    listed,
    rows_of,
)

UNSIZED = f"{INDUSTRY} AND tranche_effectif = '{UNKNOWN_BAND}'"


def select() -> str:
    """Give the share by place; nothing where there is no industry."""
    rows = added(ACTIVE, {"n": count_of(UNSIZED), "tous": count_of(), "lignes": rows_of()})
    share = "100.0 * n / tous"
    return (
        f"SELECT niveau, code, '' AS rubrique, {MONTH} AS vintage, {share} AS value, "
        f"{share} AS low, {share} AS high, 'connu' AS status, lignes AS source_rows "
        f"FROM ({rows}) WHERE tous > 0"
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed()
