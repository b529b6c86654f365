"""Which tables, and which of their rows, belong to a territory or to the installation."""

from collections import deque
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from essor.records.journal.models import Event, Operation, Tracked
from essor.records.territoires.models import Territoire

# Applications of others whose rows are ours to keep: the second factor of each account.
OTHER_APPS = ("otp_totp", "otp_static")
ROOM = "essor.records."
# Rebuilt from the rest after a restoration: the index of the search.
DERIVED_APPS = ("recherche",)
REFERENCE_APP = "territoires"
Model = type[models.Model]
ForeignKey = models.ForeignKey[Any, Any]


def installation_models() -> list[Model]:
    """Return every table of an installation, each after those it refers to."""
    configs = [
        config
        for config in apps.get_app_configs()
        if (config.name.startswith(ROOM) and config.label not in DERIVED_APPS)
        or config.label in OTHER_APPS
    ]
    return in_order([model for config in configs for model in config.get_models()])


def territoire_models() -> dict[Model, str]:
    """Return the tracked tables that hang from a territory, each with its path to it.

    Found by following foreign keys: a table added later joins by itself.
    """
    tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
    paths: dict[Model, str] = {
        model: path for model in tracked if (path := path_to_territoire(model))
    }
    return {model: paths[model] for model in in_order(list(paths))}


def path_to_territoire(model: Model) -> str:
    """Return the shortest chain of compulsory foreign keys, ``action__plan__territoire``."""
    queue: deque[tuple[Model, tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while queue:
        current, path = queue.popleft()
        for field in foreign_keys(current):
            target = field.related_model
            if target is Territoire:
                return "__".join((*path, field.name))
            if issubclass(target, Tracked) and target not in seen and not field.null:
                seen.add(target)
                queue.append((target, (*path, field.name)))
    return ""


def rows_of(model: Model, codes: tuple[str, ...]) -> QuerySet[Any]:
    """Return the rows of a table that belong to these territories, in a stable order."""
    manager = model._base_manager
    if model is Operation:
        return manager.filter(territoire_code__in=codes).order_by("at", "id")
    if model is Event:
        return manager.filter(operation__territoire_code__in=codes).order_by("id")
    path = territoire_models()[model]
    return manager.filter(Q(**{f"{path}__code__in": codes})).order_by("pk")


def in_order(found: list[Model]) -> list[Model]:
    """Sort tables so that each comes after those it refers to."""
    inside = set(found)
    graph = {
        model: {
            field.related_model
            for field in foreign_keys(model)
            if field.related_model in inside and field.related_model is not model
        }
        for model in sorted(found, key=lambda model: model._meta.label_lower)
    }
    return list(TopologicalSorter(graph).static_order())


def foreign_keys(model: Model) -> Iterator[ForeignKey]:
    """Yield the foreign keys of a table."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def kind(model: Model) -> str:
    """Return the stable name of a table: ``plans.action``."""
    return model._meta.label_lower
