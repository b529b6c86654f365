"""Private employees: the producer's own total for an intercommunalité, added for a territory."""

# A territory is made of whole intercommunalités or of single communes; the producer's figure for
# an intercommunalité is kept because the one of its communes hides small establishments.


def select() -> str:
    """Give the producer's figure at each level, and the sum of its members for a territory."""
    return """
    WITH commune AS (
        SELECT t.code AS territoire, e.code AS siren_epci
        FROM appartenance AS t JOIN appartenance AS e USING (code_commune_insee)
        WHERE t.niveau = 'territoire' AND e.niveau = 'epci'
    ), taille AS (
        SELECT code AS siren_epci, count(*) AS communes FROM appartenance
        WHERE niveau = 'epci' GROUP BY code
    ), membre AS (
        SELECT c.territoire, c.siren_epci, count(*) = any_value(t.communes) AS est_entier
        FROM commune AS c JOIN taille AS t USING (siren_epci) GROUP BY c.territoire, c.siren_epci
    ), territoire AS (
        SELECT m.territoire, y.annee, sum(p.effectif) AS effectif, count(p.effectif) AS lignes,
               bool_and(m.est_entier) AND count(*) = count(p.effectif) AS est_complet
        FROM membre AS m JOIN (SELECT DISTINCT annee FROM effectif_prive) AS y ON TRUE
        LEFT JOIN effectif_prive AS p
            ON p.echelon = 'epci' AND p.code = m.siren_epci AND p.annee = y.annee
        GROUP BY m.territoire, y.annee
    ), tous AS (
        SELECT 'territoire' AS niveau, territoire AS code, annee, effectif, lignes
        FROM territoire WHERE est_complet
        UNION ALL
        SELECT echelon, code, annee, effectif, 1 FROM effectif_prive
    )
    SELECT niveau, code, '' AS rubrique, CAST(annee AS VARCHAR) AS vintage,
           CAST(effectif AS DOUBLE) AS value, CAST(effectif AS DOUBLE) AS low,
           CAST(effectif AS DOUBLE) AS high, 'connu' AS status, lignes AS source_rows FROM tous
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "effectif_prive": (
            "SELECT echelon AS _niveau, code AS _code, '' AS _rubrique, "
            "CAST(annee AS VARCHAR) AS _vintage, r.* FROM effectif_prive AS r UNION ALL "
            "SELECT 'territoire', m.territoire, '', CAST(annee AS VARCHAR), r.* "
            "FROM effectif_prive AS r JOIN (SELECT DISTINCT t.code AS territoire, e.code "
            "FROM appartenance AS t JOIN appartenance AS e USING (code_commune_insee) "
            "WHERE t.niveau = 'territoire' AND e.niveau = 'epci') AS m ON m.code = r.code "
            "WHERE r.echelon = 'epci'"
        )
    }
