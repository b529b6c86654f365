"""A portrait, drawn once a day for each territory and each version of the lake."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from essor.observatory.lake import Lake
from essor.observatory.portrait.loading import facts_of
from essor.observatory.portrait.portrait import portrait_of
from essor.observatory.portrait.provenance import sources_behind
from essor.reports.portrait import drawings
from essor.reports.portrait.facts import PortraitFacts

KEPT = 400  # twice the 183 territories: those of a version, and of the one that replaces it


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing and its table."""

    key: str
    title: str
    svg: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """All that the page shows."""

    facts: PortraitFacts
    pictures: tuple[Picture, ...]


def drawn(lake: Lake, *, code: str, nom: str, today: dt.date) -> Drawn:
    """Return the portrait of a territory; the same lake and day give it again at once."""
    current = lake.current()
    versions = tuple(sorted(current["sources"].items()))
    return _drawn(lake, (current["marts"], versions), code, nom, today)


@lru_cache(maxsize=KEPT)
def _drawn(lake: Lake, version: object, code: str, nom: str, today: dt.date) -> Drawn:
    portrait = portrait_of(facts_of(lake, code=code, nom=nom, today=today))
    facts = PortraitFacts(
        nom=nom,
        code=code,
        portrait=portrait,
        sources=sources_behind(lake, portrait.values),
        edited_on=today,
    )
    return Drawn(facts=facts, pictures=tuple(_pictures(facts)))


def _pictures(facts: PortraitFacts) -> list[Picture]:
    found = []
    if structure := facts.portrait.structure:
        found.append(
            Picture(
                key="branches",
                title=drawings.structure_title(structure),
                svg=drawings.structure_svg(structure),
                head=drawings.STRUCTURE_HEAD,
                rows=drawings.structure_rows(structure),
            )
        )
    if evolution := facts.portrait.evolution:
        found.append(
            Picture(
                key="emploi",
                title=drawings.EVOLUTION_TITLE,
                svg=drawings.evolution_svg(evolution),
                head=drawings.EVOLUTION_HEAD,
                rows=drawings.evolution_rows(evolution),
            )
        )
    return found
