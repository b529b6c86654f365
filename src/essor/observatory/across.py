"""The values of one indicator for every place of a level, read once for each version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from essor.foundations.errors import UserFault
from essor.observatory.geography import Niveau
from essor.observatory.indicators.compute import VALUES
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import NON_CHARGE, SANS_DONNEE, Lieu
from essor.observatory.sql import literal

KEPT_READS = 128  # a breakdown at the grain of communes holds about 35,000 rows
KEPT_INDICATORS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValue:
    """What an indicator says of one place; status as in `reading.Value`."""

    code: str
    nom: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    status: str
    vintage: str = ""
    source_rows: int = 0
    rubrique: str = ""


Rows = Mapping[str, Mapping[str, PlaceValue]]  # vintage -> place -> value


def values_across(
    lake: Lake, *, indicator: str, niveau: str, rubrique: str = "", vintage: str | None = None
) -> list[PlaceValue]:
    """Return the value of every place of a level, by code; a place without one says why.

    vintage : the last one that any place of the level has when None; one vintage for all, so that
    two places are never compared at two dates
    Raises UserFault when no indicator has this name.
    """
    found = _of(lake, indicator, niveau, rubrique)
    asked = vintage if vintage is not None else max(found, default="")
    rows = found.get(asked, {})
    unknown = _why_unknown(lake, get_indicator(indicator))
    return [
        rows.get(code)
        or PlaceValue(code=code, nom=nom, status=unknown, vintage=asked, rubrique=rubrique)
        for code, nom in names_of(lake, niveau).items()
    ]


def series_across(
    lake: Lake, *, indicator: str, niveau: str, rubrique: str = ""
) -> dict[str, dict[str, PlaceValue]]:
    """Return place -> vintage -> value, for the places and vintages that have one."""
    by_place: dict[str, dict[str, PlaceValue]] = {}
    for vintage, rows in sorted(_of(lake, indicator, niveau, rubrique).items()):
        for code, value in rows.items():
            by_place.setdefault(code, {})[vintage] = value
    return by_place


def vintages_across(
    lake: Lake, *, indicator: str, niveau: str, rubrique: str = ""
) -> tuple[str, ...]:
    """Return the vintages that at least one place of the level has, the oldest first."""
    return tuple(sorted(_of(lake, indicator, niveau, rubrique)))


def rubriques_across(lake: Lake, *, indicator: str, niveau: str) -> tuple[str, ...]:
    """Return the breakdowns that at least one place of the level has; "" is the whole."""
    return _held(lake).get((get_indicator(indicator).id, str(niveau)), ())


def levels_across(lake: Lake) -> dict[str, frozenset[str]]:
    """Return indicator -> levels at which it has a value; nothing before the first refresh."""
    levels: dict[str, set[str]] = {}
    for indicator, niveau in _held(lake):
        levels.setdefault(indicator, set()).add(niveau)
    return {indicator: frozenset(held) for indicator, held in levels.items()}


def names_of(lake: Lake, niveau: str) -> Mapping[str, str]:
    """Return code -> name of every place of a level, by code; nothing before the first refresh."""
    folder = lake.marts_folder()
    return {} if folder is None else _names(str(folder), str(niveau))


def zones_across(lake: Lake, niveau: str) -> Mapping[str, tuple[Lieu, ...]]:
    """Return territory -> zones of a level that cover it, the most inhabited first."""
    folder = lake.marts_folder()
    return {} if folder is None else _zones(str(folder), str(niveau))


def get_indicator(indicator: str) -> Indicator:
    """Return one indicator. Raises UserFault when there is none of that name."""
    known = {one.id: one for one in list_indicators()}
    if indicator not in known:
        raise UserFault.single(
            "Cet indicateur n'existe pas.", value=indicator, expected=", ".join(known)
        )
    return known[indicator]


def _of(lake: Lake, indicator: str, niveau: str, rubrique: str) -> Rows:
    folder = lake.marts_folder()
    name = get_indicator(indicator).id
    return {} if folder is None else _read(str(folder), name, str(niveau), rubrique)


def _held(lake: Lake) -> Mapping[tuple[str, str], tuple[str, ...]]:
    folder = lake.marts_folder()
    return {} if folder is None else _breakdowns(str(folder))


def _why_unknown(lake: Lake, indicator: Indicator) -> str:
    """A sample holds one territory: of the others, it is as if nothing were loaded."""
    whole = set(lake.current()["sources"]) - lake.samples()
    return SANS_DONNEE if set(indicator.sources) <= whole else NON_CHARGE


@lru_cache(maxsize=KEPT_READS)
def _read(folder: str, indicator: str, niveau: str, rubrique: str) -> Rows:
    """Read a breakdown at a level; a version of the marts never changes, so it is kept."""
    names = _names(folder, niveau)
    found: dict[str, dict[str, PlaceValue]] = {}
    for vintage, code, value, low, high, status, source_rows in _rows(
        folder, indicator, niveau
    ).get(rubrique, ()):
        found.setdefault(vintage, {})[code] = PlaceValue(
            code=code, nom=names.get(code, code), value=value, low=low, high=high,
            status=status, vintage=vintage, source_rows=source_rows, rubrique=rubrique,
        )  # fmt: skip
    return found


@lru_cache(maxsize=KEPT_INDICATORS)
def _rows(folder: str, indicator: str, niveau: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Return breakdown -> rows, every breakdown in one read of the file."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for rubrique, *row in _query(
        folder,
        "SELECT rubrique, vintage, code, value, low, high, status, source_rows FROM {valeurs} "
        "WHERE id = ? AND niveau = ? ORDER BY rubrique, vintage, code",
        [indicator, niveau],
    ):
        found.setdefault(rubrique, []).append(tuple(row))
    return found


@lru_cache(maxsize=len(Niveau) * 2)
def _names(folder: str, niveau: str) -> Mapping[str, str]:
    rows = _query(
        folder, "SELECT DISTINCT code, nom FROM {lieu} WHERE niveau = ? ORDER BY code", [niveau]
    )
    return dict(rows)


@lru_cache(maxsize=len(Niveau) * 2)
def _zones(folder: str, niveau: str) -> Mapping[str, tuple[Lieu, ...]]:
    names = _names(folder, niveau)
    found: dict[str, list[Lieu]] = {}
    for territoire, code, part in _query(
        folder,
        "SELECT territoire, code, part FROM {zonage} WHERE niveau = ? "
        "ORDER BY territoire, part DESC, code",
        [niveau],
    ):
        zone = Lieu(niveau=niveau, code=code, nom=names.get(code, code), part=part)
        found.setdefault(territoire, []).append(zone)
    return {territoire: tuple(zones) for territoire, zones in found.items()}


@lru_cache(maxsize=2)
def _breakdowns(folder: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return (indicator, level) -> its breakdowns, by name."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for indicator, niveau, rubriques in _query(
        folder,
        "SELECT id, niveau, list_sort(list(DISTINCT rubrique)) FROM {valeurs} "
        "GROUP BY id, niveau ORDER BY id, niveau",
        [],
    ):
        found[indicator, niveau] = tuple(rubriques)
    return found


def _query(folder: str, sql: str, asked: Sequence[str]) -> list[tuple[Any, ...]]:
    text = sql.format(
        valeurs=_table(folder, VALUES),
        lieu=_table(folder, "lieu.parquet"),
        zonage=_table(folder, "zonage.parquet"),
    )
    with duckdb.connect() as connection:
        return connection.execute(text, asked).fetchall()


def _table(folder: str, file: str) -> str:
    return f"read_parquet({literal(str(Path(folder) / file))})"
