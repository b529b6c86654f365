"""Every figure of ti-8404: computed again by another path, made of the rows that it says."""

import math
from collections import Counter

import duckdb

from essor.observatory.indicators.compute import GEOGRAPHY, VALUES, lay_tables
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.sql import literal
from essor.observatory.vintages import lay_moved
from tests.observatory.recompute import FORMULAS, Tables, recompute, recompute_point

TERRITOIRE = "ti-8404"


def test_every_figure_is_found_again_without_sql(lake_of_samples: Lake):
    tables = Tables(lake_of_samples)
    found = values_of(lake_of_samples, niveau="territoire", code=TERRITOIRE, latest=False)
    known = [one for one in found if one.low is not None]
    assert {one.indicator.id for one in known} <= set(FORMULAS), "computed by one path only"
    assert len(known) > 500
    wrong = []
    for one in known:
        if not is_found_again(tables, one):
            wrong.append((one.indicator.id, one.lieu.code, one.rubrique, one.vintage))
    assert not wrong


def test_every_value_is_made_of_as_many_rows_as_it_says(lake_of_samples: Lake):
    lake, marts = lake_of_samples, lake_of_samples.marts_folder()
    assert marts is not None
    wrong: Counter[str] = Counter()
    with duckdb.connect() as connection:
        folders = {one: lake.source_folder(one) for one in lake.current()["sources"]}
        for folder in folders.values():
            lay_tables(connection, folder)
        for table in GEOGRAPHY:
            path = literal(str(marts / f"{table}.parquet"))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({path})")
        lay_moved(connection, folders)
        for indicator in list_indicators():
            if set(indicator.sources) <= set(lake.current()["sources"]):
                wrong[indicator.id] += uncounted(connection, indicator, str(marts / VALUES))
    assert not +wrong


def uncounted(connection: duckdb.DuckDBPyConnection, indicator, values: str) -> int:
    """Count the values of the marts whose listed rows are not as many as they say."""
    listed = " UNION ALL ".join(
        f"SELECT _niveau, _code, _rubrique, _vintage FROM ({sql})"
        for sql in indicator.rows().values()
    )
    row = connection.execute(
        f"WITH l AS (SELECT _niveau, _code, _rubrique, _vintage, count(*) AS n FROM ({listed}) "
        f"GROUP BY ALL) SELECT count(*) FROM read_parquet({literal(values)}) AS v LEFT JOIN l ON "
        "l._niveau = v.niveau AND l._code = v.code AND l._rubrique = v.rubrique "
        "AND l._vintage = v.vintage WHERE v.id = ? AND coalesce(l.n, 0) <> v.source_rows",
        [indicator.id],
    ).fetchone()
    assert row is not None
    return int(row[0])


def is_found_again(tables: Tables, one: Value) -> bool:
    low, high = recompute(tables, one)
    point = recompute_point(tables, one)
    is_same_point = point is None if one.value is None else same(one.value, point)
    return is_same_point and same(low, one.low) and same(high, one.high)


def same(one: float, other: float | None) -> bool:
    if other is None:  # a bound that nothing gives
        return math.isinf(one)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
