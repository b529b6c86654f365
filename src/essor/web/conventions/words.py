"""Differences in the words of the person who reads them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.records.conventions.differences import Differences, FieldThen
from essor.records.plans.models import Action
from essor.web.plan.fields import FIELDS, show_value

EMPTY = "vide"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One field that changed, as it reads on the sheet."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """What changed between two instants, in words."""

    found: Differences
    changed: tuple[tuple[Action, tuple[FieldShown, ...]], ...]


def shown_changes(found: Differences, axes: Mapping[uuid.UUID, str]) -> ChangeShown:
    """Return differences in words; axes : title of each heading."""
    return ChangeShown(
        found=found,
        changed=tuple(
            (row.action, tuple(_shown(field, axes) for field in row.fields))
            for row in found.changed
        ),
    )


def _shown(field: FieldThen, axes: Mapping[uuid.UUID, str]) -> FieldShown:
    sheet = FIELDS[field.name.removesuffix("_id")]

    def said(value: Any) -> str:
        if field.name == "axe_id":
            return axes.get(value, "axe supprimé depuis") if value else "sans axe"
        return show_value(sheet, value) or EMPTY

    return FieldShown(label=sheet.label, before=said(field.before), after=said(field.after))
