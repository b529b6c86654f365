"""What changed in the list of actions between two instants: came, left, stays but otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from essor.records.conventions.instants import PlanThen
from essor.records.plans.models import Action

# What a signature commits to, in the order of the sheet.
COMPARED = (
    "titre", "axe_id", "statut", "priorite", "engagement", "debut_on", "fin_on", "budget_eur",
    "is_grand_projet",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldThen:
    """One field that changed: its name, its value before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionChanged:
    """An action on both sides, and what changed of it."""

    action: Action
    fields: tuple[FieldThen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What changed from one instant to another; before, after : numbers of actions."""

    before: int
    after: int
    came: tuple[Action, ...]
    left: tuple[Action, ...]
    changed: tuple[ActionChanged, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changed."""
        return not (self.came or self.left or self.changed)


def differences(before: PlanThen, after: PlanThen) -> Differences:
    """Compare two plans, sub-actions included; an action is the same one as long as it lives."""
    old, new = before.by_id, after.by_id
    changed = [
        ActionChanged(action=action, fields=fields)
        for action in after.actions
        if action.id in old and (fields := _fields(old[action.id], action))
    ]
    return Differences(
        before=before.count,
        after=after.count,
        came=tuple(action for action in after.actions if action.id not in old),
        left=tuple(action for action in before.actions if action.id not in new),
        changed=tuple(changed),
    )


def _fields(old: Action, new: Action) -> tuple[FieldThen, ...]:
    pairs: Sequence[tuple[str, Any, Any]] = [
        (name, getattr(old, name), getattr(new, name)) for name in COMPARED
    ]
    return tuple(
        FieldThen(name=name, before=one, after=two) for name, one, two in pairs if one != two
    )
