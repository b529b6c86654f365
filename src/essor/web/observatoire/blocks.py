"""What a theme page shows of each indicator: values, breakdown, history, places inside, sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from essor.observatory.disagreements import Disagreement, disagreement_of
from essor.observatory.headings import heading_of, is_of_industry
from essor.observatory.indicators.definition import Indicator
from essor.observatory.provenance import Provenance
from essor.observatory.reading import Known, Lieu, Value, values_in
from essor.observatory.wording import figure_text
from essor.reports.charts.history import History, Moment

SHOWN_HEADINGS, SHOWN_PLACES = 8, 8
NARROW_ROWS = 6
BY_VALUE, BY_NAME = "valeur", "nom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: what it is named, its value."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows of a table, those shown of all there are."""

    lieu: Lieu | None
    lines: tuple[Line, ...]
    total: int

    @property
    def hidden(self) -> int:
        """How many rows are left out."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One indicator of a theme page.

    wholes : the whole at each place that has it, newest vintage
    breakdowns : one table for each place ; history : drawing of the first whole, empty when alone
    moments : the same vintages as a table, newest first
    inside : intercommunalités and communes
    """

    indicator: Indicator
    wholes: tuple[Value, ...]
    breakdowns: tuple[Listing, ...]
    history: str
    moments: tuple[Value, ...]
    inside: Listing
    sources: tuple[Provenance, ...]
    is_open: bool

    @property
    def is_known(self) -> bool:
        """Tell whether the data supports a figure here."""
        return bool(self.wholes or self.breakdowns)

    @property
    def is_wide(self) -> bool:
        """Tell whether it needs the width of the page: several tables or a long one."""
        rows = len(self.wholes) + sum(len(one.lines) for one in self.breakdowns)
        return rows > NARROW_ROWS

    @property
    def missing(self) -> tuple[Provenance, ...]:
        """Sources that were never loaded."""
        return tuple(one for one in self.sources if one.loaded_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks shown together: one alone, or those that measure the same thing."""

    blocks: tuple[Block, ...]
    disagreement: Disagreement | None = None


def block_of(
    known: Known,
    indicator: Indicator,
    *,
    inside: Sequence[Value],
    sources: tuple[Provenance, ...],
    order: str,
    is_open: bool,
) -> Block:
    """Return what a page shows of one indicator.

    order : BY_VALUE or BY_NAME, for the breakdowns ; is_open : every row, none left out
    """
    latest = tuple(values_in(known, indicator, latest=True))
    wholes = tuple(one for one in latest if not one.rubrique)
    moments = _moments(known, indicator, wholes)
    return Block(
        indicator=indicator,
        wholes=wholes,
        breakdowns=tuple(_breakdowns(latest, order, is_open)),
        history=drawn(indicator.title, moments),
        moments=tuple(reversed(moments)),
        inside=_inside(inside, is_open),
        sources=sources,
        is_open=is_open,
    )


def grouped(blocks: Iterable[Block]) -> list[Group]:
    """Put together the indicators that measure the same thing, at the place of the first."""
    remaining = list(blocks)
    groups = []
    while remaining:
        first = remaining[0]
        disagreement = disagreement_of(first.indicator.id)
        ids = disagreement.indicators if disagreement else (first.indicator.id,)
        together = tuple(one for one in remaining if one.indicator.id in ids)
        remaining = [one for one in remaining if one not in together]
        groups.append(Group(blocks=together, disagreement=disagreement))
    return groups


def drawn(title: str, moments: Sequence[Value]) -> str:
    """Draw the vintages of one figure, the oldest first; empty when there is nothing to join."""
    return History(
        title=f"{title}, de {moments[0].vintage} à {moments[-1].vintage}" if moments else title,
        moments=[
            Moment(
                label=one.vintage,
                said=f"{one.vintage}\u00a0: {text_of(one)}",
                value=one.value,
                low=one.low,
                high=one.high,
            )
            for one in moments
            if one.low is not None and one.high is not None
        ],
    ).svg()


def text_of(value: Value) -> str:
    """Write a value with its unit."""
    return figure_text(value=value.value, low=value.low, high=value.high, unit=value.indicator.unit)


def _moments(known: Known, indicator: Indicator, wholes: Sequence[Value]) -> list[Value]:
    if not wholes:
        return []
    lieu = wholes[0].lieu
    every = values_in(known, indicator, latest=False)
    return [one for one in every if one.lieu == lieu and not one.rubrique]


def _breakdowns(latest: Iterable[Value], order: str, is_open: bool) -> Iterable[Listing]:
    headed = [one for one in latest if one.rubrique]
    for lieu, values in groupby(headed, key=lambda one: one.lieu):
        lines = [Line(label=heading_of(one.indicator, one.rubrique), value=one) for one in values]
        lines.sort(key=_by_name if order == BY_NAME else _by_value)
        yield _listing(lieu, lines, SHOWN_HEADINGS, is_open)


def _inside(values: Sequence[Value], is_open: bool) -> Listing:
    lines = [Line(label=heading_of(one.indicator, one.rubrique), value=one) for one in values]
    return _listing(None, lines, SHOWN_PLACES, is_open)


def _listing(lieu: Lieu | None, lines: list[Line], most: int, is_open: bool) -> Listing:
    """Cut a table, but never to hide a single row."""
    shown = lines if is_open or len(lines) <= most + 1 else lines[:most]
    return Listing(lieu=lieu, lines=tuple(shown), total=len(lines))


def _by_value(line: Line) -> tuple[bool, float, str]:
    """Branches of industry first, then the largest; an interval by its middle; unknown last."""
    one = line.value
    is_other = not is_of_industry(one.indicator, one.rubrique)
    if one.value is not None:
        return is_other, -one.value, line.label
    if one.low is not None and one.high is not None:
        return is_other, -(one.low + one.high) / 2, line.label
    return is_other, float("inf"), line.label


def _by_name(line: Line) -> tuple[str, str]:
    return line.value.rubrique, line.label
