"""Which operation the history would take back, to offer it where it was done."""

from essor.records.conventions.adoption import KIND
from essor.records.conventions.models import Acte, Mouvement
from essor.records.journal.models import Event, Operation, Tracked, Verb


def undo_of_adoption(acte: Acte) -> Operation | None:
    """Return the operation that adopted a text, None while it is not adopted."""
    return _latest(acte, "adopted_at") if acte.adopted_at is not None else None


def undo_of_movement(mouvement: Mouvement) -> Operation | None:
    """Return the operation that applied a movement by itself, None when a text did."""
    if mouvement.applied_at is None:
        return None
    found = _latest(mouvement, "applied_at")
    return None if found is None or found.kind == KIND else found


def _latest(row: Tracked, field: str) -> Operation | None:
    events = Event.objects.filter(object_id=row.pk, changes__has_key=field)
    last = events.exclude(verb=Verb.DELETE).select_related("operation").order_by("-id").first()
    return last.operation if last else None
