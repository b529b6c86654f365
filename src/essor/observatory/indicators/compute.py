"""Compute every indicator that the loaded sources allow, for every place, in one table."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb

from essor.observatory.geography import lay_geography, lay_zonings
from essor.observatory.indicators.definition import INDICATORS_DIR, Indicator, list_indicators
from essor.observatory.sample_places import condition, lay_samples
from essor.observatory.sql import literal, name
from essor.observatory.vintages import MOVED_ROWS, MOVES, count_moved, find_moves, lay_moved

VALUES = "valeurs.parquet"
GEOGRAPHY = ("appartenance", "lieu", "zonage", "echantillon", MOVES)
COLUMNS = (
    "niveau", "code", "rubrique", "vintage", "value", "low", "high", "status", "source_rows",
)  # fmt: skip


def compute_values(folders: Mapping[str, Path], out: Path) -> str:
    """Write `valeurs.parquet` and return its version.

    folders : source -> folder of its tidy tables
    The version changes with any source, formula or perimeter.
    """
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions=false")
        lay_geography(connection)
        loaded = {one for folder in folders.values() for one in lay_tables(connection, folder)}
        find_moves(connection, loaded)
        lay_moved(connection, folders)
        lay_zonings(connection, loaded)
        lay_samples(connection, folders)
        _create(connection)
        known = [one for one in list_indicators() if set(one.sources) <= set(folders)]
        for indicator in known:
            _insert(connection, indicator, condition(folders, indicator.sources))
        count_moved(connection, {one.id: one.rows() for one in known})
        target = literal(str(out / VALUES))
        connection.execute(
            "COPY (SELECT * FROM valeurs ORDER BY niveau, code, id, rubrique, vintage) "
            f"TO {target} (FORMAT parquet, COMPRESSION zstd)"
        )
        for table in (*GEOGRAPHY, MOVED_ROWS):
            place = literal(str(out / f"{table}.parquet"))
            connection.execute(f"COPY (SELECT * FROM {table} ORDER BY ALL) TO {place}")
    return _version(folders, out)


def lay_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Create one view for each tidy table of a folder; return their names."""
    made = [one for one in sorted(folder.glob("*.parquet")) if not one.stem.startswith("refus_")]
    for path in made:
        connection.execute(
            f"CREATE VIEW {name(path.stem)} AS SELECT * FROM read_parquet({literal(str(path))})"
        )
    return [path.stem for path in made]


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TABLE valeurs(id VARCHAR, niveau VARCHAR, code VARCHAR, rubrique VARCHAR, "
        "vintage VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, status VARCHAR, "
        "source_rows BIGINT, "
        "CHECK (low IS NULL OR high IS NULL OR low <= high), "
        "CHECK (status IN ('connu', 'intervalle', 'secret')), "
        "CHECK ((status = 'connu') = (value IS NOT NULL)), "
        "PRIMARY KEY (id, niveau, code, rubrique, vintage))"
    )


def _insert(connection: duckdb.DuckDBPyConnection, indicator: Indicator, where: str) -> None:
    columns = ", ".join(COLUMNS)
    connection.execute(
        f"INSERT INTO valeurs SELECT {literal(indicator.id)}, {columns} FROM ({indicator.select()})"
        f" WHERE {where or 'TRUE'}"
    )


def _version(folders: Mapping[str, Path], out: Path) -> str:
    digest = hashlib.sha256()
    for source in sorted(folders):
        digest.update(f"{source}:{folders[source].name};".encode())
    for path in sorted(INDICATORS_DIR.rglob("*.*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.read_bytes())
    for table in GEOGRAPHY:
        digest.update((out / f"{table}.parquet").read_bytes())
    return digest.hexdigest()[:16]
