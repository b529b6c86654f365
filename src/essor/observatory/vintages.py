"""Rows coded in the geography of another year, brought to the communes of today, and said so.

A merger adds. A split is never shared out: nothing tells how. The passage table gives no date, so
a value coded before a split and one coded after it are told apart by the codes that go with it.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import duckdb

from essor.observatory import geography
from essor.observatory.catalogue import list_sources
from essor.observatory.source import FormerCommunes, Table
from essor.observatory.sql import literal, name

PASSAGE = "passage_commune"
MOVES = "deplacement"  # table, former code, commune of today, fate, rows
MOVED_ROWS = "lignes_deplacees"  # value -> how many of its rows were moved
FLAG = "est_deplacee"


def find_moves(connection: duckdb.DuckDBPyConnection, loaded: Collection[str]) -> None:
    """Create `deplacement`: each code of a table that is not, or not surely, a commune of today.

    sort : fusion (its rows go to the commune that took it), scission (its territory went to
    several: left where it was, or set apart when the rows are values of whole communes), inconnu
    Needs the views of the loaded tables, and `appartenance`.
    """
    connection.execute(
        f"CREATE TABLE {MOVES}(tableau VARCHAR, code_ancien VARCHAR, code_commune_insee VARCHAR, "
        "sort VARCHAR, lignes BIGINT)"
    )
    _lay_passage(connection, PASSAGE in loaded)
    for table in _followed(loaded):
        rule = "TRUE" if table.former_communes is FormerCommunes.VALEURS else "FALSE"
        connection.execute(f"INSERT INTO {MOVES} {_fates(table.name, rule)}")


def lay_moved(connection: duckdb.DuckDBPyConnection, folders: Mapping[str, Path]) -> None:
    """Show each followed table with the communes of today, and `est_deplacee` for its rows.

    folders : source -> folder of its tidy tables. Needs `deplacement`.
    """
    paths = {path.stem: path for folder in folders.values() for path in folder.glob("*.parquet")}
    for table in _followed(paths):
        columns = "REPLACE (coalesce(m.code_commune_insee, r.code_commune_insee) " \
            "AS code_commune_insee)"  # fmt: skip
        apart = table.former_communes is FormerCommunes.VALEURS
        connection.execute(
            f"CREATE OR REPLACE VIEW {name(table.name)} AS SELECT r.* {columns}, "
            f"coalesce(m.sort = 'fusion', FALSE) AS {FLAG} "
            f"FROM read_parquet({literal(str(paths[table.name]))}) AS r LEFT JOIN {MOVES} AS m "
            f"ON m.tableau = {literal(table.name)} AND m.code_ancien = r.code_commune_insee"
            + (" WHERE m.sort IS DISTINCT FROM 'scission'" if apart else "")
        )


def count_moved(
    connection: duckdb.DuckDBPyConnection, listings: Mapping[str, Mapping[str, str]]
) -> None:
    """Create `lignes_deplacees(id, niveau, code, rubrique, vintage, lignes)`.

    listings : indicator -> table -> SQL of the rows of each of its values
    """
    connection.execute(
        f"CREATE TABLE {MOVED_ROWS}(id VARCHAR, niveau VARCHAR, code VARCHAR, rubrique VARCHAR, "
        "vintage VARCHAR, lignes BIGINT)"
    )
    moved = {
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT tableau FROM {MOVES} WHERE sort = 'fusion'"
        ).fetchall()
    }
    for id_, tables in listings.items():
        for table, sql in tables.items():
            if table in moved:
                connection.execute(
                    f"INSERT INTO {MOVED_ROWS} SELECT {literal(id_)}, _niveau, _code, "
                    f"_rubrique, _vintage, count(*) FROM ({sql}) WHERE {FLAG} GROUP BY ALL"
                )


def moves_said(folder: Path, tables: Collection[str]) -> Iterator[str]:
    """Say in French what was moved of some tables, as the marts of a folder have it."""
    path = folder / f"{MOVES}.parquet"
    if not path.exists() or not tables:
        return
    marks = ", ".join(map(literal, sorted(tables)))
    with duckdb.connect() as connection:
        for fate, codes, rows in connection.execute(
            f"SELECT sort, count(DISTINCT code_ancien), sum(lignes) "
            f"FROM read_parquet({literal(str(path))}) WHERE tableau IN ({marks}) "
            "GROUP BY sort ORDER BY sort"
        ).fetchall():
            yield f"{SAID[fate].format(codes=codes)} ({rows} lignes)"


SAID = {
    "fusion": "codes d'anciennes communes ramenés à la commune d'aujourd'hui\u00a0: {codes}",
    "scission": "codes de communes scindées, jamais partagés\u00a0: {codes}",
    "inconnu": "codes inconnus de la table de passage, comptés nulle part\u00a0: {codes}",
}


def note_of(moved_rows: int) -> str:
    """Say that a value has rows of another geography, nothing when it has none."""
    if not moved_rows:
        return ""
    rows = "une ligne codée" if moved_rows == 1 else f"{moved_rows} lignes codées"
    verb = "ramenée" if moved_rows == 1 else "ramenées"
    return f"dont {rows} dans une ancienne commune, {verb} à celle d'aujourd'hui"


def _followed(tables: Collection[str]) -> Iterator[Table]:
    for source in list_sources():
        for table in source.tables:
            if table.former_communes and table.name in tables:
                yield table


def _lay_passage(connection: duckdb.DuckDBPyConnection, is_loaded: bool) -> None:
    """Create `passage(code_ancien, code_commune_insee)`, to the communes that Essor ships.

    The table of Insee when it is loaded; for a code that it does not have, what Essor ships.
    """
    former = geography.shipped().geographie.rattachees
    connection.execute(
        "CREATE TEMP TABLE passage AS SELECT unnest(?) AS code_ancien, "
        "unnest(?) AS code_commune_insee",
        [[one.code for one in former], [one.code_commune_insee for one in former]],
    )
    connection.execute(
        "CREATE TEMP TABLE commune_actuelle AS SELECT code AS code_commune_insee "
        "FROM appartenance WHERE niveau = 'commune'"
    )
    if is_loaded:
        connection.execute(
            f"DELETE FROM passage WHERE code_ancien IN (SELECT code_ancien FROM {PASSAGE})"
        )
        connection.execute(
            f"INSERT INTO passage SELECT DISTINCT code_ancien, code_commune_insee FROM {PASSAGE}"
        )
    connection.execute(
        "DELETE FROM passage WHERE code_commune_insee NOT IN (FROM commune_actuelle)"
    )


def _fates(table: str, is_strict: str) -> str:
    """Return the SQL of the codes of a table that are not simply communes of today.

    is_strict : each row is the value of a whole commune. One that was split keeps its code only
    when every commune that it became is in the table too: it was then coded after the split.
    """
    return f"""
    WITH lu AS (
        SELECT code_commune_insee AS code_ancien, count(*) AS lignes FROM {name(table)}
        WHERE code_commune_insee IS NOT NULL GROUP BY ALL
    ), arrivee AS (
        SELECT code_ancien, count(*) AS communes, min(code_commune_insee) AS devient,
               bool_and(code_commune_insee IN (SELECT code_ancien FROM lu)) AS est_faite
        FROM passage WHERE code_ancien IN (SELECT code_ancien FROM lu) GROUP BY code_ancien
    ), trouble AS (
        SELECT p.code_commune_insee FROM passage AS p JOIN arrivee AS a USING (code_ancien)
        WHERE {is_strict} AND a.communes > 1 AND NOT a.est_faite
    ), sort AS (
        SELECT l.code_ancien, l.lignes, a.communes, a.devient,
               l.code_ancien IN (FROM commune_actuelle) AS est_actuelle,
               l.code_ancien IN (FROM trouble) OR a.devient IN (FROM trouble) AS est_trouble
        FROM lu AS l LEFT JOIN arrivee AS a USING (code_ancien)
    )
    SELECT {literal(table)}, code_ancien,
           CASE WHEN communes = 1 AND NOT est_trouble THEN devient END,
           CASE WHEN est_trouble OR communes > 1 THEN 'scission' WHEN communes = 1 THEN 'fusion'
                ELSE 'inconnu' END, lignes
    FROM sort WHERE NOT est_actuelle OR est_trouble
    """
