"""Erases a person from what the journal remembers, and nothing else.

The one exception to « an event is never changed »: the law (RGPD, article 17) asks it. Events
stay, in their order, with their versions and their authors; only the personal values inside them
are replaced, on both sides of each change, so that replaying them still leads to the present.
See docs/decisions/0014.
"""

import re
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from essor.records.journal.models import Event, Operation

BLOT = "[…]"  # three characters: no text gets longer, no column overflows
SHORTEST_NAME = 3


def blotted(text: str, names: Collection[str]) -> str:
    """Replace each name, as written or in capitals, wherever it stands as whole words."""
    forms = {form for name in names for form in (name, name.upper(), name.capitalize())}
    long = sorted((form for form in forms if len(form) >= SHORTEST_NAME), key=len, reverse=True)
    if not long:
        return text
    pattern = "|".join(re.escape(form) for form in long)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", BLOT, text)


def erase_from_events(
    *,
    objects: Collection[uuid.UUID],
    fields: Mapping[str, str],
    names: Collection[str],
    label: str = "",
) -> int:
    """Rewrite the events of some objects; return how many held something to erase.

    fields : column -> what replaces every value it ever had
    names : what is blotted in every other text ; label : what the objects are called from now on
    """
    changed = 0
    operations: set[uuid.UUID] = set()
    for event in Event.objects.filter(object_id__in=objects).order_by("id"):
        clean = {name: _clean(name, pair, fields, names) for name, pair in event.changes.items()}
        said = label or blotted(event.object_label, names)
        operations.add(event.operation_id)
        if clean != event.changes or said != event.object_label:
            Event.objects.filter(pk=event.pk).update(changes=clean, object_label=said)
            changed += 1
    for row in Operation.objects.filter(pk__in=operations).exclude(reason=""):
        Operation.objects.filter(pk=row.pk).update(reason=blotted(row.reason, names))
    return changed


def _clean(
    name: str, pair: list[Any], fields: Mapping[str, str], names: Collection[str]
) -> list[Any]:
    if name in fields:
        return [None if value is None else fields[name] for value in pair]
    return [blotted(value, names) if isinstance(value, str) else value for value in pair]
