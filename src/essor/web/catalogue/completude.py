"""How complete the observatory is, indicator by indicator, in the order of the themes."""

from collections.abc import Iterator
from dataclasses import dataclass

from essor.observatory.completeness import CONNU, Cell, Completeness
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.reading import NON_CHARGE, SANS_DONNEE
from essor.observatory.themes import THEMES, Theme
from essor.observatory.wording import LEVELS

WORDS = {
    CONNU: "connu",
    "intervalle": "en partie, avec des bornes",
    "secret": "secret statistique",
    SANS_DONNEE: "la source n'en dit rien",
    NON_CHARGE: "source non chargée",
}
TOLD = (CONNU, "intervalle", "secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator and the number of territories in each state; cell : of the one shown beside."""

    indicator: Indicator
    counts: tuple[int, ...]
    cell: Cell | None

    @property
    def words(self) -> str:
        """Say what the territory shown beside knows of it, and at which level."""
        if self.cell is None:
            return ""
        words = WORDS[self.cell.status]
        level = LEVELS.get(self.cell.niveau, "")
        return f"{words} ({level})" if level and self.cell.niveau != "territoire" else words


def by_theme(found: Completeness, chosen: str) -> list[tuple[Theme, list[Line]]]:
    """Return the lines of each theme that has some. chosen : territory shown beside, or empty."""
    lines = [(theme, list(_lines(theme, found, chosen))) for theme in THEMES]
    return [(theme, mine) for theme, mine in lines if mine]


def _lines(theme: Theme, found: Completeness, chosen: str) -> Iterator[Line]:
    for one in list_indicators():
        if one.theme != theme.key:
            continue
        counts = found.counts(one)
        yield Line(
            indicator=one,
            counts=tuple(counts[status] for status in WORDS),
            cell=found.cell(chosen, one) if chosen else None,
        )
