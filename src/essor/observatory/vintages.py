"""Move what is known of communes from one vintage of the geography to another, and say so.

A merger adds. A split is never shared out: nothing tells how. The passage table gives no date, so
a value coded before a split and one coded after it are told apart by the codes that go with it.
"""

from dataclasses import dataclass

import duckdb

from essor.foundations.errors import UserFault
from essor.observatory.sql import name

PASSAGE = "passage_commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What became of the rows of a table.

    table : where the moved values are: code_commune_insee, value, source_rows, is_moved (another
    code, or several rows added), vintage_from, vintage_to
    kept : rows whose commune is the same ; merged : rows added to a commune of another code
    split : codes whose territory went to several communes, set apart with what they became
    unknown : codes that the passage table does not have
    """

    table: str
    kept: int
    merged: int
    split: tuple[str, ...]
    unknown: tuple[str, ...]


def move_between(
    connection: duckdb.DuckDBPyConnection, table: str, vintage_from: int, vintage_to: int
) -> Move:
    """Create `<table>_<vintage_to>` and tell what was moved.

    table : columns code_commune_insee and value, one row a commune, of the vintage `vintage_from`
    Needs `passage_commune` (source insee_passage). Raises UserFault when it leads elsewhere than
    to `vintage_to`, or when the move goes back in time.
    """
    _check(connection, vintage_from, vintage_to)
    target = f"{table}_{vintage_to}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE passage_suivi AS {_followed(table)}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(target)} AS "
        "SELECT code_commune_insee, sum(value) AS value, count(*) AS source_rows, "
        "bool_or(code_ancien <> code_commune_insee) AS is_moved, "
        f"{int(vintage_from)} AS vintage_from, {int(vintage_to)} AS vintage_to "
        "FROM passage_suivi WHERE fate IN ('kept', 'merged') GROUP BY code_commune_insee "
        "HAVING NOT bool_or(value IS NULL)"
    )
    fates: dict[str, list[str]] = {}
    for fate, code in connection.execute(
        "SELECT DISTINCT fate, code_ancien FROM passage_suivi ORDER BY ALL"
    ).fetchall():
        fates.setdefault(fate, []).append(code)
    return Move(
        table=target,
        kept=len(fates.get("kept", ())),
        merged=len(fates.get("merged", ())),
        split=tuple(fates.get("split", ())),
        unknown=tuple(fates.get("unknown", ())),
    )


def _check(connection: duckdb.DuckDBPyConnection, vintage_from: int, vintage_to: int) -> None:
    years = [
        row[0] for row in connection.execute(f"SELECT DISTINCT annee FROM {PASSAGE}").fetchall()
    ]
    if vintage_to not in years or vintage_from > vintage_to:
        raise UserFault.single(
            "La table de passage ne mène pas à cette géographie.",
            value=f"de {vintage_from} à {vintage_to}",
            expected=f"une année d'arrivée parmi {', '.join(map(str, sorted(years)))}",
            code="passage_absent",
        )


def _followed(table: str) -> str:
    """Return the SQL that gives the fate of every row.

    A split commune keeps its code when every commune that it became is in the table too: the
    value was then coded after the split. If one is missing, all that it became is set apart.
    """
    return f"""
    WITH lu AS (SELECT code_commune_insee AS code_ancien, value FROM {name(table)}),
    arrivee AS (
        SELECT p.code_ancien, p.code_commune_insee,
               p.code_commune_insee IN (SELECT code_ancien FROM lu) AS est_lue, p.is_scission
        FROM {PASSAGE} AS p WHERE p.code_ancien IN (SELECT code_ancien FROM lu)
    ), scission AS (
        SELECT code_ancien, bool_and(est_lue) AND bool_or(code_commune_insee = code_ancien)
               AS est_faite FROM arrivee
        WHERE is_scission GROUP BY code_ancien
    ), trouble AS (
        SELECT DISTINCT a.code_commune_insee FROM arrivee AS a JOIN scission AS s
        USING (code_ancien) WHERE NOT s.est_faite
    ), suite AS (
        SELECT l.code_ancien, l.value,
               CASE WHEN s.est_faite THEN l.code_ancien ELSE a.code_commune_insee END AS devient,
               s.est_faite
        FROM lu AS l LEFT JOIN scission AS s USING (code_ancien)
        LEFT JOIN (SELECT * FROM arrivee WHERE NOT is_scission) AS a USING (code_ancien)
    )
    SELECT code_ancien, devient AS code_commune_insee, value,
           CASE WHEN est_faite = FALSE OR devient IN (SELECT code_commune_insee FROM trouble)
                    THEN 'split'
                WHEN devient IS NULL THEN 'unknown'
                WHEN devient = code_ancien THEN 'kept' ELSE 'merged' END AS fate
    FROM suite
    """
