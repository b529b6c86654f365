"""After the load: every accepted write is in the history and in the state, nothing else is."""

from collections.abc import Iterable, Sequence
from typing import Any

from essor.records.journal.models import Event, Operation
from essor.records.plans.models import Action, Note
from essor.records.territoires.models import Territoire
from grande_base.replay import replays

MARK = "charge "


def faults_of(written: Sequence[dict[str, str]], since_event: int) -> list[str]:
    """Return, in words, everything that was lost, invented or overwritten unseen."""
    events = list(Event.objects.filter(id__gt=since_event).order_by("id"))
    seen = _said(events)
    faults = []
    for one in written:
        times = seen.count(one["words"])
        if one["outcome"] == "accepted" and times != 1:
            faults.append(f"accepté, {times} fois dans l'historique : {one}")
        if one["outcome"] != "accepted" and times:
            faults.append(f"refusé, pourtant dans l'historique : {one}")
    faults += _overwritten(events)
    faults += _not_in_the_state(written, events)
    return faults


def _said(events: Iterable[Event]) -> list[str]:
    return [
        after
        for event in events
        for _, after in event.changes.values()
        if isinstance(after, str) and after.startswith(MARK)
    ]


def _overwritten(events: Iterable[Event]) -> list[str]:
    """Each event must begin where the one before on the same field ended: nothing between."""
    last: dict[tuple[Any, str], Any] = {}
    faults = []
    for event in events:
        for name, (before, after) in event.changes.items():
            key = (event.object_id, name)
            if key in last and last[key] != before:
                faults.append(f"écrasé sans être vu : {event.object_label}, {name}")
            last[key] = after
    return faults


def _not_in_the_state(written: Sequence[dict[str, str]], events: Sequence[Event]) -> list[str]:
    accepted = [one for one in written if one["outcome"] == "accepted"]
    notes = [one["words"] for one in accepted if one["field"] == "note"]
    stored = set(Note.objects.filter(texte__startswith=MARK).values_list("texte", flat=True))
    faults = [f"note absente : {words}" for words in notes if words not in stored]
    rank = {words: number for number, words in enumerate(_said(events))}
    last: dict[tuple[str, str, str], str] = {}
    for one in sorted(accepted, key=lambda one: rank.get(one["words"], -1)):
        if one["field"] != "note":
            last[one["territoire"], one["action"], one["field"]] = one["words"]
    for (territoire, code, name), words in last.items():
        action = Action.objects.get(plan__territoire__code=territoire, code=code)
        if getattr(action, name) != words:
            faults.append(f"{territoire} {code} {name} : la dernière écriture n'est pas l'état")
    return faults


def replay_faults(codes: Iterable[str]) -> list[str]:
    """Replay the whole journal of the territories that were written to."""
    faults = []
    for territoire in Territoire.objects.filter(code__in=set(codes), plans__isnull=False):
        try:
            replays(territoire)
        except AssertionError as error:
            faults.append(str(error))
    return faults


def last_event() -> int:
    """Return the number of the last event, before people write."""
    last = Event.objects.order_by("-id").first()
    return last.id if last else 0


def operations() -> int:
    """Return the number of operations of the whole database."""
    return Operation.objects.count()
