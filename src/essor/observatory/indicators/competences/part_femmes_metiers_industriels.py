"""Share of women in the trades of industry: the country only, the source goes no finer."""

from essor.observatory.indicators.competences.trades import TRADE, industrial


def select() -> str:
    """Give it by family and grouped trade of industry, and for all trades together."""
    return f"""
    SELECT 'france' AS niveau, 'FR' AS code,
           CASE WHEN fap = 'Ensemble' THEN 'Ensemble des métiers'
                ELSE {TRADE.format(fap="fap", name="metier")} END AS rubrique,
           periode AS vintage, part AS value, part AS low, part AS high, 'connu' AS status,
           1 AS source_rows
    FROM part_femmes
    WHERE fap = 'Ensemble' OR (length(fap) IN (1, 3) AND {industrial("fap")})
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "part_femmes": (
            "SELECT 'france' AS _niveau, 'FR' AS _code, CASE WHEN fap = 'Ensemble' "
            f"THEN 'Ensemble des métiers' ELSE {TRADE.format(fap='fap', name='metier')} END "
            "AS _rubrique, periode AS _vintage, r.* FROM part_femmes AS r"
        )
    }
