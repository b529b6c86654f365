"""The plan as a reader sees it: headings, actions under them, people and euros of each.

Built from plain lists, so that the present and any past date are shown by the same code.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from essor.records.plans.choices import ParticipantRole
from essor.records.plans.lateness import days_late
from essor.records.plans.models import Action, Axe, Financement, Participant, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action in a list, with what the list shows of its parts."""

    action: Action
    participants: tuple[Participant, ...]
    financements: tuple[Financement, ...]
    sous_actions: tuple["ActionRow", ...]
    days_late: int

    @property
    def pilotes(self) -> list[str]:
        """Names of the pilots, people first, then structures."""
        roles = (ParticipantRole.PERSONNE_PILOTE, ParticipantRole.STRUCTURE_PILOTE)
        return [p.nom for role in roles for p in self.participants if p.role == role]

    def walk(self) -> Iterator["ActionRow"]:
        """Yield this row, then its sub-actions."""
        yield self
        yield from self.sous_actions


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeNode:
    """A heading with its sub-headings and its actions."""

    axe: Axe | None  # None gathers the actions filed under no heading
    depth: int
    enfants: tuple["AxeNode", ...]
    rows: tuple[ActionRow, ...]

    def walk(self) -> Iterator[ActionRow]:
        """Yield every action and sub-action under this heading."""
        for row in self.rows:
            yield from row.walk()
        for enfant in self.enfants:
            yield from enfant.walk()

    @property
    def count(self) -> int:
        """Number of actions under this heading, sub-actions not counted."""
        return len(self.rows) + sum(enfant.count for enfant in self.enfants)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutline:
    """A whole plan, at one date, as one person may read it."""

    plan: Plan
    at: dt.datetime | None  # None for the present
    nodes: tuple[AxeNode, ...]

    def walk(self) -> Iterator[ActionRow]:
        """Yield every action and sub-action in plan order."""
        for node in self.nodes:
            yield from node.walk()

    @property
    def count(self) -> int:
        """Number of actions, sub-actions not counted."""
        return sum(node.count for node in self.nodes)


def build_outline(
    *,
    plan: Plan,
    at: dt.datetime | None,
    today: dt.date,
    axes: Sequence[Axe],
    actions: Sequence[Action],
    participants: Iterable[Participant],
    financements: Iterable[Financement],
    keep_empty_axes: bool = True,
) -> PlanOutline:
    """Arrange the rows of a plan in its tree of headings."""
    rows = _rows(actions, participants, financements, today)
    by_axe: dict[uuid.UUID | None, list[ActionRow]] = defaultdict(list)
    for row in rows:
        by_axe[row.action.axe_id].append(row)
    children: dict[uuid.UUID | None, list[Axe]] = defaultdict(list)
    for axe in sorted(axes, key=lambda axe: (axe.ordre, axe.titre)):
        children[axe.parent_id].append(axe)
    nodes = [_node(axe, 0, children, by_axe, keep_empty_axes) for axe in children[None]]
    kept = [node for node in nodes if node is not None]
    if by_axe[None]:
        loose = AxeNode(axe=None, depth=0, enfants=(), rows=tuple(by_axe[None]))
        kept.append(loose)
    return PlanOutline(plan=plan, at=at, nodes=tuple(kept))


def _node(
    axe: Axe,
    depth: int,
    children: dict[uuid.UUID | None, list[Axe]],
    by_axe: dict[uuid.UUID | None, list[ActionRow]],
    keep_empty: bool,
) -> AxeNode | None:
    below = [_node(enfant, depth + 1, children, by_axe, keep_empty) for enfant in children[axe.id]]
    enfants = tuple(node for node in below if node is not None)
    rows = tuple(by_axe[axe.id])
    if not (rows or enfants or keep_empty):
        return None
    return AxeNode(axe=axe, depth=depth, enfants=enfants, rows=rows)


def _rows(
    actions: Sequence[Action],
    participants: Iterable[Participant],
    financements: Iterable[Financement],
    today: dt.date,
) -> list[ActionRow]:
    people: dict[uuid.UUID, list[Participant]] = defaultdict(list)
    for participant in participants:
        people[participant.action_id].append(participant)
    euros: dict[uuid.UUID, list[Financement]] = defaultdict(list)
    for financement in financements:
        euros[financement.action_id].append(financement)
    below: dict[uuid.UUID, list[ActionRow]] = defaultdict(list)
    shown = {action.id for action in actions}

    def row(action: Action) -> ActionRow:
        return ActionRow(
            action=action,
            participants=tuple(people[action.id]),
            financements=tuple(euros[action.id]),
            sous_actions=tuple(below[action.id]),
            days_late=days_late(action, today),
        )

    ordered = sorted(actions, key=lambda action: (action.ordre, action.code))
    for action in ordered:
        if action.parent_id is not None and action.parent_id in shown:
            below[action.parent_id].append(row(action))
    return [row(action) for action in ordered if action.parent_id not in shown]
