"""Verified ETS emissions: an interval where a postcode straddles the place."""


def select() -> str:
    """Give tonnes by place and year: surely inside, and possibly inside."""
    return """
    WITH possible AS (
        SELECT c.identifiant, a.niveau, a.code, count(*) AS dedans
        FROM commune_possible_ets AS c JOIN appartenance AS a USING (code_commune_insee)
        GROUP BY ALL
    ), nombre AS (
        SELECT identifiant, count(*) AS communes FROM commune_possible_ets GROUP BY identifiant
    ), place AS (
        SELECT p.niveau, p.code, e.annee, count(*) AS lignes,
               count(*) FILTER (p.dedans = n.communes) AS surs,
               coalesce(sum(e.emission_t) FILTER (p.dedans = n.communes), 0) AS bas,
               sum(e.emission_t) AS haut
        FROM emission_ets AS e JOIN nombre AS n USING (identifiant)
        JOIN possible AS p USING (identifiant) GROUP BY ALL
    )
    SELECT niveau, code, '' AS rubrique, CAST(annee AS VARCHAR) AS vintage,
           CASE WHEN bas = haut THEN bas END AS value, bas AS low, haut AS high,
           CASE WHEN bas = haut THEN 'connu' ELSE 'intervalle' END AS status,
           lignes AS source_rows FROM place WHERE niveau <> 'commune' OR surs > 0
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "emission_ets": (
            "SELECT DISTINCT a.niveau AS _niveau, a.code AS _code, '' AS _rubrique, "
            "CAST(e.annee AS VARCHAR) AS _vintage, e.* FROM emission_ets AS e "
            "JOIN commune_possible_ets AS c USING (identifiant) "
            "JOIN appartenance AS a USING (code_commune_insee)"
        )
    }
