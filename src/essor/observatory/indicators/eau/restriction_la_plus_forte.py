"""Strongest restriction among the communes of a place, from 0 (none) to 4 (crisis)."""

from essor.observatory.indicators.eau.restrictions import ASKED, NIVEAUX, RESSOURCE, rows_of

LEVELS = ", ".join(f"'{one}'" for one in NIVEAUX)
WORST = len(NIVEAUX) - 1


def select() -> str:
    """Give the rank by place, day and resource; an unknown commune may be the worst."""
    return f"""
    {ASKED}, borne AS (
        SELECT niveau, code, ressource, jour, count(*) AS lignes,
               coalesce(max(list_position([{LEVELS}], restriction) - 1), 0)::DOUBLE AS bas,
               CASE WHEN count(*) = count(restriction) THEN bas ELSE {WORST} END AS haut
        FROM complete GROUP BY ALL
    )
    SELECT niveau, code, ressource AS rubrique, jour AS vintage,
           CASE WHEN bas = haut THEN bas END AS value, bas AS low, haut AS high,
           CASE WHEN bas = haut THEN 'connu' ELSE 'intervalle' END AS status,
           lignes AS source_rows FROM borne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return rows_of(RESSOURCE)
