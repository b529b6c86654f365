"""Location quotient (e_ir / e_r) / (e_i / e) with a Poisson interval on the local jobs.

The interval is Byar's approximation of the exact Poisson limits at 95 % (Rothman and Boice, 1979).
"""

from essor.observatory.indicators.listing import rows_by_zone

Z_95 = 1.959964


def select() -> str:
    """Give the quotient by zone and branch."""
    return f"""
    WITH local AS (
        SELECT code_zone_emploi, branche_a38, annee, emploi,
               sum(emploi) OVER (PARTITION BY code_zone_emploi, annee) AS emploi_zone,
               sum(emploi) OVER (PARTITION BY branche_a38, annee) AS emploi_branche,
               sum(emploi) OVER (PARTITION BY annee) AS emploi_france
        FROM emploi_flores
    ), borne AS (
        SELECT *, (emploi_france::DOUBLE / emploi_branche) / emploi_zone AS par_emploi,
            CASE WHEN emploi = 0 THEN 0 ELSE
                emploi * power(1 - 1 / (9.0 * emploi) - {Z_95} / (3 * sqrt(emploi)), 3) END AS bas,
            (emploi + 1) * power(
                1 - 1 / (9.0 * (emploi + 1)) + {Z_95} / (3 * sqrt(emploi + 1)), 3) AS haut
        FROM local WHERE emploi_zone > 0 AND emploi_branche > 0
    )
    SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, branche_a38 AS rubrique,
           CAST(annee AS VARCHAR) AS vintage, emploi * par_emploi AS value,
           greatest(bas, 0) * par_emploi AS low, haut * par_emploi AS high, 'connu' AS status,
           1 AS source_rows FROM borne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"emploi_flores": rows_by_zone("emploi_flores", rubrique="r.branche_a38")}
