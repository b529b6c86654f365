"""Jobs by branch: the producer's figure, by employment zone and for the country."""

from essor.observatory.indicators.listing import rows_by_zone


def select() -> str:
    """Give jobs by zone and branch, and their sum over all zones."""
    return """
    SELECT niveau, code, rubrique, vintage, CAST(sum(emploi) AS DOUBLE) AS value,
           CAST(sum(emploi) AS DOUBLE) AS low, CAST(sum(emploi) AS DOUBLE) AS high,
           'connu' AS status, count(*) AS source_rows
    FROM (
        SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, branche_a38 AS rubrique,
               CAST(annee AS VARCHAR) AS vintage, emploi FROM emploi_flores
        UNION ALL
        SELECT 'france', 'FR', branche_a38, CAST(annee AS VARCHAR), emploi FROM emploi_flores
    ) GROUP BY ALL
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_flores": rows_by_zone("emploi_flores", rubrique="r.branche_a38")}
