"""What is said of a tidy table whose rows are not each identified once."""

import duckdb

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.observatory.source import SourceDescription, Table
from essor.observatory.sql import name

SHOWN_DUPLICATES = 20


def check_keys(
    connection: duckdb.DuckDBPyConnection, source: SourceDescription, table: Table, rows: str
) -> None:
    """Raise UserFault when a key is repeated or is unknown.

    rows : SQL name of the rows of the tidy table
    """
    if not table.key:
        return
    key = ", ".join(name(one) for one in table.key)
    empty = " OR ".join(f"{name(one)} IS NULL" for one in table.key)
    counted = connection.execute(f"SELECT count(*) FROM {rows} WHERE {empty}").fetchone()
    unknown = counted[0] if counted else 0
    doubles = connection.execute(
        f"SELECT {key}, count(*) AS n FROM {rows} GROUP BY {key} HAVING count(*) > 1 "
        f"ORDER BY n DESC, {key} LIMIT {SHOWN_DUPLICATES}"
    ).fetchall()
    faults = FaultGatherer()
    place = Place(file=source.name, sheet=table.name)
    if unknown:
        faults.add(
            Fault(
                message="Des lignes n'ont pas tous leurs identifiants.", place=place,
                value=str(unknown), expected=", ".join(table.key), code="cle_absente",
            )
        )  # fmt: skip
    for *values, times in doubles:
        faults.add(
            Fault(
                message="Le même objet est là plusieurs fois.", place=place,
                value=f"{', '.join(map(str, values))} ({times} lignes)",
                expected="une seule ligne", code="doublon",
            )
        )  # fmt: skip
    faults.raise_if_any()


def check_identifier(source: SourceDescription, role: str, identifier: str, doubles: int) -> None:
    """Refuse a streamed file in which an identifier comes back: it would be counted twice."""
    if doubles:
        raise UserFault.single(
            "Le même objet est là plusieurs fois.",
            value=f"{doubles} lignes de trop",
            expected=f"une seule ligne par {identifier}",
            place=Place(file=source.name, sheet=role, column=identifier),
            code="doublon",
        )


def unreadable_row(source: SourceDescription, error: str) -> UserFault:
    """Say that a row of a file does not read, with the words of the engine."""
    return UserFault.single(
        "Une ligne du fichier ne se lit pas.",
        value=" ".join(error.split())[:300],
        expected="des lignes entières, dans l'encodage annoncé",
        place=Place(file=source.name),
        code="ligne_illisible",
    )
