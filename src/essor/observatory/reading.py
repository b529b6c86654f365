"""Read what the lake in force says: the values of a place, with the zones that cover it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from essor.observatory.catalogue import list_sources
from essor.observatory.geography import COVERING, Niveau
from essor.observatory.indicators.compute import VALUES
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.sample_places import TABLE as SAMPLES
from essor.observatory.sql import literal
from essor.observatory.vintages import MOVED_ROWS, note_of

NON_CHARGE = "non_charge"
SANS_DONNEE = "sans_donnee"
KEPT_PLACES = 128  # versions never change; a place with its zones holds about 3,000 rows
Row = tuple[Any, ...]  # id, rubrique, vintage, value, low, high, status, source_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Lieu:
    """Where a value is. part : share of the inhabitants of the place asked who live in it."""

    niveau: str
    code: str
    nom: str
    part: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"niveau": self.niveau, "code": self.code, "nom": self.nom, "part": self.part}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of one indicator.

    lieu : the place asked, or a zone that covers it when the source goes no finer
    value : None when only bounds are known, or nothing
    status : connu, intervalle (bounds only), secret, sans_donnee (the source says nothing of this
    place), non_charge (a source of the indicator is not loaded)
    source_rows : number of rows of the sources that it is made of
    moved_rows : how many of them were coded in a commune of yesterday
    is_sample : it was read from a sample shipped with Essor, which holds one territory only
    """

    indicator: Indicator
    lieu: Lieu
    rubrique: str = ""
    vintage: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    status: str
    source_rows: int = 0
    is_sample: bool = False
    moved_rows: int = 0

    @property
    def note(self) -> str:
        """Say what a reader must know of the geography of its rows; empty when nothing."""
        return note_of(self.moved_rows)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: unknown stays null."""
        return {
            "id": self.indicator.id,
            "title": self.indicator.title,
            "rubrique": self.rubrique,
            "lieu": self.lieu.as_dict(),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.indicator.unit,
            "vintage": self.vintage,
            "source": "\u00a0; ".join(_title(one) for one in self.indicator.sources),
            "status": self.status,
            "source_rows": self.source_rows,
            "moved_rows": self.moved_rows,
            "note": self.note,
            "echantillon": self.is_sample,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a version of the marts says of a place and of the zones that cover it.

    lieux : the place asked, named, then its zones ; rows : place -> indicator -> its rows
    moved : place, indicator, breakdown, vintage -> rows brought from former communes
    sampled : source whose sample is in force -> whether it holds all that there is of the place
    """

    lieux: tuple[Lieu, ...]
    rows: Mapping[tuple[str, str], Mapping[str, tuple[Row, ...]]]
    sampled: Mapping[str, bool] = field(default_factory=dict)
    moved: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def of(self, indicator: Indicator, lieu: Lieu) -> tuple[Row, ...]:
        """Return the rows of an indicator there, by breakdown then by vintage."""
        return self.rows.get((lieu.niveau, lieu.code), {}).get(indicator.id, ())

    def lacks(self, indicator: Indicator) -> bool:
        """Tell whether only the sample of a source is there, and leaves the place out."""
        return not all(self.sampled.get(one, True) for one in indicator.sources)


def values_of(lake: Lake, *, niveau: str, code: str, latest: bool = True) -> list[Value]:
    """Return every indicator for a place, each with its status even when nothing is known.

    A territory for which an indicator is not computed gets it for the zones that cover it, the
    most inhabited first.
    latest : only the last vintage of each breakdown
    """
    known = known_of(lake, niveau=niveau, code=code)
    loaded = set(lake.current()["sources"])
    found: list[Value] = []
    for indicator in list_indicators():
        mine = list(values_in(known, indicator, latest=latest))
        is_loaded = set(indicator.sources) <= loaded and not known.lacks(indicator)
        status = SANS_DONNEE if is_loaded else NON_CHARGE
        found.extend(mine or [Value(indicator=indicator, lieu=known.lieux[0], status=status)])
    return found


def known_of(lake: Lake, *, niveau: str, code: str) -> Known:
    """Return what the marts in force say of a place; kept, for a version never changes."""
    folder = lake.marts_folder()
    if folder is None:
        return Known(lieux=(Lieu(niveau=niveau, code=code, nom=""),), rows={})
    return _known(folder, str(niveau), code)


def values_of_version(lake: Lake, *, version: str, niveau: str, code: str) -> list[Value]:
    """Return every value of a place in a version of the marts; nothing when it is gone."""
    folder = lake.root / "marts" / version
    if not (folder / VALUES).exists():
        return []
    known = _known(folder, str(niveau), code)
    return [value for one in list_indicators() for value in values_in(known, one, latest=False)]


def values_in(known: Known, indicator: Indicator, *, latest: bool) -> Iterator[Value]:
    """Give an indicator for the place, else for every zone of the finest level that has it."""
    if known.lacks(indicator):  # the zones around would be shown for want of the place itself
        return
    niveau = next((one.niveau for one in known.lieux if known.of(indicator, one)), None)
    for lieu in known.lieux:
        if lieu.niveau == niveau:
            yield from _values(indicator, lieu, known, latest)


def _values(indicator: Indicator, lieu: Lieu, known: Known, latest: bool) -> Iterator[Value]:
    mine = known.of(indicator, lieu)
    is_sample = not known.sampled.keys().isdisjoint(indicator.sources)
    last = {row[1]: row[2] for row in mine}  # rows come by breakdown, then by vintage
    for _, rubrique, vintage, value, low, high, status, source_rows in mine:
        if not latest or vintage == last[rubrique]:
            yield Value(
                indicator=indicator, lieu=lieu, rubrique=rubrique, vintage=vintage, value=value,
                low=low, high=high, status=status, source_rows=source_rows, is_sample=is_sample,
                moved_rows=known.moved.get(
                    (lieu.niveau, lieu.code, indicator.id, rubrique, vintage), 0
                ),
            )  # fmt: skip


@lru_cache(maxsize=KEPT_PLACES)
def _known(folder: Path, niveau: str, code: str) -> Known:
    with duckdb.connect() as connection:
        lieux = _lieux(connection, folder, Lieu(niveau=niveau, code=code, nom=""))
        rows: dict[tuple[str, str], dict[str, list[Row]]] = {}
        for at_niveau, at_code, *row in _rows(connection, folder, lieux):
            rows.setdefault((at_niveau, at_code), {}).setdefault(row[0], []).append(tuple(row))
        sampled = _sampled(connection, folder, lieux[0])
        moved = _moved(connection, folder, lieux)
    frozen = {
        place: {indicator: tuple(mine) for indicator, mine in by.items()}
        for place, by in rows.items()
    }
    return Known(lieux=lieux, rows=frozen, sampled=sampled, moved=moved)


def _moved(
    connection: duckdb.DuckDBPyConnection, folder: Path, lieux: Sequence[Lieu]
) -> dict[tuple[str, ...], int]:
    if not (folder / f"{MOVED_ROWS}.parquet").exists():  # computed before the moves were told
        return {}
    found = connection.execute(
        "SELECT niveau, code, id, rubrique, vintage, sum(lignes) "
        f"FROM {_table(folder, MOVED_ROWS)} WHERE list_contains(?, niveau || ':' || code) "
        "GROUP BY ALL",
        [[f"{one.niveau}:{one.code}" for one in lieux]],
    ).fetchall()
    return {tuple(row[:-1]): int(row[-1]) for row in found}


def _sampled(connection: duckdb.DuckDBPyConnection, folder: Path, asked: Lieu) -> dict[str, bool]:
    if not (folder / f"{SAMPLES}.parquet").exists():  # computed before samples were shipped
        return {}
    return dict(
        connection.execute(
            f"SELECT source, bool_or(niveau = ? AND code = ?) FROM {_table(folder, SAMPLES)} "
            "GROUP BY source",
            [asked.niveau, asked.code],
        ).fetchall()
    )


def _lieux(connection: duckdb.DuckDBPyConnection, folder: Path, asked: Lieu) -> tuple[Lieu, ...]:
    """Return the place asked, named, then the zones that cover it, the most inhabited first."""
    lieu, zonage = _table(folder, "lieu"), _table(folder, "zonage")
    names = connection.execute(
        f"SELECT nom FROM {lieu} WHERE niveau = ? AND code = ?", [asked.niveau, asked.code]
    ).fetchall()
    named = replace(asked, nom=names[0][0] if names else "")
    if asked.niveau != Niveau.TERRITOIRE:
        return (named,)
    zones = connection.execute(
        f"SELECT z.niveau, z.code, l.nom, z.part FROM {zonage} AS z "
        f"JOIN {lieu} AS l USING (niveau, code) WHERE z.territoire = ? "
        "ORDER BY list_position(?, z.niveau), z.part DESC, z.code",
        [asked.code, [str(one) for one in COVERING]],
    ).fetchall()
    return (named, *(Lieu(niveau=n, code=c, nom=m, part=p) for n, c, m, p in zones))


def _rows(
    connection: duckdb.DuckDBPyConnection, folder: Path, lieux: Sequence[Lieu]
) -> list[tuple[Any, ...]]:
    """Return the rows of several places, sorted as the values of one are read."""
    places = " OR ".join("(niveau = ? AND code = ?)" for _ in lieux)
    return connection.execute(
        "SELECT niveau, code, id, rubrique, vintage, value, low, high, status, source_rows "
        f"FROM read_parquet({literal(str(folder / VALUES))}) WHERE {places} "
        "ORDER BY id, rubrique, vintage",
        [text for one in lieux for text in (one.niveau, one.code)],
    ).fetchall()


def _table(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"


def _title(source: str) -> str:
    return next((one.title for one in list_sources() if one.name == source), source)
