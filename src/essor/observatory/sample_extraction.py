"""Cut the samples out of a lake that holds the producers' whole data, to ship them again."""

from pathlib import Path

import duckdb

from essor.foundations.errors import UserFault
from essor.observatory.catalogue import get_source
from essor.observatory.indicators.compute import lay_tables
from essor.observatory.lake import Lake, is_sample_version
from essor.observatory.sample_places import lay_places
from essor.observatory.samples import Cut, Sample, list_samples
from essor.observatory.source import Table
from essor.observatory.sql import literal, name

REST = "reste"


def extract_samples(*, lake: Lake, out: Path) -> dict[str, dict[str, int]]:
    """Write the sample of each source that the lake holds whole: `<out>/<source>/sample….csv`.

    Returns the number of rows of each table. A source that is not loaded, or whose own sample is,
    is left out. Raises UserFault when nothing can be cut out.
    """
    marts = lake.marts_folder()
    whole = {
        source: lake.root / "sources" / source / version
        for source, version in lake.current()["sources"].items()
        if not is_sample_version(version)
    }
    mine = [one for one in list_samples() if one.source in whole]
    if marts is None or not mine:
        raise UserFault.single(
            "Aucune source n'est chargée en entier.", expected="essor observatoire rafraichir"
        )
    with duckdb.connect() as connection:
        lay_tables(connection, marts)
        for source in whole.values():
            lay_tables(connection, source)
        return {sample.source: _extract(connection, sample, out) for sample in mine}


def _extract(connection: duckdb.DuckDBPyConnection, sample: Sample, out: Path) -> dict[str, int]:
    lay_places(connection, sample.territoire)
    folder = out / sample.source
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for table, cut in sample.cuts.items():
        described = get_source(sample.source).table(table)
        target = literal(str(folder / sample.path(table).name))
        order = ", ".join(name(one) for one in described.key)
        copied = connection.execute(
            f"COPY (SELECT * FROM ({_sql(described, cut)}) ORDER BY {order}) "
            f"TO {target} (FORMAT csv, HEADER)"
        ).fetchone()
        assert copied is not None
        rows[table] = int(copied[0])
    return rows


def _sql(table: Table, cut: Cut) -> str:
    columns = ", ".join(
        f"NULL AS {name(one.name)}" if one.name in cut.unsaid else name(one.name)
        for one in table.columns
    )
    kept = f"SELECT {columns} FROM {name(table.name)} WHERE {cut.where}"
    if not cut.rest_of:
        return kept
    key = [name(one) for one in table.key if one != cut.rest_of]
    rest = ", ".join(_rest(one.name, table, cut) for one in table.columns)
    return (
        f"{kept} UNION ALL SELECT {rest} FROM {name(table.name)} "
        f"WHERE NOT coalesce({cut.where}, FALSE) GROUP BY {', '.join(key)}"
    )


def _rest(column: str, table: Table, cut: Cut) -> str:
    if column == cut.rest_of:
        return f"{literal(REST)} AS {name(column)}"
    if column in cut.sums:
        return f"sum({name(column)}) AS {name(column)}"
    return name(column) if column in table.key else f"min({name(column)}) AS {name(column)}"
