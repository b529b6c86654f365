"""Reads the facts of the lists, each in a constant number of queries whatever the rows."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.jalons.calendar import ActionCalendar
from essor.records.jalons.queries import plan_calendar
from essor.records.plans.models import (
    Action,
    Axe,
    CommuneImplantation,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Note,
    Participant,
    Plan,
)
from essor.records.plans.permissions import can_edit_plan, piloted_by
from essor.records.plans.queries import plan_rows
from essor.records.projets.models import GrandProjet
from essor.records.suivi.health import Judged, judged_of, last_days
from essor.records.suivi.models import PointBloquant
from essor.records.suivi.permissions import can_read_suivi
from essor.records.suivi.rules import Dimension
from essor.records.vues.rows import Fact, ListRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads which plan, on which day."""

    plan: Plan
    by: Access
    today: dt.date

    def rows(self, facts: Iterable[Fact] = ()) -> list[ListRow]:
        """Return every action that this person may read, in plan order, with these facts."""
        actions = plan_rows(plan=self.plan, by=self.by).actions
        paths = axe_paths(self.plan)
        mine = self._piloted()
        is_manager = can_edit_plan(self.by, self.plan)
        rows = [
            ListRow(
                action=action,
                today=self.today,
                axe_path=paths[action.axe_id][1] if action.axe_id else (),
                axe_rank=paths[action.axe_id][0] if action.axe_id else 0,
                can_edit=is_manager or action.pk in mine,
                is_mine=action.pk in mine,
            )
            for action in actions
        ]
        return self.complete(rows, facts)

    def complete(self, rows: Sequence[ListRow], facts: Iterable[Fact]) -> list[ListRow]:
        """Return the same rows with these facts read as well."""
        for fact in _in_order(facts):
            rows = _READERS[fact](self, rows)
        return list(rows)

    def _piloted(self) -> set[uuid.UUID]:
        if self.by.user_id is None or not self.by.can(Capability.EDIT_PILOTED):
            return set()
        found = Action.objects.filter(piloted_by(self.by), plan=self.plan)
        return set(found.values_list("pk", flat=True))


def axe_paths(plan: Plan) -> dict[uuid.UUID, tuple[int, tuple[str, ...]]]:
    """Return the rank and the titles from the root down of every heading. One query."""
    axes = list(Axe.objects.filter(plan=plan).order_by("ordre", "titre", "id"))
    children: dict[uuid.UUID | None, list[Axe]] = defaultdict(list)
    for axe in axes:
        children[axe.parent_id].append(axe)
    found: dict[uuid.UUID, tuple[int, tuple[str, ...]]] = {}

    def walk(parent: uuid.UUID | None, above: tuple[str, ...]) -> None:
        for axe in children.get(parent, ()):
            path = (*above, axe.titre)
            found[axe.pk] = (len(found) + 1, path)
            walk(axe.pk, path)

    walk(None, ())
    return found


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Health rests on the calendar, chances on health: declared order."""
    asked = set(facts)
    if asked & {Fact.HEALTH, Fact.CHANCES}:
        asked.add(Fact.CALENDAR)
    if Fact.CHANCES in asked:
        asked.discard(Fact.HEALTH)
    return [fact for fact in Fact if fact in asked]


def _ids(rows: Iterable[ListRow]) -> list[uuid.UUID]:
    return [row.action.pk for row in rows]


def _by_action(parts: Iterable[Any]) -> dict[uuid.UUID, tuple[Any, ...]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for part in parts:
        found[part.action_id].append(part)
    return {key: tuple(values) for key, values in found.items()}


def _parts(name: str, model: Any, order: tuple[str, ...]) -> Callable[..., list[ListRow]]:
    def read(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
        found = _by_action(model.objects.filter(action_id__in=_ids(rows)).order_by(*order))
        return [
            replace(row, **{name: found.get(row.action.pk, ())})  # type: ignore[arg-type]
            for row in rows
        ]

    return read


def _places(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
    """Communes of the actions, and sites of the big projects. Two queries."""
    communes = _parts("communes", CommuneImplantation, ("nom", "code_commune_insee"))
    found = GrandProjet.objects.filter(action_id__in=_ids(rows), action__is_grand_projet=True)
    sites = {site.action_id: site for site in found}
    return [replace(row, site=sites.get(row.action.pk)) for row in communes(reader, rows)]


def _notes(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
    if not reader.by.can(Capability.VIEW_INTERNAL):
        return list(rows)
    notes = Note.objects.filter(action_id__in=_ids(rows)).order_by("noted_on", "created_at", "id")
    last = {note.action_id: note for note in notes}
    return [replace(row, last_note=last.get(row.action.pk)) for row in rows]


def _points(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
    if not can_read_suivi(reader.by):
        return list(rows)
    found = _by_action(
        PointBloquant.objects.filter(action_id__in=_ids(rows), leve_on__isnull=True).order_by(
            "depuis_on", "created_at", "id"
        )
    )
    return [replace(row, points=found.get(row.action.pk, ())) for row in rows]


def _trace(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
    if not reader.by.can(Capability.VIEW_HISTORY):
        return list(rows)
    found = last_days([row.action for row in rows])
    return [replace(row, last_on=found.get(row.action.pk)) for row in rows]


def _calendar(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
    found = calendars_of(reader)
    return [replace(row, calendar=found.get(row.action.pk)) for row in rows]


def _judged(with_chances: bool) -> Callable[[Reader, Sequence[ListRow]], list[ListRow]]:
    def read(reader: Reader, rows: Sequence[ListRow]) -> list[ListRow]:
        if not can_read_suivi(reader.by):
            return list(rows)
        calendars = {row.action.pk: row.calendar for row in rows if row.calendar}
        found = judged_of(
            actions=[row.action for row in rows],
            calendars=calendars,
            today=reader.today,
            with_chances=with_chances,
        )
        shown = set(Dimension) if with_chances else {Dimension.TEMPS, Dimension.BUDGET}
        return [replace(row, judged=_only(found[row.action.pk], shown)) for row in rows]

    return read


def _only(judged: Iterable[Judged], shown: set[Dimension]) -> Mapping[Dimension, Judged]:
    return {one.dimension: one for one in judged if one.dimension in shown}


def calendars_of(reader: Reader) -> dict[uuid.UUID, ActionCalendar]:
    """Return the milestones of every action she reads; computed once per write in the territory."""
    calendar = plan_calendar(plan=reader.plan, by=reader.by, today=reader.today)
    return {one.action.pk: one for axe in calendar.axes for one in axe.actions}


_READERS: Mapping[Fact, Callable[[Reader, Sequence[ListRow]], list[ListRow]]] = {
    Fact.PEOPLE: _parts("people", Participant, ("ordre", "id")),
    Fact.EPCI: _parts("epci", IntercommunaliteConcernee, ("nom", "id")),
    Fact.COMMUNES: _places,
    Fact.EUROS: _parts("financements", Financement, ("ordre", "id")),
    Fact.LINES: _parts("lines", LigneBudget, ("annee", "nature", "id")),
    Fact.NOTES: _notes,
    Fact.POINTS: _points,
    Fact.TRACE: _trace,
    Fact.CALENDAR: _calendar,
    Fact.HEALTH: _judged(with_chances=False),
    Fact.CHANCES: _judged(with_chances=True),
}
