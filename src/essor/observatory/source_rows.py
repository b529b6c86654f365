"""The rows of the producers that one value is made of, as the tidy tables have them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from essor.observatory.catalogue import list_sources
from essor.observatory.indicators.compute import GEOGRAPHY, lay_tables
from essor.observatory.indicators.definition import Indicator
from essor.observatory.lake import Lake
from essor.observatory.reading import Value
from essor.observatory.source import Column, SourceDescription
from essor.observatory.sql import literal
from essor.observatory.vintages import MOVES, lay_moved

ALL_ROWS = 1_000_000  # more than any value that a page links to


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRows:
    """Rows of one tidy table. total : how many there are, though fewer may be given."""

    table: str
    source: SourceDescription | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def source_rows_of(lake: Lake, value: Value, *, limit: int = ALL_ROWS) -> tuple[SourceRows, ...]:
    """Return the rows that a value is made of, table by table.

    Nothing for an indicator that does not list its rows, or when one of its sources is missing.
    """
    listing = value.indicator.rows()
    marts = lake.marts_folder()
    if not listing or marts is None or not set(value.indicator.sources) <= _loaded(lake):
        return ()
    with duckdb.connect() as connection:
        _lay(connection, lake, value.indicator, marts)
        return tuple(_rows(connection, table, sql, value, limit) for table, sql in listing.items())


def _loaded(lake: Lake) -> set[str]:
    return set(lake.current()["sources"])


def _lay(
    connection: duckdb.DuckDBPyConnection, lake: Lake, indicator: Indicator, marts: Path
) -> None:
    connection.execute("SET autoinstall_known_extensions=false")
    folders = {}
    for source in indicator.sources:
        folder = lake.source_folder(source)
        assert folder is not None
        lay_tables(connection, folder)
        folders[source] = folder
    there = [one for one in GEOGRAPHY if (marts / f"{one}.parquet").exists()]
    for table in there:
        path = literal(str(marts / f"{table}.parquet"))
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({path})")
    if MOVES in there:  # marts computed before the moves were told
        lay_moved(connection, folders)


def _rows(
    connection: duckdb.DuckDBPyConnection, table: str, sql: str, value: Value, limit: int
) -> SourceRows:
    asked = [value.lieu.niveau, value.lieu.code, value.rubrique, value.vintage]
    found = connection.execute(
        "SELECT * EXCLUDE (_niveau, _code, _rubrique, _vintage), count(*) OVER () AS _total "
        f"FROM ({sql}) WHERE _niveau = ? AND _code = ? AND _rubrique = ? AND _vintage = ? "
        f"ORDER BY ALL LIMIT {int(limit)}",
        asked,
    )
    names = [one[0] for one in found.description or ()][:-1]
    rows = found.fetchall()
    return SourceRows(
        table=table,
        source=_source_of(value.indicator, table),
        columns=tuple(_columns(value.indicator, table, names)),
        rows=tuple(row[:-1] for row in rows),
        total=rows[0][-1] if rows else 0,
    )


def _source_of(indicator: Indicator, table: str) -> SourceDescription | None:
    for source in list_sources():
        if source.name in indicator.sources and any(one.name == table for one in source.tables):
            return source
    return None


def _columns(indicator: Indicator, table: str, names: Sequence[str]) -> Iterator[Column]:
    """Describe each column as its source does; one that the listing adds bears its own name."""
    source = _source_of(indicator, table)
    described = {} if source is None else {one.name: one for one in source.table(table).columns}
    for name in names:
        yield described.get(name) or Column(name=name, type="VARCHAR", description=name)
