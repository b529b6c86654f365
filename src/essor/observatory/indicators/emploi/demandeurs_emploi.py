"""Jobseekers: known for communes over 5,000 inhabitants, bounded for what they are part of.

The communes of a departement that the source leaves out have together the figure of the
departement less those of the communes it gives: no more than that is added to what is known.
"""

MOIS = "-12"  # one month a year, so that seasons do not matter


def select() -> str:
    """Give the figure where it is published, else an interval."""
    return f"""
    WITH connu AS (
        SELECT niveau, code, substr(mois, 1, 4) AS annee, mois, demandeurs FROM demandeur_emploi
        WHERE mois LIKE '%{MOIS}'
    ), commune AS (
        SELECT d.code_commune_insee, d.code AS code_departement, m.mois, c.demandeurs
        FROM appartenance AS d JOIN (SELECT DISTINCT mois FROM connu) AS m ON TRUE
        LEFT JOIN connu AS c
            ON c.niveau = 'commune' AND c.code = d.code_commune_insee AND c.mois = m.mois
        WHERE d.niveau = 'departement'
    ), reste AS (
        SELECT c.code_departement, c.mois,
               greatest(any_value(t.demandeurs) - coalesce(sum(c.demandeurs), 0), 0) AS reste
        FROM commune AS c JOIN connu AS t
            ON t.niveau = 'departement' AND t.code = c.code_departement AND t.mois = c.mois
        GROUP BY ALL
    ), lieu_connu AS (
        SELECT a.niveau, a.code, c.mois, sum(c.demandeurs) AS somme,
               count(c.demandeurs) AS lignes, count(*) = count(c.demandeurs) AS est_entier
        FROM appartenance AS a JOIN commune AS c USING (code_commune_insee)
        WHERE a.niveau IN ('epci', 'territoire', 'zone_emploi') GROUP BY ALL
    ), manque AS (
        SELECT niveau, code, mois, sum(r.reste) AS reste, count(*) AS departements,
               count(*) = count(r.reste) AS est_borne
        FROM (SELECT DISTINCT a.niveau, a.code, c.mois, c.code_departement
              FROM appartenance AS a JOIN commune AS c USING (code_commune_insee)
              WHERE c.demandeurs IS NULL AND a.niveau IN ('epci', 'territoire', 'zone_emploi'))
        LEFT JOIN reste AS r USING (code_departement, mois) GROUP BY ALL
    ), tous AS (
        SELECT niveau, code, mois, CAST(demandeurs AS DOUBLE) AS value,
               CAST(demandeurs AS DOUBLE) AS low, CAST(demandeurs AS DOUBLE) AS high, 1 AS lignes
        FROM connu
        UNION ALL
        SELECT l.niveau, l.code, l.mois,
               CASE WHEN l.est_entier THEN CAST(l.somme AS DOUBLE) END,
               CAST(coalesce(l.somme, 0) AS DOUBLE),
               CAST(coalesce(l.somme, 0) + CASE WHEN l.est_entier THEN 0 ELSE m.reste END
                    AS DOUBLE),
               l.lignes + CASE WHEN l.est_entier THEN 0 ELSE m.departements END
        FROM lieu_connu AS l LEFT JOIN manque AS m USING (niveau, code, mois)
        WHERE l.est_entier OR m.est_borne
    )
    SELECT niveau, code, '' AS rubrique, mois AS vintage, value, low, high,
           CASE WHEN value IS NULL THEN 'intervalle' ELSE 'connu' END AS status,
           lignes AS source_rows FROM tous
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    month = f"mois LIKE '%{MOIS}'"
    return {
        "demandeur_emploi": f"""
        WITH commune AS (
            SELECT d.code_commune_insee, d.code AS code_departement, m.mois,
                   c.code IS NULL AS est_absente
            FROM appartenance AS d
            JOIN (SELECT DISTINCT mois FROM demandeur_emploi WHERE {month}) AS m ON TRUE
            LEFT JOIN demandeur_emploi AS c ON c.niveau = 'commune'
                AND c.code = d.code_commune_insee AND c.mois = m.mois
            WHERE d.niveau = 'departement'
        ), lieu_large AS (
            SELECT * FROM appartenance WHERE niveau IN ('epci', 'territoire', 'zone_emploi')
        ), manque AS (
            SELECT DISTINCT a.niveau, a.code, c.mois, c.code_departement
            FROM lieu_large AS a JOIN commune AS c USING (code_commune_insee) WHERE c.est_absente
        )
        SELECT niveau AS _niveau, code AS _code, '' AS _rubrique, mois AS _vintage, r.*
        FROM demandeur_emploi AS r WHERE {month}
        UNION ALL
        SELECT a.niveau, a.code, '', r.mois, r.* FROM demandeur_emploi AS r
        JOIN lieu_large AS a ON a.code_commune_insee = r.code
        WHERE r.niveau = 'commune' AND {month}
        UNION ALL
        SELECT m.niveau, m.code, '', r.mois, r.* FROM demandeur_emploi AS r
        JOIN manque AS m ON m.code_departement = r.code AND m.mois = r.mois
        WHERE r.niveau = 'departement'
        """
    }
