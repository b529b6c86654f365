"""The timeline as a drawing: promised above, expected below, reached, rests on, today across."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.urls import reverse

from essor.foundations.french import format_date
from essor.foundations.periods import Period
from essor.foundations.tables import Value
from essor.records.accounts.roles import Capability
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.models import Dependance
from essor.records.vues.address import to_query
from essor.records.vues.description import Echelle
from essor.records.vues.queries import WorkingList
from essor.records.vues.rows import ListRow
from essor.web.jalons.time_axis import px
from essor.web.plan.gate import PlanGate

LINES_PER_PAGE = 40  # actions on one page
MOST_LINES = 160  # drawn on one page, milestones included
TOP, LINE, SMALLEST = 40, 34, 7.0
PX_PER_DAY = {Echelle.MOIS: 3.2, Echelle.TRIMESTRE: 1.1, Echelle.ANNEE: 0.32}
LONGEST_PX = 16_000
MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
JALON_HEADS = (
    "Code", "Action", "Jalon", "Référence", "Actuel", "Dernier jour", "État", "Dérive (jours)",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of time; ``href`` announces another date, ``day`` is what the keys move."""

    x: str
    y: str
    width: str
    kind: str
    title: str
    href: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: an action, or a milestone below it. ``fold`` opens or closes an action."""

    kind: str
    label: str
    title: str
    href: str
    bars: tuple[Bar, ...]
    drift: int | None = None
    fold: str = ""
    is_open: bool = False
    count: int = 0
    cells: tuple[Value, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the template draws; ``per_day`` is the scale, for the keys and the mouse."""

    width: str
    height: int
    ticks: tuple[tuple[str, str], ...]
    today_x: str
    lines: tuple[Line, ...]
    links: tuple[str, ...]
    per_day: str
    first: str
    cut: int
    is_tightened: bool


@dataclass(slots=True)
class _Scale:
    first: dt.date
    last: dt.date
    per_day: float

    def at(self, day: dt.date) -> float:
        return 8 + (day - self.first).days * self.per_day


def jalon_cells(row: ListRow) -> list[list[Value]]:
    """Return the lines of one action in the table and the file: itself, then its milestones."""
    action = row.action
    drift = row.calendar.drift.worst_days if row.calendar else None
    own: list[Value] = [action.code, action.titre, "", "", "", action.fin_on or "non publié"]
    own += [action.get_statut_display() or "non publié", "non publié" if drift is None else drift]
    return [own, *(list(_cells(row, one)) for one in _jalons(row))]


def shown_cells(found: WorkingList) -> list[list[str]]:
    """Return the same lines as the file, for the page: every milestone of its actions, in words."""
    return [
        [format_date(value) if isinstance(value, dt.date) else str(value) for value in cells]
        for row in found.page_rows
        for cells in jalon_cells(row)
    ]


def draw_timeline(gate: PlanGate, found: WorkingList) -> Timeline | None:
    """Return the drawing of a page of actions, None when nothing in it has a date."""
    lines, cut = _lines(gate, found)
    days = [day for row in found.page_rows for day in _days(row)]
    if not days:
        return None
    scale, tight = _scale([*days, _today(found)], found.description.echelle)
    places: dict[uuid.UUID, tuple[float, float, float]] = {}
    drawn = tuple(
        _drawn(gate, found, line, scale, TOP + LINE * rank, places)
        for rank, line in enumerate(lines)
    )
    height = TOP + LINE * len(drawn) + 6
    return Timeline(
        width=px(scale.at(scale.last) + 8),
        height=height,
        ticks=tuple(_ticks(scale, found.description.echelle)),
        today_x=px(scale.at(_today(found))),
        lines=drawn,
        links=tuple(_links(places)),
        per_day=f"{scale.per_day:.4f}",
        first=scale.first.isoformat(),
        cut=cut,
        is_tightened=tight,
    )


_Entry = tuple[ListRow, JalonRow | None, bool, str]


def _lines(gate: PlanGate, found: WorkingList) -> tuple[list[_Entry], int]:
    """Return what is drawn, and how many milestones were left to the table."""
    entries: list[_Entry] = []
    cut = 0
    unfolded = set(found.description.unfolded)
    for group in found.groups:
        for rank, row in enumerate(group.rows):
            is_open = "*" in unfolded or row.action.code in unfolded
            entries.append((row, None, is_open, group.label if rank == 0 else ""))
            if not is_open:
                continue
            room = max(0, MOST_LINES - len(entries))
            jalons = _jalons(row)
            entries += [(row, one, False, "") for one in jalons[:room]]
            cut += max(0, len(jalons) - room)
    return entries, cut


def _drawn(
    gate: PlanGate,
    found: WorkingList,
    entry: _Entry,
    scale: _Scale,
    top: float,
    places: dict[uuid.UUID, tuple[float, float, float]],
) -> Line:
    row, jalon, is_open, group = entry
    code, action, query = gate.territoire.code, row.action, to_query(found.description)
    if jalon is None:
        return Line(
            kind="action", label=f"{action.code} {action.titre}",
            title=f"{action.code} {action.titre}",
            bars=tuple(_action_bars(code, query, row, scale, top)),
            href=reverse("plan:action", args=[code, action.code]), fold=_fold(found, action.code),
            is_open=is_open, count=len(_jalons(row)), group=group,
            drift=row.calendar.drift.worst_days if row.calendar else None,
        )  # fmt: skip
    by = gate.access
    is_hers = jalon.jalon.responsable_id is not None and jalon.jalon.responsable_id == by.user_id
    may = row.can_edit or (is_hers and by.can(Capability.EDIT_PILOTED))
    href = ""
    if may and not jalon.is_reached:
        href = reverse("jalons:forecast", args=[code, action.code, jalon.jalon.pk])
        href += f"?vue={_quoted(query)}"
    if jalon.current:
        start, end = scale.at(jalon.current.start), scale.at(jalon.current.end)
        places[jalon.jalon.pk] = (start, end, top + 22)
    return Line(
        kind="jalon", label=jalon.jalon.titre, title=jalon.jalon.titre,
        href=reverse("jalons:list", args=[code, action.code]),
        bars=tuple(_jalon_bars(jalon, href, scale, top)),
        drift=jalon.drift.days if jalon.drift else None, cells=_cells(row, jalon),
    )  # fmt: skip


def _action_bars(code: str, query: str, row: ListRow, scale: _Scale, top: float) -> Iterator[Bar]:
    jalons = _jalons(row)
    promised = [one.jalon.baseline for one in jalons if one.jalon.baseline]
    now = [one.current for one in jalons if one.current]
    if promised:
        yield _bar(_span(promised), "reference ensemble", scale, top + 6, "Référence des jalons")
    if now:
        yield _bar(_span(now), "courant ensemble", scale, top + 18, "Jalons, dates actuelles")
    action = row.action
    for day, field, word in (
        (action.debut_on, "debut_on", "Début"),
        (action.fin_on, "fin_on", "Fin"),
    ):
        if day is None:
            continue
        href = ""
        if row.can_edit:
            href = reverse("listes:cell", args=[code, action.code, field])
            href += f"?depuis=frise&{query}" if query else "?depuis=frise"
        title = f"{word} de {action.code} : {Period.day(day).label()}"
        kind = "borne fin" if field == "fin_on" else "borne debut"
        yield _bar(Period.day(day), kind, scale, top + 6, title, href=href, day=day.isoformat())


def _jalon_bars(one: JalonRow, href: str, scale: _Scale, top: float) -> Iterator[Bar]:
    if one.jalon.baseline:
        title = f"{one.jalon.titre}, référence : {one.jalon.baseline.label()}"
        yield _bar(one.jalon.baseline, "reference", scale, top + 6, title)
    if one.current:
        kind = "atteint" if one.is_reached else "retard" if one.days_late else "courant"
        word = "atteint" if one.is_reached else "attendu"
        title = f"{one.jalon.titre}, {word} : {one.current.label()}"
        yield _bar(
            one.current, kind, scale, top + 18, title, href=href, day=one.current.end.isoformat()
        )


def _bar(
    period: Period,
    kind: str,
    scale: _Scale,
    top: float,
    title: str,
    *,
    href: str = "",
    day: str = "",
) -> Bar:
    start, end = scale.at(period.start), scale.at(period.end + dt.timedelta(days=1))
    return Bar(
        x=px(start), y=px(top), width=px(max(SMALLEST, end - start)), kind=kind, title=title,
        href=href, day=day,
    )  # fmt: skip


def _cells(row: ListRow, one: JalonRow) -> tuple[Value, ...]:
    state = "atteint" if one.is_reached else "date passée" if one.days_late else "attendu"
    return (
        row.action.code,
        row.action.titre,
        one.jalon.titre,
        one.jalon.baseline.label() if one.jalon.baseline else "non publié",
        one.current.label() if one.current else "non publié",
        one.current.end if one.current else "non publié",
        state if one.current else "sans date",
        one.drift.days if one.drift else "non publié",
    )


def _links(places: dict[uuid.UUID, tuple[float, float, float]]) -> Iterator[str]:
    """Yield the path of each dependency both ends of which are drawn. One query."""
    found = Dependance.objects.filter(
        avant_id__in=list(places), apres_id__in=list(places)
    ).order_by("id")
    for link in found:
        _, x, y = places[link.avant_id]
        to_x, _, to_y = places[link.apres_id]
        bend = max(x, to_x) if to_x < x else x + 6
        yield f"M{px(x)} {px(y)} H{px(bend)} V{px(to_y)} H{px(to_x)}"


def _ticks(scale: _Scale, echelle: Echelle) -> Iterator[tuple[str, str]]:
    step = {Echelle.MOIS: 1, Echelle.TRIMESTRE: 3, Echelle.ANNEE: 12}[echelle]
    months = (scale.last.year - scale.first.year + 1) * 12
    while months / step * 46 > scale.at(scale.last) and step < 120:
        step *= 2 if step < 12 else 5
    for index in range(0, months, step):
        year, month = scale.first.year + index // 12, index % 12 + 1
        label = str(year) if month == 1 else MONTHS[month - 1]
        yield px(scale.at(dt.date(year, month, 1))), label


def _scale(days: list[dt.date], echelle: Echelle) -> tuple[_Scale, bool]:
    first, last = dt.date(min(days).year, 1, 1), dt.date(max(days).year, 12, 31)
    wanted = PX_PER_DAY[echelle]
    most = LONGEST_PX / max(1, (last - first).days)
    return _Scale(first, last, min(wanted, most)), most < wanted


def _days(row: ListRow) -> Iterator[dt.date]:
    for day in (row.action.debut_on, row.action.fin_on):
        if day is not None:
            yield day
    for one in _jalons(row):
        for period in (one.jalon.baseline, one.current):
            if period is not None:
                yield period.start
                yield period.end


def _span(periods: list[Period]) -> Period:
    return Period(min(one.start for one in periods), max(one.end for one in periods))


def _jalons(row: ListRow) -> tuple[JalonRow, ...]:
    return row.calendar.rows if row.calendar else ()


def _today(found: WorkingList) -> dt.date:
    return found.page_rows[0].today


def _fold(found: WorkingList, code: str) -> str:
    now = tuple(one for one in found.description.unfolded if one not in (code, "*"))
    if code not in found.description.unfolded:
        now = (*now, code)
    return "?" + (to_query(replace(found.description, unfolded=now)) or "tout=oui")


def _quoted(text: str) -> str:
    return quote(text, safe="")
