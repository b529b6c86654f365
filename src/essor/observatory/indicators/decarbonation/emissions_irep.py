"""Declared CO2 by origin, with and without the site that drives the total."""

# The register's total overlaps the two others: three separate headings, never added up.
POLLUANTS = {
    "total": "Dioxyde de carbone (CO2) total (d''origine biomasse et non biomasse)",
    "hors biomasse": "Dioxyde de carbone (CO2) d''origine non biomasse",
    "biomasse": "Dioxyde de carbone (CO2) d''origine biomasse",
}


def select() -> str:
    """Give tonnes by place and origin; without the biggest site only where others declare."""
    cases = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for ours, theirs in POLLUANTS.items())
    return f"""
    WITH lieu_origine AS (
        SELECT a.niveau, a.code, CASE e.polluant {cases} END AS origine, e.annee,
               sum(e.quantite_t) AS total, max(e.quantite_t) AS premier, count(*) AS sites
        FROM emission_irep AS e JOIN appartenance AS a USING (code_commune_insee)
        WHERE e.milieu = 'Air' AND e.quantite_t IS NOT NULL GROUP BY ALL
    ), ligne AS (
        SELECT niveau, code, annee, origine AS rubrique, total AS t, sites FROM lieu_origine
        WHERE origine IS NOT NULL UNION ALL
        SELECT niveau, code, annee, origine || ', sans le premier émetteur', total - premier,
               sites - 1 FROM lieu_origine WHERE origine IS NOT NULL AND sites > 1
    )
    SELECT niveau, code, rubrique, CAST(annee AS VARCHAR) AS vintage, t AS value, t AS low,
           t AS high, 'connu' AS status, sites AS source_rows FROM ligne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    cases = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for ours, theirs in POLLUANTS.items())
    listed = f"""
    SELECT a.niveau AS _niveau, a.code AS _code, CASE e.polluant {cases} END AS _origine,
           CAST(e.annee AS VARCHAR) AS _vintage, e.*, row_number() OVER (
               PARTITION BY a.niveau, a.code, e.annee, e.polluant
               ORDER BY e.quantite_t DESC, e.identifiant) AS rang
    FROM emission_irep AS e JOIN appartenance AS a USING (code_commune_insee)
    WHERE e.milieu = 'Air' AND e.quantite_t IS NOT NULL
    """
    return {
        "emission_irep": (
            f"WITH l AS ({listed}) SELECT _origine AS _rubrique, * EXCLUDE (_origine) FROM l "
            "WHERE _origine IS NOT NULL UNION ALL "
            "SELECT _origine || ', sans le premier émetteur', * EXCLUDE (_origine) FROM l "
            "WHERE _origine IS NOT NULL AND rang > 1"
        )
    }
