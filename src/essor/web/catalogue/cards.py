"""A source as the catalogue shows it: its description, what became of its rows, how old it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from essor.observatory.advice import Advice, advice_on
from essor.observatory.catalogue import list_sources
from essor.observatory.freshness import Etat, Freshness, freshness
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.samples import Sample, sample_of
from essor.observatory.source import RawFile, SourceDescription, Table

WORDS = {
    Etat.JAMAIS: "jamais chargée",
    Etat.ECHANTILLON: "échantillon",
    Etat.CHARGE: "chargée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCount:
    """What became of the rows of one file of the producer.

    refused : reason -> rows set apart ; new_columns : columns that nobody knew of
    """

    file: RawFile
    name: str
    read: int
    corrected: int
    refused: Mapping[str, int]
    new_columns: tuple[str, ...]

    @property
    def refused_rows(self) -> int:
        """Number of rows set apart."""
        return sum(self.refused.values())

    @property
    def kept(self) -> int:
        """Number of rows that the tables are made of."""
        return self.read - self.refused_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A source of the catalogue.

    tables : tidy tables and their rows, None before it was loaded
    indicators : what is computed from it ; version, engine : of the load in force
    """

    freshness: Freshness
    indicators: tuple[Indicator, ...]
    advice: Advice
    sample: Sample | None
    files: tuple[FileCount, ...] = ()
    tables: tuple[tuple[Table, int | None], ...] = ()
    version: str = ""
    engine: str = ""

    @property
    def source(self) -> SourceDescription:
        """The description."""
        return self.freshness.source

    @property
    def words(self) -> str:
        """Say in French what the lake holds of it."""
        return WORDS[self.freshness.etat]

    @property
    def read(self) -> int:
        """Rows of the producer's files."""
        return sum(one.read for one in self.files)

    @property
    def corrected(self) -> int:
        """Rows that a correction changed."""
        return sum(one.corrected for one in self.files)

    @property
    def refused(self) -> int:
        """Rows set apart."""
        return sum(one.refused_rows for one in self.files)

    @property
    def rows(self) -> int:
        """Rows of its tidy tables."""
        return sum(rows or 0 for _, rows in self.tables)

    @property
    def has_new_columns(self) -> bool:
        """Tell whether a file has columns that its description does not know."""
        return any(one.new_columns for one in self.files)


def cards(lake: Lake, *, on: date) -> list[Card]:
    """Return every source of the catalogue, those of the same producer together."""
    found = [_card(lake, one) for one in freshness(lake, on=on)]
    return sorted(found, key=lambda one: (one.source.producer.lower(), one.source.title.lower()))


def card_or_404(lake: Lake, name: str, *, on: date) -> Card:
    """Return one source of the catalogue. Raises Http404."""
    source = next((one for one in list_sources() if one.name == name), None)
    if source is None:
        raise Http404
    return _card(lake, freshness(lake, on=on, sources=[source])[0])


def _card(lake: Lake, fresh: Freshness) -> Card:
    source = fresh.source
    manifest = lake.manifest(source.name) or {}
    rows: Mapping[str, int] = manifest.get("tables", {})
    return Card(
        freshness=fresh,
        indicators=tuple(one for one in list_indicators() if source.name in one.sources),
        advice=advice_on(source),
        sample=sample_of(source.name) if fresh.etat is Etat.ECHANTILLON else None,
        files=tuple(
            _count(one, manifest) for one in source.files if one.role in manifest.get("counts", {})
        ),
        tables=tuple((one, rows.get(one.name)) for one in source.tables),
        version=manifest.get("version", ""),
        engine=manifest.get("engine", ""),
    )


def _count(file: RawFile, manifest: Mapping[str, Any]) -> FileCount:
    count = manifest["counts"][file.role]
    return FileCount(
        file=file,
        name=manifest["files"].get(file.role, ""),
        read=count["read"],
        corrected=count.get("corrected", 0),
        refused=count.get("refused", {}),
        new_columns=tuple(manifest.get("new_columns", {}).get(file.role, ())),
    )
