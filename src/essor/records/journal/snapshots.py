"""Objects to JSON and back: the only place that knows how a field is written in an event."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from essor.records.journal.models import Tracked

type_name = str


def kind_of(obj: Tracked | type[Tracked]) -> type_name:
    """Return the stable name of a model: ``plans.action``."""
    return obj._meta.label_lower


def model_of(kind: type_name) -> type[Tracked]:
    """Return the model that a kind names."""
    model = apps.get_model(kind)
    if not issubclass(model, Tracked):
        raise TypeError(f"{kind} is not a tracked model")
    return model


def tracked_fields(model: type[Tracked]) -> list["models.Field[Any, Any]"]:
    """Return the concrete fields that events describe."""
    return [field for field in model._meta.concrete_fields if field.name not in model.UNTRACKED]


def to_json(value: Any) -> Any:
    """Write one field value so that JSON keeps it exactly."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def snapshot(obj: Tracked) -> dict[str, Any]:
    """Return every tracked field of an object as JSON values."""
    return {
        field.attname: to_json(_stored(field, getattr(obj, field.attname)))
        for field in tracked_fields(type(obj))
    }


def _stored(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a value as the database gives it back: 12 euros are 12.00."""
    value = field.to_python(value)
    if isinstance(field, models.DecimalField) and value is not None:
        return value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


def rebuild(kind: type_name, object_id: uuid.UUID, state: dict[str, Any]) -> Tracked:
    """Make an unsaved object from its snapshot."""
    model = model_of(kind)
    known = {field.attname: field for field in tracked_fields(model)}
    values = {name: known[name].to_python(value) for name, value in state.items() if name in known}
    return model(id=object_id, **values)
