"""Share of the trades of industry whose tension is strong, with those not published as bounds."""

from essor.observatory.indicators.competences.trades import industrial

FORTE = 4  # classes 4 (strong) and 5 (very strong)


def select() -> str:
    """Give the share by departement, region and for the country.

    A trade without a published class is tense or not: the share is then an interval.
    """
    return f"""
    WITH metier AS (
        SELECT DISTINCT fap FROM tension_metier
        WHERE niveau_fap = 'fap 87' AND {industrial("fap")}
    ), classe AS (
        SELECT l.niveau, l.code, l.annee, m.fap, t.tension
        FROM (SELECT DISTINCT niveau, code, annee FROM tension_metier) AS l
        JOIN metier AS m ON TRUE
        LEFT JOIN tension_metier AS t USING (niveau, code, annee, fap)
    ), borne AS (
        SELECT niveau, code, annee, count(*) = count(tension) AS est_entier,
               100.0 * count(*) FILTER (tension >= {FORTE}) / count(*) AS bas,
               100.0 * count(*) FILTER (tension >= {FORTE} OR tension IS NULL) / count(*) AS haut,
               count(tension) AS lignes
        FROM classe GROUP BY ALL
    )
    SELECT niveau, code, '' AS rubrique, CAST(annee AS VARCHAR) AS vintage,
           CASE WHEN est_entier THEN bas END AS value, bas AS low, haut AS high,
           CASE WHEN est_entier THEN 'connu' ELSE 'intervalle' END AS status,
           lignes AS source_rows FROM borne WHERE lignes > 0
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "tension_metier": (
            "SELECT niveau AS _niveau, code AS _code, '' AS _rubrique, "
            "CAST(annee AS VARCHAR) AS _vintage, r.* FROM tension_metier AS r "
            f"WHERE r.niveau_fap = 'fap 87' AND r.tension IS NOT NULL AND {industrial('r.fap')}"
        )
    }
