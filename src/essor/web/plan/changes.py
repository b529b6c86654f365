"""Events in the words of the person who reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone

from essor.foundations.french import format_date, format_eur, format_number
from essor.records.journal.models import Event, Tracked, Verb
from essor.records.journal.snapshots import kind_of, model_of
from essor.records.plans.models import Action

HIDDEN = {"plan_id", "action_id", "ordre", "nonce", "user_id", "territoire_id"}
# Links whose other end is read in words.
NAMED_FIELDS = {"axe_id", "parent_id", "acte_id", "mouvement_id", "jalon_id"}
LONG = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one object, before and after, in words."""

    event: Event
    sentence: str
    field: str
    label: str
    before: str
    after: str
    can_restore: bool


def describe(events: Iterable[Event]) -> list[Change]:
    """Return the changes of events, one line per field, links named by what they lead to.

    At most one query, whatever the number of events: describe those of a page together.
    """
    events = list(events)
    titles = _titles(events)
    return [change for event in events for change in _of_event(event, titles)]


def _titles(events: list[Event]) -> dict[str, str]:
    """Return what the events name by its key, as it was last called, even if deleted since."""
    named = {
        value
        for event in events
        for name, pair in event.changes.items()
        if name in NAMED_FIELDS
        for value in pair
        if value
    }
    if not named:
        return {}
    said = Event.objects.filter(object_id__in=named).order_by("id")
    return {str(key): label for key, label in said.values_list("object_id", "object_label")}


def _of_event(event: Event, titles: dict[str, str]) -> list[Change]:
    model = model_of(event.object_kind)
    if event.verb != Verb.CHANGE:
        return [_whole(event, model)]
    return [
        _field(event, model, name, pair, titles)
        for name, pair in event.changes.items()
        if name not in HIDDEN
    ]


def _whole(event: Event, model: type[Tracked]) -> Change:
    verb = {Verb.CREATE: "ajout", Verb.DELETE: "suppression"}[Verb(event.verb)]
    return Change(
        event=event,
        sentence=f"{verb} : {model._meta.verbose_name} « {event.object_label} »",
        field="",
        label="",
        before="",
        after="",
        can_restore=False,
    )


def _field(
    event: Event, model: type[Tracked], name: str, pair: list[Any], titles: dict[str, str]
) -> Change:
    try:
        column = model._meta.get_field(name.removesuffix("_id"))
        label = str(column.verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        column, label = None, name
    of = "" if model is Action else f" ({model._meta.verbose_name} « {event.object_label} »)"
    before, after = (show(column, value, titles) for value in pair)
    return Change(
        event=event,
        sentence="",
        field=name,
        label=label[:1].upper() + label[1:] + of,
        before=before,
        after=after,
        can_restore=event.object_kind == kind_of(Action),
    )


def show(column: Any, value: Any, titles: dict[str, str]) -> str:
    """Return a journal value as a person reads it; « vide » when there was none."""
    if value is None or value == "":
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(column, models.ForeignKey):
        return titles.get(str(value), str(value))
    if column is None:
        return str(value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    typed = column.to_python(value)
    if isinstance(column, models.DecimalField) and column.name.endswith("_eur"):
        return format_eur(typed)
    if isinstance(column, models.DecimalField):
        return format_number(typed)
    if isinstance(column, models.DateTimeField):
        at = timezone.localtime(typed)
        return f"{format_date(at)} à {at:%H:%M}"
    if isinstance(column, models.DateField):
        return format_date(typed)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"
