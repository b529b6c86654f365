"""How each action stands: the facts of the records, judged by the rules, and what people say."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.jalons.calendar import ActionCalendar, JalonRow
from essor.records.jalons.queries import plan_calendar, risk_of
from essor.records.journal.kept import Kept
from essor.records.journal.models import Event
from essor.records.journal.queries import Position, position_of
from essor.records.plans.choices import Statut
from essor.records.plans.lateness import days_late
from essor.records.plans.models import Action, LigneBudget, Plan
from essor.records.plans.queries import actions_of
from essor.records.suivi.models import AvisSante, PointBloquant
from essor.records.suivi.permissions import can_edit_suivi, can_read_suivi, require_read_suivi
from essor.records.suivi.queries import open_points, points_of
from essor.records.suivi.rules import (
    Color,
    Delay,
    Dimension,
    Thresholds,
    Verdict,
    is_silent,
    judge_budget,
    judge_risk,
    judge_time,
    progress,
)
from essor.records.suivi.thresholds import thresholds_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One dimension: what the rule says, and what a person says instead, if anyone does."""

    dimension: Dimension
    computed: Verdict
    avis: AvisSante | None

    @property
    def color(self) -> Color:
        """Return the colour that is shown."""
        return Color(self.avis.couleur) if self.avis else self.computed.color


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One action on one day.

    progress : 0 to 1, None without milestone. silent_days : days since the last trace, None when
    there is none. is_silent : too many of them
    """

    action: Action
    progress: float | None
    judged: tuple[Judged, ...]
    last_on: dt.date | None
    silent_days: int | None
    is_silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What the sheet of an action shows to a member."""

    health: Health
    open_points: tuple[PointBloquant, ...]
    lifted_points: tuple[PointBloquant, ...]
    can_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The two counts of a first screen; ``silence_days`` is the threshold."""

    points: int
    addressees: int
    silent: int
    silence_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthKey:
    """What the health of a plan depends on; ``readable`` : the actions that she may read."""

    plan_id: uuid.UUID
    position: Position
    readable: tuple[uuid.UUID, ...]
    today: dt.date


KEPT: Kept[tuple[Health, ...]] = Kept(most=5_000, weigh=len)  # actions


def health_of_plan(*, plan: Plan, by: Access, today: dt.date) -> tuple[Health, ...]:
    """Return how every action that this person reads stands, in plan order. Raises Forbidden.

    It is shared: only read it.
    Two queries as long as nothing is written in the territory, eleven more after a write.
    """
    require_read_suivi(by)
    key = HealthKey(
        plan_id=plan.pk,
        position=position_of(by.territoire_code),
        readable=tuple(actions_of(plan, by).values_list("pk", flat=True)),
        today=today,
    )
    return KEPT.get(key, lambda: _health_of_plan(plan, by, today))


def _health_of_plan(plan: Plan, by: Access, today: dt.date) -> tuple[Health, ...]:
    actions = list(actions_of(plan, by))
    calendar = plan_calendar(plan=plan, by=by, today=today)
    found = {one.action.pk: one for axe in calendar.axes for one in axe.actions}
    facts = _Facts.read(actions, today)
    return tuple(_health(action, found.get(action.pk), facts) for action in actions)


def follow_up_of(
    *, action: Action, calendar: ActionCalendar, by: Access, today: dt.date
) -> FollowUp | None:
    """Return the follow-up of an action that this person reads, None for the public."""
    if not can_read_suivi(by):
        return None
    points = list(points_of(action, by))
    return FollowUp(
        health=_health(action, calendar, _Facts.read([action], today)),
        open_points=tuple(one for one in points if one.is_open),
        lifted_points=tuple(one for one in points if not one.is_open),
        can_edit=can_edit_suivi(by, action),
    )


def judged_of(
    *,
    actions: Iterable[Action],
    calendars: Mapping[uuid.UUID, ActionCalendar],
    today: dt.date,
    with_chances: bool = True,
) -> dict[uuid.UUID, tuple[Judged, ...]]:
    """Return the colours of actions that a member reads, from schedules read already.

    with_chances : draw the chances of the last milestones too, one query for each uncertain
    action; without, the risk is only what a person stated. Three queries otherwise.
    """
    actions = list(actions)
    facts = _Facts.read(actions, today, with_chances=with_chances)
    return {one.pk: _health(one, calendars.get(one.pk), facts).judged for one in actions}


def last_days(actions: Iterable[Action]) -> dict[uuid.UUID, dt.date]:
    """Return the local day of the last trace of each action that has one. One query."""
    return _last_days(actions)


def standing_of(*, plan: Plan, by: Access, today: dt.date) -> Standing | None:
    """Return the counts of the first screen, None for the public. Three queries."""
    if not can_read_suivi(by):
        return None
    points = open_points(plan, by).values_list("destinataire_nature", "destinataire_nom")
    limits = thresholds_on(today)
    heard = _heard_since(by.territoire_code, today - dt.timedelta(days=limits.silence_days - 1))
    silent = sum(
        not _is_closed(statut) and key not in heard
        for key, statut in actions_of(plan, by).values_list("pk", "statut")
    )
    return Standing(
        points=len(points),
        addressees=len({(nature, nom.casefold()) for nature, nom in points}),
        silent=silent,
        silence_days=limits.silence_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    today: dt.date
    limits: Thresholds
    euros: Mapping[uuid.UUID, tuple[Decimal, Decimal]]
    avis: Mapping[tuple[uuid.UUID, str], AvisSante]
    last: Mapping[uuid.UUID, dt.date]
    with_chances: bool = True

    @classmethod
    def read(
        cls, actions: Iterable[Action], today: dt.date, *, with_chances: bool = True
    ) -> "_Facts":
        actions = list(actions)
        ids = [action.pk for action in actions]
        said = AvisSante.objects.filter(action_id__in=ids).order_by("id")
        return cls(
            today=today,
            limits=thresholds_on(today),
            euros=_euros(ids),
            avis={(one.action_id, one.dimension): one for one in said},
            last=_last_days(actions),
            with_chances=with_chances,
        )


def _health(action: Action, calendar: ActionCalendar | None, facts: _Facts) -> Health:
    rows = calendar.rows if calendar else ()
    closed = _is_closed(action.statut)
    planned, spent = facts.euros.get(action.pk, (None, None))
    held, what = _chance(calendar) if facts.with_chances and not closed else (None, "")
    verdicts = {
        Dimension.TEMPS: judge_time(
            delays=tuple(_delays(action, rows, facts.today)), is_closed=closed, limits=facts.limits
        ),
        Dimension.BUDGET: judge_budget(planned_eur=planned, spent_eur=spent, limits=facts.limits),
        Dimension.RISQUE: judge_risk(held=held, what=what, is_closed=closed, limits=facts.limits),
    }
    last_on = facts.last.get(action.pk)
    days = _since(last_on, facts.today)
    return Health(
        action=action,
        progress=progress(tuple((row.jalon.poids, row.is_reached) for row in rows)),
        judged=tuple(
            Judged(dimension=one, computed=verdict, avis=facts.avis.get((action.pk, one.value)))
            for one, verdict in verdicts.items()
        ),
        last_on=last_on,
        silent_days=days,
        is_silent=is_silent(days=days, is_closed=closed, limits=facts.limits),
    )


def _delays(action: Action, rows: Iterable[JalonRow], today: dt.date) -> Iterable[Delay]:
    """Yield every delay that is known: the end of the action, the open milestones."""
    if action.fin_on is not None:
        yield Delay(what="Date de fin de l'action", days=days_late(action, today))
    for row in rows:
        if row.is_reached:
            continue
        name = f"Jalon « {row.jalon.titre} »"
        if row.drift is not None:
            yield Delay(what=f"{name}, sur sa date de référence", days=row.drift.days)
        if row.days_late:
            yield Delay(what=f"{name}, date attendue passée", days=row.days_late)


def _chance(calendar: ActionCalendar | None) -> tuple[float | None, str]:
    """Return the chance of the last milestone; asked only where a range makes it uncertain."""
    if calendar is None or not any(_has_range(row) for row in calendar.rows):
        return None, ""
    risk = risk_of(calendar)
    return (None, "") if risk is None else (risk.held, f"Jalon « {risk.target.titre} »")


def _has_range(row: JalonRow) -> bool:
    if row.is_reached:
        return False
    ranged = row.standing is not None and row.standing.plus_tot_on is not None
    return ranged or row.jalon.duree_days is not None


def _euros(ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Decimal, Decimal]]:
    """Add the lines whose two amounts are known, by action."""
    sums: dict[uuid.UUID, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    lines = LigneBudget.objects.filter(
        action_id__in=ids, previsionnel_eur__isnull=False, reel_eur__isnull=False
    ).order_by("id")
    for line in lines:
        planned, spent = sums[line.action_id]
        assert line.previsionnel_eur is not None
        assert line.reel_eur is not None
        sums[line.action_id] = (planned + line.previsionnel_eur, spent + line.reel_eur)
    return dict(sums)


def _last_days(actions: Iterable[Action]) -> dict[uuid.UUID, dt.date]:
    """Return the local day of the last event of each action and of what belongs to it."""
    ids = [action.pk for action in actions]
    latest = (
        Event.objects.filter(root_id__in=ids)
        .values("root_id")
        .annotate(last_at=Max("operation__at"))
        .order_by("root_id")
    )
    return {row["root_id"]: _local_day(row["last_at"]) for row in latest}


def _heard_since(territoire_code: str, day: dt.date) -> set[uuid.UUID]:
    """Return the actions that left a trace since the beginning of a day; reads no older event."""
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    recent = Event.objects.filter(
        operation__territoire_code=territoire_code, operation__at__gte=morning
    )
    return set(recent.order_by().values_list("root_id", flat=True).distinct())


def _since(day: dt.date | None, today: dt.date) -> int | None:
    return None if day is None else max(0, (today - day).days)


def _local_day(instant: dt.datetime) -> dt.date:
    return timezone.localtime(instant).date()


def _is_closed(statut: str) -> bool:
    return bool(statut) and Statut(statut).is_closed
