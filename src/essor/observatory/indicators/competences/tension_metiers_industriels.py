"""Tension of the trades of industry: the published class, never the imputed index."""

from essor.observatory.indicators.competences.trades import TRADE, industrial


def select() -> str:
    """Give the class of each grouped trade, by departement, region and for the country."""
    return f"""
    SELECT t.niveau, t.code, {TRADE.format(fap="t.fap", name="m.metier")} AS rubrique,
           CAST(t.annee AS VARCHAR) AS vintage, CAST(t.tension AS DOUBLE) AS value,
           CAST(t.tension AS DOUBLE) AS low, CAST(t.tension AS DOUBLE) AS high,
           'connu' AS status, 1 AS source_rows
    FROM tension_metier AS t LEFT JOIN (SELECT DISTINCT fap, metier FROM part_femmes) AS m
        USING (fap)
    WHERE t.niveau_fap = 'fap 87' AND {industrial("t.fap")}
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    trade = TRADE.format(fap="r.fap", name="m.metier")
    return {
        "tension_metier": (
            f"SELECT niveau AS _niveau, code AS _code, {trade} AS _rubrique, "
            "CAST(annee AS VARCHAR) AS _vintage, r.* FROM tension_metier AS r "
            "LEFT JOIN (SELECT DISTINCT fap, metier FROM part_femmes) AS m ON m.fap = r.fap "
            f"WHERE r.niveau_fap = 'fap 87' AND {industrial('r.fap')}"
        )
    }
