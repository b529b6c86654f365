"""Reads of a plan, each in a bounded number of queries."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Tracked
from essor.records.journal.queries import State, StateByKind, position_of, state_as_of
from essor.records.journal.snapshots import kind_of, rebuild
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.kept import KEPT, PlanKey, PlanRows
from essor.records.plans.lateness import is_late
from essor.records.plans.models import (
    Action,
    Annonce,
    Axe,
    Financement,
    Participant,
    Plan,
)
from essor.records.plans.outline import PlanOutline, build_outline
from essor.records.plans.permissions import piloted_by, readable_levels, visible_actions
from essor.records.territoires.models import Territoire

TrackedT = TypeVar("TrackedT", bound=Tracked)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    """What the reader of the list asked for; empty means everything."""

    texte: str = ""
    statuts: frozenset[str] = field(default_factory=frozenset)
    priorites: frozenset[str] = field(default_factory=frozenset)
    axe_id: uuid.UUID | None = None
    pilote: str = ""
    only_grand_projet: bool = False
    only_late: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked for."""
        return self == PlanFilter()


def plan_of(territoire: Territoire) -> Plan | None:
    """Return the plan of a territory in its phase, None when it has none yet."""
    return Plan.objects.filter(territoire=territoire).select_related("territoire").first()


def actions_of(plan: Plan, by: Access) -> QuerySet[Action]:
    """Return the actions of the working plan that this person may read, in plan order.

    Those that left the plan (done, given up, merged…) are in ``every_action_of`` only.
    """
    return every_action_of(plan, by).filter(sortie="")


def every_action_of(plan: Plan, by: Access) -> QuerySet[Action]:
    """Return what this person may read of the plan, actions that left it included."""
    return (
        Action.objects.filter(visible_actions(by), plan=plan)
        .select_related("axe", "parent", "plan__territoire")
        .order_by("ordre", "code", "id")
    )


def get_action(plan: Plan, code: str, by: Access) -> Action:
    """Return an action by its code, even one that left the plan. Raises Http404 otherwise."""
    action = every_action_of(plan, by).filter(code__iexact=code).first()
    if action is None:
        raise Http404
    return action


def outline_of(
    *, plan: Plan, by: Access, today: dt.date, asked: PlanFilter | None = None
) -> PlanOutline:
    """Return the plan as it stands, filtered. Its rows are shared: only read them.

    Two queries as long as nothing is written in the territory, four more after a write.
    """
    asked = asked or PlanFilter()
    rows = plan_rows(plan=plan, by=by)
    return build_outline(
        plan=plan,
        at=None,
        today=today,
        axes=rows.axes,
        actions=_filtered(rows.actions, rows.participants, rows.axes, asked, today),
        participants=rows.participants,
        financements=rows.financements,
        keep_empty_axes=asked.is_empty,
    )


def plan_rows(*, plan: Plan, by: Access) -> PlanRows:
    """Return what the plan is made of for this person, kept until somebody writes."""
    key = PlanKey(
        plan_id=plan.pk,
        position=position_of(by.territoire_code),
        readable=tuple(actions_of(plan, by).values_list("pk", flat=True)),
    )
    return KEPT.get(key, lambda: _read_rows(plan, by))


def _read_rows(plan: Plan, by: Access) -> PlanRows:
    actions = tuple(actions_of(plan, by))
    ids = [action.id for action in actions]
    return PlanRows(
        actions=actions,
        participants=tuple(Participant.objects.filter(action_id__in=ids).order_by("ordre", "id")),
        financements=tuple(Financement.objects.filter(action_id__in=ids).order_by("ordre", "id")),
        axes=tuple(Axe.objects.filter(plan=plan).order_by("ordre", "titre", "id")),
    )


def outline_as_of(*, plan: Plan, by: Access, at: dt.datetime) -> PlanOutline | None:
    """Return the plan as it stood at an instant, None before it existed.

    An action is shown if this person could read it then and, if it still
    exists, may read it now.
    """
    present: list[Tracked] = [plan]
    for queryset in (
        Axe.objects.filter(plan=plan),
        Action.objects.filter(plan=plan),
        Participant.objects.filter(action__plan=plan),
        Financement.objects.filter(action__plan=plan),
    ):
        present.extend(queryset)
    states = state_as_of(territoire_code=by.territoire_code, at=at, present=present)
    past_plan = states.get(kind_of(Plan), {}).get(plan.id)
    if past_plan is None:
        return None
    actions = readable_then_and_now(_objects(states, Action), plan, by)
    return build_outline(
        plan=_rebuilt(Plan, plan.id, past_plan),
        at=at,
        today=at.date(),
        axes=_objects(states, Axe),
        actions=[action for action in actions if not action.sortie],
        participants=_objects(states, Participant),
        financements=_objects(states, Financement),
    )


def annonces_of(plan: Plan, action: Action | None = None) -> QuerySet[Annonce]:
    """Return what was announced in public about a plan or one of its actions, oldest first."""
    found = Annonce.objects.filter(plan=plan)
    if action is not None:
        found = found.filter(action=action)
    return found.order_by("sujet", "announced_on", "ordre", "id")


def deleted_actions(plan: Plan, by: Access) -> list[Event]:
    """Return the deletions of actions that no restoration has undone, latest first."""
    by.require(Capability.RESTORE)
    events = Event.objects.filter(
        object_kind=kind_of(Action),
        verb="delete",
        operation__territoire_code=by.territoire_code,
        changes__plan_id__0=str(plan.id),
    )
    existing = set(Action.objects.filter(plan=plan).values_list("id", flat=True))
    latest: dict[uuid.UUID, Event] = {}
    for event in events.select_related("operation").order_by("id"):
        latest[event.object_id] = event
    return [event for key, event in reversed(latest.items()) if key not in existing]


def axes_with_counts(plan: Plan) -> list[tuple[Axe, int, int]]:
    """Return the headings in tree order, each with its depth and its number of actions."""
    counts = Counter(Action.objects.filter(plan=plan, sortie="").values_list("axe_id", flat=True))
    children: dict[uuid.UUID | None, list[Axe]] = {}
    for axe in Axe.objects.filter(plan=plan).order_by("ordre", "titre", "id"):
        children.setdefault(axe.parent_id, []).append(axe)

    def walk(parent: uuid.UUID | None, depth: int) -> Iterator[tuple[Axe, int, int]]:
        for axe in children.get(parent, []):
            yield axe, depth, counts[axe.id]
            yield from walk(axe.id, depth + 1)

    return list(walk(None, 0))


def _filtered(
    actions: Sequence[Action],
    participants: Sequence[Participant],
    axes: Sequence[Axe],
    asked: PlanFilter,
    today: dt.date,
) -> list[Action]:
    if asked.is_empty:
        return list(actions)
    piloted = _piloted_ids(participants, asked.pilote)
    branch = _branch(axes, asked.axe_id)
    return [
        action
        for action in actions
        if (not asked.statuts or (action.statut or "non_publie") in asked.statuts)
        and (not asked.priorites or (action.priorite or "non_publie") in asked.priorites)
        and (asked.axe_id is None or action.axe_id in branch)
        and (not asked.pilote or action.id in piloted)
        and (not asked.only_grand_projet or action.is_grand_projet)
        and (not asked.only_late or is_late(action, today))
        and _matches(action, asked.texte)
    ]


def _matches(action: Action, texte: str) -> bool:
    haystack = fold(f"{action.code} {action.titre} {action.descriptif} {action.objectifs}")
    return all(word in haystack for word in fold(texte).split())


def _piloted_ids(participants: Sequence[Participant], pilote: str) -> set[uuid.UUID]:
    roles = {ParticipantRole.PERSONNE_PILOTE, ParticipantRole.STRUCTURE_PILOTE}
    wanted = fold(pilote)
    return {p.action_id for p in participants if p.role in roles and fold(p.nom) == wanted}


def _branch(axes: Sequence[Axe], axe_id: uuid.UUID | None) -> set[uuid.UUID | None]:
    branch: set[uuid.UUID | None] = {axe_id}
    grew = True
    while grew:
        below = {axe.id for axe in axes if axe.parent_id in branch} - branch
        branch |= below
        grew = bool(below)
    return branch


class ThenAndNow:
    """What this person may read of the plan now, to sieve what it was at any past date."""

    def __init__(self, plan: Plan, by: Access) -> None:
        self.now_all = set(Action.objects.filter(plan=plan).values_list("id", flat=True))
        self.now_mine = set(every_action_of(plan, by).values_list("id", flat=True))
        hers = Action.objects.filter(piloted_by(by), plan=plan)
        self.piloted = set(hers.values_list("id", flat=True))
        self.levels = set(readable_levels(by))

    def keep(self, past: list[Action]) -> list[Action]:
        """Keep the past actions that she could read then and, if they exist, may read now."""
        then = {action.id: action for action in past}

        def readable(action: Action) -> bool:
            level = action.confidentialite
            if action.id in self.now_all:
                return action.id in self.now_mine and (
                    level in self.levels or action.id in self.piloted
                )
            parent = then.get(action.parent_id) if action.parent_id else None
            return level in self.levels and (
                parent is None or parent.confidentialite in self.levels
            )

        return [action for action in past if readable(action)]


def readable_then_and_now(past: list[Action], plan: Plan, by: Access) -> list[Action]:
    """Keep the past actions that this person could read then and, if they exist, may read now."""
    return ThenAndNow(plan, by).keep(past)


def _objects(states: StateByKind, model: type[TrackedT]) -> list[TrackedT]:
    return [_rebuilt(model, key, state) for key, state in states.get(kind_of(model), {}).items()]


def _rebuilt(model: type[TrackedT], key: uuid.UUID, state: State) -> TrackedT:
    obj = rebuild(kind_of(model), key, state)
    assert isinstance(obj, model)
    return obj
