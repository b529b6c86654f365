"""Tension of the trades of industry: the published class, never the imputed index."""

from essor.observatory.indicators.competences.trades import industrial


def select() -> str:
    """Give the class of each grouped trade, by departement, region and for the country."""
    return f"""
    SELECT t.niveau, t.code, t.fap || coalesce('\u00a0· ' || m.metier, '') AS rubrique,
           CAST(t.annee AS VARCHAR) AS vintage, CAST(t.tension AS DOUBLE) AS value,
           CAST(t.tension AS DOUBLE) AS low, CAST(t.tension AS DOUBLE) AS high,
           'connu' AS status, 1 AS source_rows
    FROM tension_metier AS t LEFT JOIN (SELECT DISTINCT fap, metier FROM part_femmes) AS m
        USING (fap)
    WHERE t.niveau_fap = 'fap 87' AND {industrial("t.fap")}
    """
