"""Active establishments of industry that employ; those of which it is not known give bounds."""

from essor.observatory.indicators.entreprises.register import (
    ACTIVE,
    INDUSTRY,
    MONTH,
    added,
    count_of,
    listed,
    rows_of,
)

EMPLOYER = f"{INDUSTRY} AND caractere_employeur = 'O'"
UNTOLD = f"{INDUSTRY} AND caractere_employeur = ''"


def select() -> str:
    """Count them by place: from those who say so to those who do not say no."""
    rows = added(
        ACTIVE, {"n": count_of(EMPLOYER), "inconnus": count_of(UNTOLD), "lignes": rows_of()}
    )
    return (
        f"SELECT niveau, code, '' AS rubrique, {MONTH} AS vintage, "
        "CASE WHEN inconnus = 0 THEN CAST(n AS DOUBLE) END AS value, CAST(n AS DOUBLE) AS low, "
        "CAST(n + inconnus AS DOUBLE) AS high, "
        "CASE WHEN inconnus = 0 THEN 'connu' ELSE 'intervalle' END AS status, "
        f"lignes AS source_rows FROM ({rows})"
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed()
