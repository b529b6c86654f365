"""The tidy rows of a lake as plain lists, and which communes each place is made of."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from essor.observatory.catalogue import list_sources
from essor.observatory.lake import Lake
from essor.observatory.reading import Value

Row = dict[str, Any]
Bounds = tuple[float, float]
# Tables whose source says that it is coded in the communes of another year.
FOLLOWED = {
    table.name
    for source in list_sources()
    for table in source.tables
    if table.former_communes is not None
}


class Tables:
    """The tidy rows of a lake, and which communes each place is made of."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._read: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return every row of a tidy table."""
        if table not in self._read:
            (path,) = [
                found
                for source in self.lake.current()["sources"]
                if (folder := self.lake.source_folder(source))
                and (found := folder / f"{table}.parquet").exists()
            ]
            self._read[table] = _parquet(str(path))
        return self._read[table]

    @cached_property
    def communes(self) -> dict[tuple[str, str], set[str]]:
        """Return place -> its communes."""
        folder = self.lake.marts_folder()
        assert folder is not None
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in _parquet(str(folder / "appartenance.parquet")):
            found[row["niveau"], row["code"]].add(row["code_commune_insee"])
        return found

    def today(self, code: str | None) -> str | None:
        """Return the commune that took a former one; None when several did, or nobody knows."""
        if code is None or code in self._present:
            return code
        found = self._became.get(code, set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _present(self) -> set[str]:
        return {code for niveau, code in self.communes if niveau == "commune"}

    @cached_property
    def _became(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        if "insee_passage" in self.lake.current()["sources"]:
            for row in self.rows("passage_commune"):
                found[row["code_ancien"]].add(row["code_commune_insee"])
        return found

    @cached_property
    def inhabitants(self) -> dict[str, int]:
        """Return commune -> inhabitants, as the perimeter that Essor ships has them."""
        from essor.observatory.geography import shipped

        return {
            one.code_commune_insee: one.population_municipale
            for one in shipped().geographie.communes
            if one.population_municipale is not None
        }


def _parquet(path: str) -> list[Row]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [one[0] for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure to compute again."""

    tables: Tables
    value: Value

    @property
    def rubrique(self) -> str:
        return self.value.rubrique

    @property
    def vintage(self) -> str:
        return self.value.vintage

    @property
    def communes(self) -> set[str]:
        return self.tables.communes[self.value.lieu.niveau, self.value.lieu.code]

    def here(self, table: str) -> Iterator[Row]:
        """Give the rows of a table of communes that are in the place."""
        inside = self.communes
        for one in self.tables.rows(table):
            code = one["code_commune_insee"]
            if (self.tables.today(code) if table in FOLLOWED else code) in inside:
                yield one

    def zone(self, table: str, year: str | None = None) -> Iterator[Row]:
        """Give the rows of a table of zones: of the zone, of every zone for the country."""
        lieu = self.value.lieu
        for one in self.tables.rows(table):
            is_here = lieu.niveau == "france" or one["code_zone_emploi"] == lieu.code
            if is_here and str(one["annee"]) == (year or self.vintage):
                yield one


def point(number: float) -> Bounds:
    """Return the bounds of a known number."""
    return number, number


def total(rows: Iterable[Row], column: str) -> float:
    """Add a column, what is empty counting for nothing."""
    return float(math.fsum(one[column] or 0 for one in rows))
