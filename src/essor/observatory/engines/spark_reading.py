"""Read a producer's file with Spark, and refuse what DuckDB refuses.

Spark alone puts a sign in the place of bytes that are no text, and closes a quotation mark that a
cut file left open. A first pass over the lines looks for both; it also tells whether a value runs
over several lines, for only then must a file be read from one end to the other by one worker.
"""

import csv
import gzip
from collections.abc import Iterable
from typing import Any

from essor.foundations.errors import UserFault
from essor.observatory.keys import unreadable_row
from essor.observatory.opening import Opened
from essor.observatory.source import FileFormat, SourceDescription


def read(session: Any, source: SourceDescription, file: Opened) -> Any:
    """Return the rows of a file, every column of a text file as text, nothing where it is empty.

    Raises UserFault when a text does not read to its end.
    """
    if file.format is FileFormat.PARQUET:
        return session.read.parquet(str(file.path))
    if file.format is FileFormat.CSV:
        return _text(session, source, file)
    rows = session.read.schema(_all_text(file.columns))
    return rows.json(str(file.path), multiLine=file.format is FileFormat.JSON, mode="FAILFAST")


def _text(session: Any, source: SourceDescription, file: Opened) -> Any:
    is_split = _check_text(session, source, file)
    rows = session.read.csv(
        str(file.path), schema=_all_text(file.columns), header=True, sep=file.separator,
        quote='"', escape='"', multiLine=is_split, mode="FAILFAST", encoding="utf-8",
        ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False, maxCharsPerColumn=-1,
    )  # fmt: skip
    return rows.selectExpr(*(f"nullif({one}, '') AS {one}" for one in map(quoted, file.columns)))


def _check_text(session: Any, source: SourceDescription, file: Opened) -> bool:
    """Tell whether a value runs over several lines; raise UserFault when a line is no text."""
    marks = "length(value) - length(replace(value, '\"', ''))"
    ((is_text, open_lines),) = (
        session.read.text(str(file.path))
        .selectExpr(
            "coalesce(bool_and(is_valid_utf8(value)), true)", f"count_if(({marks}) % 2 = 1)"
        )
        .collect()
    )
    if not is_text:
        raise unreadable_row(source, "des octets ne sont pas de l'UTF-8")
    if open_lines:
        _check_closed(source, file)
    return bool(open_lines)


def _check_closed(source: SourceDescription, file: Opened) -> None:
    opened = gzip.open if file.path.suffix == ".gz" else open
    with opened(file.path, "rt", encoding="utf-8-sig", newline="") as text:
        try:
            for _ in csv.reader(text, strict=True, delimiter=file.separator):
                pass
        except csv.Error as error:
            raise unreadable_row(source, str(error)) from error


def _all_text(columns: Iterable[str]) -> str:
    return ", ".join(f"{quoted(one)} STRING" for one in columns)


def quoted(name: str) -> str:
    """Quote a name for Spark."""
    return "`" + name.replace("`", "``") + "`"


def text(value: str) -> str:
    """Write a text for Spark."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


_UNREADABLE = (
    "MALFORMED_", "FAILED_READ_FILE", "CAST_INVALID_INPUT", "CAST_OVERFLOW", "CANNOT_PARSE_",
    "NUMERIC_VALUE_OUT_OF_RANGE",
)  # fmt: skip


def as_fault(source: SourceDescription, error: Exception) -> UserFault | None:
    """Return what an error of Spark says of a file, None when it says nothing of it."""
    told = str(error)
    found = [told.index(f"[{one}") for one in _UNREADABLE if f"[{one}" in told]
    if not found:
        return None
    return unreadable_row(source, told[max(found) :].splitlines()[0])
