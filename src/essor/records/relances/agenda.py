"""Milestones as a calendar (RFC 5545), read with the rights that its owner has now.

An event keeps its UID for life. LAST-MODIFIED is the last trace in the schedule of its action and
of those it rests on; SEQUENCE counts the seconds from the programme's start to that instant, so
that it never goes down. A date given as a month or a quarter is put on its last day, and says so.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from essor.foundations.periods import Period
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for, membres_of
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.models import Dependance
from essor.records.jalons.queries import plan_calendar
from essor.records.journal import models as journal
from essor.records.plans.choices import Statut
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import piloted_by
from essor.records.plans.queries import actions_of, plan_of
from essor.records.relances.addresses import whole
from essor.records.relances.models import FluxAgenda

EPOCH = dt.datetime(2023, 11, 9, tzinfo=dt.UTC)
SHOWN_DELETED = dt.timedelta(days=180)
REFRESH = dt.timedelta(hours=6)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event, before it is written; ``is_cancelled`` stays in the calendar, struck out."""

    uid: uuid.UUID
    action: Action
    titre: str
    when: Period
    notes: tuple[str, ...]
    is_reached: bool
    is_cancelled: bool
    modified_at: dt.datetime


def calendar_of(feed: FluxAgenda, now: dt.datetime) -> bytes:
    """Return the calendar of a feed as its owner may read it at this instant."""
    person = feed.user
    plans = [feed.plan] if feed.plan else _plans_of(person)
    entries = [
        entry for plan in plans for entry in _entries(plan, person, now, is_hers=feed.plan is None)
    ]
    name = f"Jalons de {feed.plan.territoire.nom}" if feed.plan else f"Jalons de {person.label}"
    return write(name=name, entries=entries)


def write(*, name: str, entries: Iterable[Entry]) -> bytes:
    """Write a calendar; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Essor//Jalons//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT6H")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    day = entry.when.end
    event.add("uid", f"jalon-{entry.uid}@essor")
    event.add("dtstamp", entry.modified_at)
    event.add("last-modified", entry.modified_at)
    event.add("sequence", max(0, int((entry.modified_at - EPOCH).total_seconds())))
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", _summary(entry))
    event.add("description", "\n".join(entry.notes))
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [entry.action.code])
    event.add("url", _url(entry.action))
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    is_exact = entry.when.days == 1
    return "CONFIRMED" if entry.is_reached or is_exact else "TENTATIVE"


def _summary(entry: Entry) -> str:
    text = f"{entry.action.code} · {entry.titre}"
    if entry.is_cancelled:
        return f"Annulé : {text}"
    if entry.is_reached:
        return f"Atteint : {text}"
    return text if entry.when.days == 1 else f"{text} ({entry.when.label()}, jour non précisé)"


def _url(action: Action) -> str:
    return whole(reverse("jalons:list", args=[action.plan.territoire.code, action.code]))


def _plans_of(person: User) -> list[Plan]:
    found = (plan_of(membre.territoire) for membre in membres_of(person))
    return [plan for plan in found if plan is not None]


def _entries(plan: Plan, person: User, now: dt.datetime, *, is_hers: bool) -> list[Entry]:
    by = access_for(person, plan.territoire)
    calendar = plan_calendar(plan=plan, by=by, today=timezone.localtime(now).date())
    rows = calendar.rows()
    readable = {action.pk: action for action in actions_of(plan, by)}
    mine = _hers(readable, by) if is_hers else frozenset(readable)
    kept = [
        row
        for row in rows
        if row.current is not None
        and (row.action.pk in mine or row.jalon.responsable_id == person.pk)
    ]
    traces = _traces(readable)
    actions_behind = _actions_behind(rows)
    found = [_entry(row, readable, traces, actions_behind) for row in kept]
    found += _deleted({key: readable[key] for key in mine if key in readable}, now)
    return sorted(found, key=lambda one: (one.when.end, one.titre, str(one.uid)))


def _hers(readable: Mapping[uuid.UUID, Action], by: Access) -> frozenset[uuid.UUID]:
    found = Action.objects.filter(piloted_by(by), pk__in=list(readable))
    return frozenset(found.values_list("pk", flat=True))


def _entry(
    row: JalonRow,
    readable: Mapping[uuid.UUID, Action],
    traces: Mapping[uuid.UUID, dt.datetime],
    behind: Mapping[uuid.UUID, set[uuid.UUID]],
) -> Entry:
    jalon, action = row.jalon, readable[row.action.pk]
    assert row.current is not None
    instants = [traces[key] for key in behind[jalon.pk] | {action.pk} if key in traces]
    return Entry(
        uid=jalon.pk,
        action=action,
        titre=jalon.titre,
        when=row.current,
        notes=tuple(_notes(row, action)),
        is_reached=row.is_reached,
        is_cancelled=action.statut == Statut.ABANDONNE or bool(action.sortie),
        modified_at=max([*instants, jalon.updated_at, action.updated_at]).replace(microsecond=0),
    )


def _notes(row: JalonRow, action: Action) -> Iterator[str]:
    yield f"Action {action.code} : {action.titre}"
    current = row.current
    if row.is_reached:
        yield f"Atteint : {row.jalon.actual.label()}." if row.jalon.actual else "Atteint."
    elif current is not None:
        yield f"Attendu : {current.label()}."
        if current.days > 1:
            yield (
                f"Le jour n'est pas précisé : l'évènement est placé le dernier jour de "
                f"« {current.label()} »."
            )
        if row.pushed_by is not None:
            yield f"Date repoussée par « {row.pushed_by.titre} », dont ce jalon dépend."
    if row.jalon.baseline is not None:
        yield f"Date de référence : {row.jalon.baseline.label()}."
    else:
        yield "Date de référence : non publiée."


def _traces(actions: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """Return the last instant at which the schedule of each action was touched."""
    rows = (
        journal.Event.objects.filter(root_id__in=list(actions), object_kind__startswith="jalons.")
        .values("root_id")
        .annotate(last_at=Max("operation__at"))
        .order_by("root_id")
    )
    return {row["root_id"]: row["last_at"] for row in rows}


def _actions_behind(rows: Iterable[JalonRow]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Return the actions whose schedule may move each milestone, through any chain."""
    home = {row.jalon.pk: row.action.pk for row in rows}
    before: dict[uuid.UUID, list[uuid.UUID]] = {}
    links = Dependance.objects.filter(apres__in=list(home), avant__in=list(home)).order_by("id")
    for apres_id, avant_id in links.values_list("apres_id", "avant_id"):
        before.setdefault(apres_id, []).append(avant_id)
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for key in home:
        seen, queue = {key}, [key]
        while queue:
            for one in before.get(queue.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    queue.append(one)
        found[key] = {home[one] for one in seen}
    return found


def _deleted(actions: Mapping[uuid.UUID, Action], now: dt.datetime) -> Iterator[Entry]:
    """Yield the milestones deleted lately, so that calendars strike them out."""
    events = journal.Event.objects.filter(
        object_kind="jalons.jalon",
        verb=journal.Verb.DELETE,
        root_id__in=list(actions),
        operation__at__gt=now - SHOWN_DELETED,
    ).select_related("operation")
    back = set(
        journal.Event.objects.filter(
            object_kind="jalons.jalon", verb=journal.Verb.CREATE, root_id__in=list(actions)
        ).values_list("object_id", "version")
    )
    for event in events.order_by("id"):
        if any(key == event.object_id and version > event.version for key, version in back):
            continue
        day = timezone.localtime(event.operation.at).date()
        yield Entry(
            uid=event.object_id,
            action=actions[event.root_id],
            titre=str(event.changes["titre"][0]),
            when=Period.day(day),
            notes=(f"Jalon supprimé du plan le {day:%d/%m/%Y}.",),
            is_reached=False,
            is_cancelled=True,
            modified_at=event.operation.at.replace(microsecond=0),
        )
