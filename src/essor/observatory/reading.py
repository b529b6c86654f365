"""Read what the lake in force says: the values of a place, with the zones that cover it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from essor.observatory.catalogue import list_sources
from essor.observatory.geography import COVERING, Niveau
from essor.observatory.indicators.compute import VALUES
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.sql import literal

NON_CHARGE = "non_charge"
SANS_DONNEE = "sans_donnee"


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
        }


def values_of(lake: Lake, *, niveau: str, code: str, latest: bool = True) -> list[Value]:
    """Return every indicator for a place, each with its status even when nothing is known.

    A territory for which an indicator is not computed gets it for the zones that cover it, the
    most inhabited first.
    latest : only the last vintage of each breakdown
    """
    folder = lake.marts_folder()
    asked = Lieu(niveau=niveau, code=code, nom="")
    lieux = [asked] if folder is None else _lieux(folder, asked)
    rows = {lieu: [] if folder is None else _rows(folder, lieu) for lieu in lieux}
    loaded = set(lake.current()["sources"])
    found: list[Value] = []
    for indicator in list_indicators():
        by_lieu = (_of(indicator, lieu, rows[lieu], latest) for lieu in lieux)
        mine = next((values for values in by_lieu if values), [])
        if mine and mine[0].lieu.niveau != niveau:  # every zone of that level
            level = [one for one in lieux if one.niveau == mine[0].lieu.niveau]
            mine = [value for one in level for value in _of(indicator, one, rows[one], latest)]
        is_loaded = set(indicator.sources) <= loaded
        status = SANS_DONNEE if is_loaded else NON_CHARGE
        found.extend(mine or [Value(indicator=indicator, lieu=lieux[0], status=status)])
    return found


def _of(
    indicator: Indicator, lieu: Lieu, rows: Iterable[tuple[Any, ...]], latest: bool
) -> list[Value]:
    mine = [row for row in rows if row[0] == indicator.id]
    last = {row[1]: row[2] for row in mine}  # rows come by breakdown, then by vintage
    return [
        Value(
            indicator=indicator, lieu=lieu, rubrique=rubrique, vintage=vintage, value=value,
            low=low, high=high, status=status, source_rows=source_rows,
        )
        for _, rubrique, vintage, value, low, high, status, source_rows in mine
        if not latest or vintage == last[rubrique]
    ]  # fmt: skip


def _lieux(folder: Path, asked: Lieu) -> list[Lieu]:
    """Return the place asked, named, then the zones that cover it, the most inhabited first."""
    with duckdb.connect() as connection:
        names = _read(
            connection, folder, "SELECT nom FROM {lieu} WHERE niveau = ? AND code = ?", asked
        )
        named = replace(asked, nom=names[0][0] if names else "")
        if asked.niveau != Niveau.TERRITOIRE:
            return [named]
        zones = connection.execute(
            f"SELECT z.niveau, z.code, l.nom, z.part FROM {_table(folder, 'zonage')} AS z "
            f"JOIN {_table(folder, 'lieu')} AS l USING (niveau, code) WHERE z.territoire = ? "
            "ORDER BY list_position(?, z.niveau), z.part DESC, z.code",
            [asked.code, [str(one) for one in COVERING]],
        ).fetchall()
    return [named, *(Lieu(niveau=n, code=c, nom=m, part=p) for n, c, m, p in zones)]


def _rows(folder: Path, lieu: Lieu) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "SELECT id, rubrique, vintage, value, low, high, status, source_rows "
            f"FROM read_parquet({literal(str(folder / VALUES))}) "
            "WHERE niveau = ? AND code = ? ORDER BY id, rubrique, vintage",
            [lieu.niveau, lieu.code],
        ).fetchall()


def _read(
    connection: duckdb.DuckDBPyConnection, folder: Path, sql: str, lieu: Lieu
) -> list[tuple[Any, ...]]:
    text = sql.format(lieu=_table(folder, "lieu"))
    return connection.execute(text, [lieu.niveau, lieu.code]).fetchall()


def _table(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"


def _title(source: str) -> str:
    return next((one.title for one in list_sources() if one.name == source), source)
