"""Reads of the schedule, each in a bounded number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from essor.engines.calendrier.propagate import consequences
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.calendar import (
    ActionCalendar,
    PlanCalendar,
    Rows,
    build_calendar,
    standing_of,
)
from essor.records.jalons.draws import SEED, draw_once
from essor.records.jalons.kept import KEPT, CalendarKey
from essor.records.jalons.models import AS_SAID, Dependance, Jalon, Prevision
from essor.records.jalons.schedule import link_of, milestone_of, network_of
from essor.records.journal.models import Tracked
from essor.records.journal.queries import StateByKind, position_of, state_as_of
from essor.records.journal.snapshots import kind_of, rebuild
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.queries import actions_of, get_action, outline_as_of

TrackedT = TypeVar("TrackedT", bound=Tracked)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedJalon:
    """A milestone that another one moves; ``days`` is None from an unknown date."""

    jalon: Jalon
    before: dt.date | None
    after: dt.date | None
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What moves; ``hidden`` counts the milestones of actions that this person may not read."""

    moved: tuple[MovedJalon, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Chances of the last milestone of an action.

    causes : (milestone, share of the draws where it decides, correlation with the end)
    """

    target: Jalon
    expected: dt.date
    p10: dt.date
    p50: dt.date
    p90: dt.date
    held: float
    draws: int
    seed: int
    causes: tuple[tuple[Jalon, float, float], ...]


def plan_calendar(
    *, plan: Plan, by: Access, today: dt.date, since: dt.date | None = None
) -> PlanCalendar:
    """Return the schedule of the actions that this person may read. It is shared: only read it.

    Two queries as long as nothing is written in the territory, five more after a write.
    """
    key = CalendarKey(
        plan_id=plan.pk,
        position=position_of(by.territoire_code),
        readable=tuple(actions_of(plan, by).values_list("pk", flat=True)),
        today=today,
        since=since,
    )
    return KEPT.get(key, lambda: _compute(plan, by, today=today, since=since))


def _compute(plan: Plan, by: Access, *, today: dt.date, since: dt.date | None) -> PlanCalendar:
    return build_calendar(_rows_of(list(actions_of(plan, by))), today=today, since=since)


def plan_calendar_as_of(
    *, plan: Plan, by: Access, at: dt.datetime, since: dt.date | None = None
) -> PlanCalendar | None:
    """Return the schedule as it stood at an instant, None before the plan existed.

    An action is shown if this person could read it then and, if it still exists, may now.
    """
    outline = outline_as_of(plan=plan, by=by, at=at)
    if outline is None:
        return None
    present: list[Tracked] = [
        *Jalon.objects.filter(action__plan=plan).order_by("ordre", "titre", "id"),
        *Prevision.objects.filter(jalon__action__plan=plan).order_by(*AS_SAID),
        *Dependance.objects.filter(apres__action__plan=plan).order_by("id"),
        *Axe.objects.filter(plan=plan).order_by("id"),
    ]
    states = state_as_of(territoire_code=by.territoire_code, at=at, present=present)
    titres = {axe.pk: axe.titre for axe in _rebuilt(states, Axe)}
    actions = [row.action for row in outline.walk()]
    readable = {action.pk for action in actions}
    jalons = [jalon for jalon in _rebuilt(states, Jalon) if jalon.action_id in readable]
    known = {jalon.pk for jalon in jalons}
    rows = Rows(
        actions=[(one, titres.get(one.axe_id, "") if one.axe_id else "") for one in actions],
        jalons=sorted(jalons, key=lambda jalon: (jalon.ordre, jalon.titre)),
        previsions=[one for one in _rebuilt(states, Prevision) if one.jalon_id in known],
        dependances=_rebuilt(states, Dependance),
    )
    return build_calendar(rows, today=at.date(), since=since)


def action_calendar(*, plan: Plan, action: Action, by: Access, today: dt.date) -> ActionCalendar:
    """Return the milestones of an action, pushed by those it rests on anywhere.

    Reads no more than those: five queries, whatever the size of the plan.
    """
    rows = _rows_above(_resting_on(plan, action, by), [(action, "")])
    return build_calendar(rows, today=today).of_action(action)


def calendar_above(*, plan: Plan, action: Action, by: Access, today: dt.date) -> PlanCalendar:
    """Return the milestones of an action and all those it rests on, in their own actions.

    Reads no more than those: six queries, whatever the size of the plan.
    """
    ids = _resting_on(plan, action, by)
    homes = Jalon.objects.filter(pk__in=ids).values("action_id")
    actions = [(one, "") for one in actions_of(plan, by).filter(pk__in=homes)]
    return build_calendar(_rows_above(ids, actions), today=today)


def _rows_above(ids: set[uuid.UUID], actions: list[tuple[Action, str]]) -> Rows:
    return Rows(
        actions=actions,
        jalons=list(Jalon.objects.filter(pk__in=ids).order_by("ordre", "titre", "id")),
        previsions=list(Prevision.objects.filter(jalon_id__in=ids).order_by(*AS_SAID)),
        dependances=list(
            Dependance.objects.filter(apres_id__in=ids, avant_id__in=ids).order_by("id")
        ),
    )


def _resting_on(plan: Plan, action: Action, by: Access) -> set[uuid.UUID]:
    """Return the milestones of an action and all that they rest on, among what she reads."""
    found = set(Jalon.objects.filter(action=action).values_list("pk", flat=True))
    readable = actions_of(plan, by).values("pk")
    pairs = Dependance.objects.filter(
        apres__action__in=readable, avant__action__in=readable
    ).values_list("apres_id", "avant_id")
    before: dict[uuid.UUID, list[uuid.UUID]] = {}
    for apres_id, avant_id in pairs:
        before.setdefault(apres_id, []).append(avant_id)
    queue = list(found)
    while queue:
        for avant_id in before.get(queue.pop(), ()):
            if avant_id not in found:
                found.add(avant_id)
                queue.append(avant_id)
    return found


def get_jalon(*, plan: Plan, action_code: str, jalon_id: uuid.UUID, by: Access) -> Jalon:
    """Return a milestone. Raises Http404 when absent or not readable."""
    action = get_action(plan, action_code, by)
    jalon = Jalon.objects.filter(action=action, pk=jalon_id).first()
    if jalon is None:
        raise Http404
    jalon.action = action
    return jalon


def get_prevision(jalon: Jalon, prevision_id: uuid.UUID) -> Prevision:
    """Return a forecast of a milestone. Raises Http404."""
    found = Prevision.objects.filter(jalon=jalon, pk=prevision_id).first()
    if found is None:
        raise Http404
    found.jalon = jalon
    return found


def get_dependance(action: Action, dependance_id: uuid.UUID) -> Dependance:
    """Return a dependency that a milestone of an action waits for. Raises Http404."""
    found = (
        Dependance.objects.filter(apres__action=action, pk=dependance_id)
        .select_related("avant", "apres")
        .first()
    )
    if found is None:
        raise Http404
    found.apres.action = action
    return found


def dependances_of(action: Action, by: Access) -> list[Dependance]:
    """Return what the milestones of an action wait for, of the actions this person reads."""
    readable = actions_of(action.plan, by).values("pk")
    return list(
        Dependance.objects.filter(apres__action=action, avant__action__in=readable)
        .select_related("avant__action", "apres")
        .order_by("apres__ordre", "avant__titre", "id")
    )


def linkable(plan: Plan, by: Access) -> QuerySet[Jalon]:
    """Return every milestone of the plan that this person may read, by action."""
    return (
        Jalon.objects.filter(action__in=actions_of(plan, by).values("pk"))
        .select_related("action__plan")
        .order_by("action__ordre", "action__code", "ordre", "titre", "id")
    )


def consequences_of(*, jalon: Jalon, expected: Period, by: Access) -> Consequences:
    """Return what else moves in the plan if a milestone is expected on other days."""
    plan = jalon.action.plan
    working = Action.objects.filter(plan=plan, sortie="").order_by("ordre", "code", "id")
    everything = list(working)
    rows = _rows_of(everything)
    network = network_of(rows.jalons, _standing(rows), rows.dependances)
    moved = consequences(network, key=str(jalon.pk), day=expected.end)
    readable = set(actions_of(plan, by).values_list("pk", flat=True))
    by_key = {str(one.pk): one for one in rows.jalons}
    others = [one for one in moved if one.key != str(jalon.pk)]
    shown = [one for one in others if by_key[one.key].action_id in readable]
    actions = {action.pk: action for action in everything}
    for one in shown:
        by_key[one.key].action = actions[by_key[one.key].action_id]
    return Consequences(
        moved=tuple(
            MovedJalon(jalon=by_key[one.key], before=one.before, after=one.after, days=one.days)
            for one in shown
        ),
        hidden=len(others) - len(shown),
    )


def would_stand(jalon: Jalon, announced: Period | None) -> bool:
    """Tell whether a forecast said then would be the last said, or only completes the past."""
    said = Prevision.objects.filter(jalon=jalon, is_cancelled=False).order_by(*AS_SAID)
    last = said.last()
    if last is None or last.announced_on is None:
        return last is None or announced is not None
    return announced is not None and announced.start >= last.announced_on


def risk_of(calendar: ActionCalendar) -> Risk | None:
    """Return the chances of the last milestone of an action, None when nothing is uncertain.

    Draws over the ranges of the forecasts and the durations of the works, dependencies inside
    the action included. No query; the same schedule is drawn once per process.
    """
    jalons = [row.jalon for row in calendar.rows]
    dated = [row for row in calendar.rows if not row.is_reached and row.current is not None]
    if not dated:
        return None
    last = max(dated, key=lambda row: row.current.end if row.current else dt.date.min)
    assert last.current is not None
    standing = {row.jalon.pk: row.standing for row in calendar.rows if row.standing}
    found = draw_once(
        milestones=tuple(milestone_of(one, standing.get(one.pk)) for one in jalons),
        links=tuple(link_of(one) for one in calendar.inside),
        target=str(last.jalon.pk),
        day=last.current.end,
    )
    if found is None:
        return None
    by_key = {str(jalon.pk): jalon for jalon in jalons}
    return Risk(
        target=last.jalon,
        expected=last.current.end,
        p10=found.p10,
        p50=found.p50,
        p90=found.p90,
        held=found.held,
        draws=found.draws,
        seed=SEED,
        causes=tuple((by_key[key], share, driver) for key, share, driver in found.causes),
    )


def _rows_of(actions: list[Action]) -> Rows:
    ids = [action.pk for action in actions]
    titres = {axe.pk: axe.titre for axe in Axe.objects.filter(actions__in=ids).distinct()}
    return Rows(
        actions=[(one, titres.get(one.axe_id, "") if one.axe_id else "") for one in actions],
        jalons=list(Jalon.objects.filter(action_id__in=ids).order_by("ordre", "titre", "id")),
        previsions=list(Prevision.objects.filter(jalon__action_id__in=ids).order_by(*AS_SAID)),
        dependances=list(
            Dependance.objects.filter(apres__action_id__in=ids, avant__action_id__in=ids).order_by(
                "id"
            )
        ),
    )


def _standing(rows: Rows) -> dict[uuid.UUID, Prevision]:
    said: dict[uuid.UUID, list[Prevision]] = {}
    for prevision in rows.previsions:
        said.setdefault(prevision.jalon_id, []).append(prevision)
    found = {key: standing_of(previsions) for key, previsions in said.items()}
    return {key: prevision for key, prevision in found.items() if prevision is not None}


def _rebuilt(states: StateByKind, model: type[TrackedT]) -> list[TrackedT]:
    found = []
    for key, state in states.get(kind_of(model), {}).items():
        obj = rebuild(kind_of(model), key, state)
        assert isinstance(obj, model)
        found.append(obj)
    return found
