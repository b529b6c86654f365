"""Location quotient shrunk towards one: k jobs spread as in the country are added to each zone.

With a gamma prior of mean one and weight k p_i, the posterior of the quotient given Poisson jobs is
gamma of shape e_ir + k p_i and rate (e_r + k) p_i: its mean is the shrunk quotient, its quantiles
are the bounds, by the approximation of Wilson and Hilferty (1931).
"""

import datetime as dt

from essor.observatory.indicators.emploi.quotient_localisation import Z_95
from essor.observatory.indicators.emploi.quotient_localisation import rows as raw_rows
from essor.references.loader import parameter

K = "observatoire/specialisation_poids_france"


def weight() -> float:
    """Return k, in jobs: the last value known, the same for every year of a series."""
    found = parameter(K).at(dt.date.max).value
    assert found is not None  # one number; the file is part of the package
    return float(found)


def select() -> str:
    """Give the shrunk quotient by zone and branch."""
    return f"""
    WITH local AS (
        SELECT code_zone_emploi, branche_a38, annee, emploi,
               sum(emploi) OVER (PARTITION BY code_zone_emploi, annee) AS emploi_zone,
               sum(emploi) OVER (PARTITION BY branche_a38, annee)::DOUBLE
                   / sum(emploi) OVER (PARTITION BY annee) AS part
        FROM emploi_flores
    ), loi AS (
        SELECT *, emploi + {weight()} * part AS forme, (emploi_zone + {weight()}) * part AS taux
        FROM local WHERE emploi_zone > 0 AND part > 0
    )
    SELECT 'zone_emploi' AS niveau, code_zone_emploi AS code, branche_a38 AS rubrique,
           CAST(annee AS VARCHAR) AS vintage, forme / taux AS value,
           {_quantile(-Z_95)} AS low, {_quantile(Z_95)} AS high, 'connu' AS status,
           1 AS source_rows FROM loi
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return raw_rows()


def _quantile(z: float) -> str:
    cube = f"greatest(1 - 1 / (9 * forme) + {z} / (3 * sqrt(forme)), 0)"
    return f"forme * power({cube}, 3) / taux"
