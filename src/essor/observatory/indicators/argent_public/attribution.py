"""Grants of the State by place, with those whose beneficiary nobody can tell."""

# Only the two dotations that any commune or intercommunalité may ask for.
DISPOSITIFS = "('DETR', 'DSIL')"

# A place receives what its communes receive, and its intercommunalités when they are wholly in it.
# A grant whose beneficiary is unknown is somewhere in its departement: it widens the interval.
PLACES = f"""
WITH subvention AS (
    SELECT *, coalesce(beneficiaire_type, '') = '' OR (
        beneficiaire_type = 'commune' AND code_commune_insee IS NULL
    ) OR (
        beneficiaire_type = 'epci' AND coalesce(siren, '') NOT IN (
            SELECT code FROM appartenance WHERE niveau = 'epci')
    ) AS is_perdue
    FROM subvention_etat WHERE dispositif IN {DISPOSITIFS}
), taille AS (
    SELECT code AS siren, count(*) AS communes FROM appartenance WHERE niveau = 'epci'
    GROUP BY code
), membre AS (
    SELECT l.niveau, l.code, e.code AS siren
    FROM appartenance AS e JOIN appartenance AS l USING (code_commune_insee)
    JOIN taille AS t ON t.siren = e.code
    WHERE e.niveau = 'epci' AND l.niveau IN ('epci', 'territoire')
    GROUP BY l.niveau, l.code, e.code, t.communes HAVING count(*) = t.communes
), region_departement AS (
    SELECT DISTINCT d.code AS code_departement, r.niveau, r.code
    FROM appartenance AS d JOIN appartenance AS r USING (code_commune_insee)
    WHERE d.niveau = 'departement' AND r.niveau IN ('departement', 'region')
), attribuee AS (
    SELECT a.niveau, a.code, s.* FROM subvention AS s
    JOIN appartenance AS a USING (code_commune_insee)
    WHERE a.niveau IN ('commune', 'epci', 'territoire') AND s.beneficiaire_type = 'commune'
    UNION ALL
    SELECT m.niveau, m.code, s.* FROM subvention AS s JOIN membre AS m USING (siren)
    WHERE s.beneficiaire_type = 'epci'
    UNION ALL
    SELECT r.niveau, r.code, s.* FROM subvention AS s
    JOIN region_departement AS r USING (code_departement)
    UNION ALL
    SELECT 'france', 'FR', s.* FROM subvention AS s
), perdue AS (
    SELECT l.niveau, l.code, s.exercice, s.dispositif, sum(s.subvention_eur) AS eur
    FROM subvention AS s JOIN (
        SELECT DISTINCT d.code AS code_departement, l.niveau, l.code
        FROM appartenance AS d JOIN appartenance AS l USING (code_commune_insee)
        WHERE d.niveau = 'departement' AND l.niveau IN ('commune', 'epci', 'territoire')
    ) AS l USING (code_departement)
    WHERE s.is_perdue GROUP BY ALL
), par_dispositif AS (
    SELECT niveau, code, exercice, dispositif, sum(subvention_eur) AS bas, count(*) AS lignes
    FROM attribuee GROUP BY ALL
), bornee AS (
    SELECT d.*, d.bas + coalesce(p.eur, 0) AS haut
    FROM par_dispositif AS d LEFT JOIN perdue AS p USING (niveau, code, exercice, dispositif)
), totale AS (
    SELECT a.niveau, a.code, a.exercice, sum(a.subvention_eur) AS bas, count(*) AS lignes,
           sum(a.subvention_eur) + coalesce((
               SELECT sum(p.eur) FROM perdue AS p
               WHERE p.niveau = a.niveau AND p.code = a.code AND p.exercice = a.exercice), 0)
           AS haut
    FROM attribuee AS a GROUP BY a.niveau, a.code, a.exercice
), montant AS (
    SELECT niveau, code, exercice, dispositif AS rubrique, bas, haut, lignes FROM bornee
    UNION ALL SELECT niveau, code, exercice, '', bas, haut, lignes FROM totale
)
"""


def as_values(rows: str) -> str:
    """Return the columns of an indicator from `niveau, code, exercice, rubrique, bas, haut, …`."""
    return (
        "SELECT niveau, code, rubrique, CAST(exercice AS VARCHAR) AS vintage, "
        "CASE WHEN bas = haut THEN bas END AS value, bas AS low, haut AS high, "
        "CASE WHEN bas = haut THEN 'connu' ELSE 'intervalle' END AS status, "
        f"lignes AS source_rows FROM ({rows})"
    )


def listed(*headings: str) -> str:
    """Return the SQL of the grants that reach each place; those of an unknown beneficiary apart.

    headings : SQL of each breakdown that a grant enters
    """
    return PLACES + " UNION ALL ".join(
        f"SELECT niveau AS _niveau, code AS _code, {heading} AS _rubrique, "
        "CAST(exercice AS VARCHAR) AS _vintage, * EXCLUDE (niveau, code, is_perdue) FROM attribuee"
        for heading in headings
    )
