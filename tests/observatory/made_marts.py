"""Values written straight into the marts of a lake: what a reader of values needs, no source."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from essor.observatory.indicators.compute import VALUES
from essor.observatory.lake import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value; bounds are the value unless told otherwise."""

    id: str
    code: str
    value: float | None
    niveau: str = "territoire"
    rubrique: str = ""
    vintage: str = "2024"
    low: float | None = None
    high: float | None = None
    status: str = "connu"


def write_marts(
    root: Path,
    rows: Iterable[Row],
    *,
    places: Mapping[str, Mapping[str, str]],
    zonage: Iterable[tuple[str, str, str, float]] = (),
    sources: Iterable[str] = (),
    version: str = "v1",
) -> Lake:
    """Write a lake whose marts hold these values and put it in force.

    places : level -> code -> name ; zonage : (territory, level, code, share of inhabitants)
    """
    folder = root / "marts" / version
    folder.mkdir(parents=True)
    values = [
        (r.id, r.niveau, r.code, r.rubrique, r.vintage, r.value,
         r.value if r.low is None else r.low, r.value if r.high is None else r.high, r.status, 1)
        for r in rows
    ]  # fmt: skip
    lieux = [(niveau, code, nom) for niveau, named in places.items() for code, nom in named.items()]
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE valeurs(id VARCHAR, niveau VARCHAR, code VARCHAR, rubrique VARCHAR, "
            "vintage VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, status VARCHAR, "
            "source_rows BIGINT)"
        )
        connection.execute("CREATE TABLE lieu(niveau VARCHAR, code VARCHAR, nom VARCHAR)")
        connection.execute(
            "CREATE TABLE zonage(territoire VARCHAR, niveau VARCHAR, code VARCHAR, part DOUBLE)"
        )
        for table, found in (("valeurs", values), ("lieu", lieux), ("zonage", list(zonage))):
            if found:
                marks = ", ".join("?" * len(found[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        connection.execute(f"COPY valeurs TO '{folder / VALUES}' (FORMAT parquet)")
        for table in ("lieu", "zonage"):
            connection.execute(f"COPY {table} TO '{folder / f'{table}.parquet'}' (FORMAT parquet)")
    current = {"sources": dict.fromkeys(sources, "v1"), "marts": version}
    (root / "current.json").write_text(json.dumps(current), encoding="utf-8")
    return Lake(root)
