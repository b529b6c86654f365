"""What an indicator says of the places inside a territory: its intercommunalités, its communes."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from essor.observatory.geography import Niveau
from essor.observatory.indicators.compute import VALUES
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import Lieu, Value
from essor.observatory.sql import literal

KEPT = 64  # territories and themes; a large one holds about 20,000 rows
LEVELS = (Niveau.EPCI, Niveau.COMMUNE)
Found = Mapping[str, tuple[Value, ...]]


def values_inside(lake: Lake, *, territoire: str, theme: str) -> Found:
    """Return indicator -> values of the places inside, the last vintage of each breakdown.

    The whole alone where it is known, else every breakdown. Intercommunalités come first, by name,
    then communes; `part` is the share of the communes of the place that are in the territory.
    """
    folder = lake.marts_folder()
    return {} if folder is None else _inside(folder, territoire, theme)


@lru_cache(maxsize=KEPT)
def _inside(folder: Path, territoire: str, theme: str) -> Found:
    known = {one.id: one for one in list_indicators() if one.theme == theme}
    found: dict[str, list[Value]] = {}
    for indicator, *row in _rows(folder, territoire, list(known)):
        found.setdefault(indicator, []).append(_value(known[indicator], row))
    return {indicator: _whole_first(values) for indicator, values in found.items()}


def _whole_first(values: list[Value]) -> tuple[Value, ...]:
    whole = tuple(one for one in values if not one.rubrique)
    return whole or tuple(values)


def _value(indicator: Indicator, row: list[Any]) -> Value:
    niveau, code, nom, part, rubrique, vintage, value, low, high, status, source_rows = row
    return Value(
        indicator=indicator, lieu=Lieu(niveau=niveau, code=code, nom=nom, part=part),
        rubrique=rubrique, vintage=vintage, value=value, low=low, high=high, status=status,
        source_rows=source_rows,
    )  # fmt: skip


def _rows(folder: Path, territoire: str, indicators: list[str]) -> list[tuple[Any, ...]]:
    valeurs, appartenance, lieu = (
        f"read_parquet({literal(str(folder / file))})"
        for file in (VALUES, "appartenance.parquet", "lieu.parquet")
    )
    with duckdb.connect() as connection:
        return connection.execute(
            f"""
            WITH dedans AS (
                SELECT p.niveau, p.code, count(*) AS n
                FROM {appartenance} AS t JOIN {appartenance} AS p USING (code_commune_insee)
                WHERE t.niveau = 'territoire' AND t.code = $territoire
                  AND p.niveau IN ('epci', 'commune') GROUP BY p.niveau, p.code
            ), entier AS (
                SELECT niveau, code, count(*) AS n FROM {appartenance}
                WHERE niveau IN ('epci', 'commune') GROUP BY niveau, code
            ), lieu_dedans AS (
                SELECT d.niveau, d.code, l.nom, d.n / e.n AS part
                FROM dedans AS d JOIN entier AS e USING (niveau, code)
                JOIN {lieu} AS l USING (niveau, code)
            )
            SELECT v.id, v.niveau, v.code, d.nom, d.part, v.rubrique, v.vintage, v.value, v.low,
                   v.high, v.status, v.source_rows
            FROM {valeurs} AS v JOIN lieu_dedans AS d USING (niveau, code)
            WHERE v.niveau IN ('epci', 'commune') AND v.id IN (SELECT unnest($indicators))
            QUALIFY v.vintage = max(v.vintage) OVER (
                PARTITION BY v.id, v.niveau, v.code, v.rubrique)
            ORDER BY v.id, v.niveau DESC, d.nom, v.code, v.rubrique
            """,
            {"territoire": territoire, "indicators": indicators},
        ).fetchall()
