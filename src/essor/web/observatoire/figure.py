"""Which figure an address designates: an indicator, a place, a breakdown, a vintage, a version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from essor.observatory.geography import Niveau
from essor.observatory.headings import heading_of
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import Known, Lieu, Value, known_of, values_in
from essor.web.territoires.asked import typed

CODE = re.compile(r"[0-9A-Za-z-]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure and what stands around it.

    value : None when nothing is known of it
    moments : every vintage of the same place and breakdown, the oldest first
    headings : breakdowns of the same place, newest vintage of each, with their names
    zones : the same figure in the other zones that cover the territory
    asked_vintage : that of the address when it is no more in the data, else empty
    """

    indicator: Indicator
    lieu: Lieu
    value: Value | None
    moments: tuple[Value, ...]
    headings: tuple[tuple[str, Value], ...]
    zones: tuple[Value, ...]
    asked_vintage: str

    @property
    def heading(self) -> str:
        """Name of the breakdown shown, empty for the whole."""
        if self.value is None or not self.value.rubrique:
            return ""
        return heading_of(self.indicator, self.value.rubrique)


def indicator_or_404(key: str) -> Indicator:
    """Return the indicator of an address. Raises Http404."""
    found = next((one for one in list_indicators() if one.id == key), None)
    if found is None:
        raise Http404
    return found


def read_figure(request: HttpRequest, lake: Lake, *, territoire: str, indicateur: str) -> Figure:
    """Return the figure that an address designates. Raises Http404 for an unknown place.

    Without a place, it is that of the territory, else of the zone that covers most of it; without
    a breakdown, the whole, else the largest; without a vintage, the last one.
    """
    indicator = indicator_or_404(indicateur)
    known = _place(lake, request.GET.get("lieu", ""), territoire)
    every = list(values_in(known, indicator, latest=False))
    lieu = every[0].lieu if every else known.lieux[0]
    here = [one for one in every if one.lieu == lieu]
    rubrique = _rubrique(here, request.GET.get("rubrique"))  # compared, never tidied
    moments = [one for one in here if one.rubrique == rubrique]
    vintage = typed(request, "millesime")
    value = next((one for one in moments if one.vintage == vintage), None)
    is_lost = bool(vintage) and value is None
    return Figure(
        indicator=indicator,
        lieu=lieu,
        value=value or (moments[-1] if moments else None),
        moments=tuple(moments),
        headings=tuple(_headings(here)),
        zones=tuple(_latest(one for one in every if one.rubrique == rubrique)),
        asked_vintage=vintage if is_lost else "",
    )


def _place(lake: Lake, asked: str, territoire: str) -> Known:
    if not asked:
        return known_of(lake, niveau=Niveau.TERRITOIRE, code=territoire)
    niveau, _, code = asked.partition(":")
    if niveau not in set(Niveau) or not CODE.fullmatch(code):
        raise Http404
    known = known_of(lake, niveau=niveau, code=code)
    if not known.lieux[0].nom:
        raise Http404
    return known if niveau == Niveau.TERRITOIRE else _as_zone(lake, known, territoire)


def _as_zone(lake: Lake, known: Known, territoire: str) -> Known:
    """Give a zone the share of the territory that it covers, when it does."""
    (lieu,) = known.lieux
    around = known_of(lake, niveau=Niveau.TERRITOIRE, code=territoire).lieux
    named = next(
        (one for one in around if (one.niveau, one.code) == (lieu.niveau, lieu.code)), lieu
    )
    return Known(lieux=(named,), rows=known.rows)


def _rubrique(here: list[Value], asked: str | None) -> str:
    """Return the breakdown asked for; else the whole, else the largest."""
    held = {one.rubrique for one in here}
    if asked is not None or "" in held or not held:
        return asked or ""
    return max(_latest(here), key=lambda one: (one.value or one.high or 0, one.rubrique)).rubrique


def _headings(here: list[Value]) -> list[tuple[str, Value]]:
    return [(heading_of(one.indicator, one.rubrique), one) for one in _latest(here)]


def _latest(values: Iterable[Value]) -> list[Value]:
    """Return the last vintage of each place and breakdown; vintages come in order."""
    last = {(one.lieu, one.rubrique): one for one in values}
    return list(last.values())
