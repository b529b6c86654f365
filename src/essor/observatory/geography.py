"""Which commune belongs to what: the one table by which values are added up."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cache

import duckdb
import numpy as np

from essor.references.territoires.rattachement import attach_communes
from essor.references.territoires.schema import Faits
from essor.references.territoires.tables import load_faits

FRANCE = "FR"


class Niveau(StrEnum):
    """Where a value is; a territory is the communes of its members, each once."""

    COMMUNE = "commune"
    EPCI = "epci"
    TERRITOIRE = "territoire"
    ZONE_EMPLOI = "zone_emploi"
    BASSIN_EMPLOI = "bassin_emploi"
    DEPARTEMENT = "departement"
    REGION = "region"
    FRANCE = "france"


@cache
def shipped() -> Faits:
    """Return the communes and perimeters that Essor ships, read once in a process."""
    return load_faits()


def lay_geography(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the geography that Essor ships.

    appartenance(code_commune_insee, niveau, code), lieu(niveau, code, nom),
    population(code_commune_insee, habitants) : of the commune, unknown where not published
    """
    faits = shipped()
    connection.execute(
        "CREATE TABLE appartenance(code_commune_insee VARCHAR, niveau VARCHAR, code VARCHAR)"
    )
    connection.execute("CREATE TABLE lieu(niveau VARCHAR, code VARCHAR, nom VARCHAR)")
    _fill(connection, "appartenance", list(memberships(faits)))
    _fill(connection, "lieu", list(places(faits)))
    connection.execute("CREATE TABLE population(code_commune_insee VARCHAR, habitants BIGINT)")
    communes = faits.geographie.communes
    connection.execute(
        "INSERT INTO population SELECT unnest(?), unnest(?)",
        [[one.code_commune_insee for one in communes],
         [one.population_municipale for one in communes]],
    )  # fmt: skip


# Zonings of a producer that cut across territories: table, column of the code, of the name.
ZONINGS = {
    Niveau.ZONE_EMPLOI: ("zone_emploi_commune", "code_zone_emploi", "nom_zone_emploi"),
    Niveau.BASSIN_EMPLOI: ("bassin_commune", "code_bassin", "nom_bassin"),
}

# Levels by which a territory is told what its source does not tell of it, the finest first.
COVERING = (*ZONINGS, Niveau.DEPARTEMENT, Niveau.REGION, Niveau.FRANCE)


def lay_zonings(connection: duckdb.DuckDBPyConnection, loaded: Collection[str]) -> None:
    """Add the zonings of the loaded tables, then `zonage(territoire, niveau, code, part)`.

    `zonage` holds every zone that covers a territory, departement, region and country included.

    part : share of the inhabitants of the territory who live in the zone
    """
    for niveau, (table, code, nom) in ZONINGS.items():
        if table not in loaded:
            continue
        connection.execute(
            f"INSERT INTO appartenance SELECT code_commune_insee, '{niveau}', {code} FROM {table}"
        )
        connection.execute(
            f"INSERT INTO lieu SELECT DISTINCT ON ({code}) '{niveau}', {code}, {nom} "
            f"FROM {table} ORDER BY {code}, {nom}"
        )
    levels = ", ".join(f"'{one}'" for one in COVERING)
    connection.execute(
        f"""
        CREATE TABLE zonage AS
        SELECT t.code AS territoire, z.niveau, z.code,
               sum(p.habitants) / sum(sum(p.habitants)) OVER (PARTITION BY t.code, z.niveau) AS part
        FROM appartenance AS t JOIN appartenance AS z USING (code_commune_insee)
        JOIN population AS p USING (code_commune_insee)
        WHERE t.niveau = 'territoire' AND z.niveau IN ({levels}) GROUP BY t.code, z.niveau, z.code
        """
    )


def memberships(faits: Faits) -> Iterator[tuple[str, str, str]]:
    """Give (commune, level, code) for every level that a commune belongs to."""
    regions = {one.code_departement: one.code_region for one in faits.geographie.departements}
    for commune in faits.geographie.communes:
        code = commune.code_commune_insee
        yield code, Niveau.COMMUNE, code
        if commune.siren_epci:
            yield code, Niveau.EPCI, commune.siren_epci
        yield code, Niveau.DEPARTEMENT, commune.code_departement
        if region := regions.get(commune.code_departement):
            yield code, Niveau.REGION, region
        yield code, Niveau.FRANCE, FRANCE
    attached, _ = attach_communes(
        membres=faits.perimetre.membres, communes=faits.geographie.communes
    )
    for one in attached:
        yield one.code_commune_insee, Niveau.TERRITOIRE, one.code_territoire


def places(faits: Faits) -> Iterator[tuple[str, str, str]]:
    """Give (level, code, name) of every place."""
    geographie = faits.geographie
    for commune in geographie.communes:
        yield Niveau.COMMUNE, commune.code_commune_insee, commune.nom
    for groupement in geographie.groupements:
        if groupement.nature != "EPT":
            yield Niveau.EPCI, groupement.siren, groupement.nom
    for departement in geographie.departements:
        yield Niveau.DEPARTEMENT, departement.code_departement, departement.nom
    for region in geographie.regions:
        yield Niveau.REGION, region.code_region, region.nom
    for territoire in faits.perimetre.territoires:
        yield Niveau.TERRITOIRE, territoire.code_territoire, territoire.nom
    yield Niveau.FRANCE, FRANCE, "France"


def _fill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[str, str, str]]
) -> None:
    """Insert many rows at once, from one array per column."""
    columns = zip(*rows, strict=True)
    given = {f"c{n}": np.array(column, dtype=object) for n, column in enumerate(columns)}
    connection.register("donnees", given)
    connection.execute(f"INSERT INTO {table} SELECT * FROM donnees")
    connection.unregister("donnees")
