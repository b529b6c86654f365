"""A territory made larger: everything in it copied, as many times as wanted, with its history.

Straight into the tables: hundreds of rows in a second. What there can be only one of (the plan,
a member, a rule) stays alone and is shared by the copies.
"""

import copy
import uuid
from typing import Any

from django.db import models
from django.db.models import UniqueConstraint

from essor.records.accounts.models import Invitation, Membre
from essor.records.backup.scope import foreign_keys, rows_of, territoire_models
from essor.records.journal.models import Event, Operation
from essor.records.plans.models import Plan

ALONE = (Plan, Membre, Invitation)
Model = type[models.Model]
Map = dict[uuid.UUID, uuid.UUID]


class Growth:
    """The rows of a territory as they stood at first, and what was copied of them."""

    def __init__(self, code: str) -> None:
        self.rows: dict[Model, list[Any]] = {}
        for model in territoire_models():
            if can_be_many(model, list(self.rows)):
                self.rows[model] = list(rows_of(model, (code,)))
        known = {row.pk for found in self.rows.values() for row in found}
        here = Event.objects.filter(operation__territoire_code=code, object_id__in=known)
        self.events = list(here.order_by("id"))
        self.operations = list(
            Operation.objects.filter(pk__in={event.operation_id for event in self.events})
        )
        self.copies = 0

    def add(self, copies: int) -> None:
        """Copy everything as many times more."""
        maps: list[Map] = [
            {row.pk: uuid.uuid4() for found in self.rows.values() for row in found}
            for _ in range(copies)
        ]
        for model, found in self.rows.items():
            made = [
                copy_of(row, model, keys, self.copies + number)
                for number, keys in enumerate(maps)
                for row in found
            ]
            model._default_manager.bulk_create(made, batch_size=500)
        self.copy_history(maps)
        self.copies += copies

    def copy_history(self, maps: list[Map]) -> None:
        """Copy the events of what was copied, each under a copy of its operation."""
        operations, events = [], []
        for keys in maps:
            below = {row.pk: uuid.uuid4() for row in self.operations}
            for row in self.operations:
                operations.append(copy.copy(row))
                operations[-1].pk = below[row.pk]
            for row in self.events:
                made = copy.copy(row)
                made.pk, made.operation_id = None, below[row.operation_id]
                made.object_id = keys[row.object_id]
                made.root_id = keys.get(row.root_id, row.root_id)
                events.append(made)
        Operation.objects.bulk_create(operations, batch_size=500)
        Event.objects.bulk_create(events, batch_size=500)


def can_be_many(model: Model, copied: list[Model]) -> bool:
    """Tell whether every rule of uniqueness leaves room for a copy."""
    return model not in ALONE and all(
        free_fields(model, names, copied) for names in unique_rules(model)
    )


def unique_rules(model: Model) -> list[tuple[str, ...]]:
    """Return the fields of each rule of uniqueness, the identity apart."""
    rules = [
        tuple(one.fields) for one in model._meta.constraints if isinstance(one, UniqueConstraint)
    ]
    return rules + [
        (item.name,) for item in model._meta.fields if item.unique and item.name != "id"
    ]


def free_fields(model: Model, names: tuple[str, ...], copied: list[Model]) -> list[Any]:
    """Return the fields of a rule that a copy changes: a copied parent, a text of one's own."""
    found = []
    for name in names:
        item = model._meta.get_field(name)
        is_text = isinstance(item, models.CharField) and not item.choices
        if getattr(item, "related_model", None) in copied or is_text:
            found.append(item)
    return found


def copy_of(row: Any, model: Model, keys: Map, number: int) -> Any:
    """Return a row with another identity, below the copies of what it hangs from."""
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.fields_cache = {}
    made.pk = keys[row.pk]
    moved = set()
    for item in foreign_keys(model):
        key = getattr(row, item.attname)
        if key in keys:
            setattr(made, item.attname, keys[key])
            moved.add(item.name)
    for names in unique_rules(model):
        if not moved.intersection(names):
            rename(made, [model._meta.get_field(name) for name in names], number)
    return made


def rename(made: Any, fields: list[Any], number: int) -> None:
    for item in fields:
        value = getattr(made, item.attname)
        if isinstance(item, models.CharField) and not item.choices and value:
            tail = f"-{number}"
            setattr(made, item.attname, f"{value[: item.max_length - len(tail)]}{tail}")
            return
