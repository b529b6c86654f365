"""The sources behind a portrait: who, what, when it was loaded, under which licence."""

from dataclasses import dataclass
from datetime import datetime

from essor.observatory.catalogue import list_sources
from essor.observatory.lake import Lake
from essor.observatory.reading import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """One source. loaded_at : None when the lake does not say."""

    producer: str
    title: str
    page: str
    licence: str
    vintage: str
    loaded_at: datetime | None
    is_sample: bool


def sources_behind(lake: Lake, values: tuple[Value, ...]) -> tuple[SourceShown, ...]:
    """Return the sources of values, by producer, each once."""
    used = {name for value in values for name in value.indicator.sources}
    samples = lake.samples()
    found = [
        SourceShown(
            producer=source.producer,
            title=source.title,
            page=source.page,
            licence=source.licence,
            vintage=source.vintage,
            loaded_at=_loaded_at(lake, source.name),
            is_sample=source.name in samples,
        )
        for source in list_sources()
        if source.name in used
    ]
    return tuple(sorted(found, key=lambda one: (one.producer, one.title)))


def _loaded_at(lake: Lake, source: str) -> datetime | None:
    manifest = lake.manifest(source) or {}
    told = manifest.get("loaded_at")
    return datetime.fromisoformat(told) if told else None
