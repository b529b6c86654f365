"""Verified emissions of ETS installations, and every commune that each may be in."""

from essor.observatory.adresses import lay_postcodes
from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

# A business postcode (Cedex) covers no commune. The producer put it at the centre of a town, the
# same point as the ordinary postcode of that town when an installation bears it; else the town is
# taken among those whose postcodes begin with the same four digits, or three.
POSSIBLE = """
CREATE TEMP TABLE commune_du_code AS
WITH point AS (SELECT DISTINCT trim(zip_code, '" ') AS code_postal, X, Y FROM emissions),
direct AS (SELECT * FROM point JOIN code_postal_commune USING (code_postal)),
meme_point AS (
    SELECT p.code_postal, d.code_commune_insee FROM point AS p JOIN direct AS d USING (X, Y)
    WHERE p.code_postal NOT IN (SELECT code_postal FROM direct)
), reste AS (
    SELECT code_postal FROM point WHERE code_postal NOT IN (
        SELECT code_postal FROM direct UNION SELECT code_postal FROM meme_point)
), quatre AS (
    SELECT r.code_postal, c.code_commune_insee FROM reste AS r
    JOIN code_postal_commune AS c ON left(c.code_postal, 4) = left(r.code_postal, 4)
), trois AS (
    SELECT r.code_postal, c.code_commune_insee FROM reste AS r
    JOIN code_postal_commune AS c ON left(c.code_postal, 3) = left(r.code_postal, 3)
    WHERE r.code_postal NOT IN (SELECT code_postal FROM quatre)
)
SELECT code_postal, code_commune_insee FROM direct UNION
SELECT code_postal, code_commune_insee FROM meme_point UNION
SELECT code_postal, code_commune_insee FROM quatre UNION
SELECT code_postal, code_commune_insee FROM trois
"""


def tidy(work: Workbench) -> None:
    """Keep installations whose postcode designates communes."""
    work.refuse("emissions", "coalesce(country, '') <> 'FR'", "l'installation n'est pas en France")
    work.refuse(
        "emissions",
        f"coalesce({number('emissions')}, -1) < 0",
        "l'émission n'est pas un nombre positif ou nul",
    )
    lay_postcodes(work.connection)
    work.connection.execute(POSSIBLE)
    work.refuse(
        "emissions",
        "coalesce(trim(zip_code, '\" '), '') NOT IN (SELECT code_postal FROM commune_du_code)",
        "le code postal (Cedex, ancien) ne désigne aucune commune",
    )
    work.table(
        "emission_ets",
        "SELECT seqe_id AS identifiant, installation_name AS nom, kind AS activite, "
        "trim(zip_code, '\" ') AS code_postal, year AS annee, "
        f"{number('emissions')} AS emission_t, {number('X')} AS longitude, "
        f"{number('Y')} AS latitude FROM emissions",
    )
    work.table(
        "commune_possible_ets",
        "SELECT DISTINCT identifiant, code_commune_insee FROM emission_ets "
        "JOIN commune_du_code USING (code_postal)",
    )
