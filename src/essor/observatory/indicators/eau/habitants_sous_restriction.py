"""Share of the inhabitants under each level of restriction, resource by resource."""

from essor.observatory.indicators.eau.restrictions import ASKED, NIVEAUX, RESSOURCE, rows_of

_LEVELS = ", ".join(f"('{code}', '{label}')" for code, label in NIVEAUX.items())
LEVELS = f"(VALUES {_LEVELS}) AS n(code, label)"


def select() -> str:
    """Give the share by place, day, resource and level; what is unknown may be in any level."""
    return f"""
    {ASKED}, part AS (
        SELECT c.niveau, c.code, c.ressource || ', ' || n.label AS rubrique, c.jour,
               count(*) AS lignes, sum(p.habitants) AS tous,
               coalesce(sum(p.habitants) FILTER (c.restriction = n.code), 0) AS surs,
               coalesce(sum(p.habitants) FILTER (c.restriction IS NULL), 0) AS perdus
        FROM complete AS c JOIN population AS p USING (code_commune_insee)
        CROSS JOIN {LEVELS} GROUP BY ALL
        HAVING count(*) = count(p.habitants) AND sum(p.habitants) > 0
    )
    SELECT niveau, code, rubrique, jour AS vintage,
           CASE WHEN perdus = 0 THEN 100.0 * surs / tous END AS value,
           100.0 * surs / tous AS low, 100.0 * (surs + perdus) / tous AS high,
           CASE WHEN perdus = 0 THEN 'connu' ELSE 'intervalle' END AS status,
           lignes AS source_rows FROM part
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return rows_of(f"{RESSOURCE} || ', ' || n.label", f"CROSS JOIN {LEVELS}")
