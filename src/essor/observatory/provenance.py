"""Where the values of an indicator come from, and when that was brought in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from essor.observatory.catalogue import list_sources
from essor.observatory.indicators.definition import Indicator
from essor.observatory.lake import Lake
from essor.observatory.source import SourceDescription
from essor.observatory.vintages import moves_said

KEPT = 128  # sources, for a few versions of the marts


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A source of an indicator, as it is in the lake.

    loaded_at : None when it was never loaded ; files : names of the producer's files
    is_sample : the rows shipped with Essor for one territory, not the producer's whole file
    read, refused : rows of the producer's files, and those of them set apart
    moves : what was moved from one vintage of the geography to another, in words
    """

    source: SourceDescription
    loaded_at: datetime | None = None
    is_sample: bool = False
    version: str = ""
    files: tuple[str, ...] = ()
    read: int = 0
    refused: int = 0
    moves: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source.name,
            "producer": self.source.producer,
            "title": self.source.title,
            "page": self.source.page,
            "licence": self.source.licence,
            "vintage": self.source.vintage,
            "loaded_at": self.loaded_at.isoformat() if self.loaded_at else None,
            "is_sample": self.is_sample,
            "version": self.version or None,
        }


def provenance_of(lake: Lake, indicator: Indicator) -> tuple[Provenance, ...]:
    """Return the sources of an indicator, in the order in which it names them."""
    known = {one.name: one for one in list_sources()}
    return tuple(provenance(lake, known[name]) for name in indicator.sources)


def provenance(lake: Lake, source: SourceDescription) -> Provenance:
    """Return what is known of one source in the lake."""
    manifest = lake.manifest(source.name)
    if manifest is None:
        return Provenance(source=source)
    counts: Mapping[str, Mapping[str, Any]] = manifest.get("counts", {})
    return Provenance(
        source=source,
        loaded_at=datetime.fromisoformat(manifest["loaded_at"]),
        is_sample=bool(manifest.get("echantillon")),
        version=manifest["version"],
        files=tuple(manifest["files"].values()),
        read=sum(one.get("read", 0) for one in counts.values()),
        refused=sum(_refused(one) for one in counts.values()),
        moves=_moves(lake, source),
    )


def _refused(count: Mapping[str, Any]) -> int:
    return sum(count.get("refused", {}).values())


def _moves(lake: Lake, source: SourceDescription) -> tuple[str, ...]:
    marts = lake.marts_folder()
    return () if marts is None else _said(marts, tuple(one.name for one in source.tables))


@lru_cache(maxsize=KEPT)
def _said(marts: Path, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Keep what was read: a version of the marts never changes."""
    return tuple(moves_said(marts, tables))
