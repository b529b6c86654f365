"""The body of a message: which objects moved and where to read them, never what they say."""

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

from essor.records.journal.models import Operation
from essor.records.relances.addresses import whole
from essor.records.webhooks.announced import Announced, announced, events_told
from essor.records.webhooks.models import Abonnement, Livraison
from essor.records.webhooks.permissions import reading_access

OPERATION, TRIAL = "plan.operation", "webhook.essai"
MOST_OBJECTS = 50  # about 12 kB: the specification advises less than 20
VERBS = {"create": "creation", "change": "modification", "delete": "suppression"}


def body_of(livraison: Livraison) -> bytes | None:
    """Return what to send, None when nothing may be said any more.

    Written again at each attempt with the rights of that moment: as long as they stay, the same
    bytes.
    """
    abonnement = livraison.abonnement
    if livraison.operation_id is None:
        return _bytes(trial(abonnement, livraison.created_at))
    row = Operation.objects.filter(pk=livraison.operation_id).first()
    by = reading_access(abonnement)
    if row is None or by is None:
        return None
    rows = announced(events_told(row.pk, abonnement.familles), by)
    return _bytes(told_of(row, rows)) if rows else None


def told_of(row: Operation, rows: list[Announced]) -> dict[str, Any]:
    """Describe an operation: kinds, identities, addresses."""
    here = f"/api/v1/territoires/{row.territoire_code}/"
    return {
        "type": OPERATION,
        "timestamp": _instant(row.at),
        "data": {
            "territoire": row.territoire_code,
            "operation": str(row.pk),
            "nature": row.kind,
            "adresse": whole(f"{here}historique?operation={row.pk}"),
            "total": len(rows),
            "objets": [_object(one, here) for one in rows[:MOST_OBJECTS]],
        },
    }


def trial(abonnement: Abonnement, at: dt.datetime) -> dict[str, Any]:
    """Describe a trial: nothing happened."""
    return {
        "type": TRIAL,
        "timestamp": _instant(at),
        "data": {
            "territoire": abonnement.territoire.code,
            "message": "Essai demandé depuis Essor : rien n'a changé.",
        },
    }


def _object(one: Announced, here: str) -> dict[str, Any]:
    told = one.told
    path = told.path.format(id=one.object_id, code=quote(one.code), root=one.root_id)
    is_gone = VERBS[one.verb] == "suppression" and ("{id}" in told.path or "{code}" in told.path)
    return {
        "famille": str(told.famille.value),
        "geste": VERBS[one.verb],
        "objet": told.kind,
        "id": str(one.object_id),
        "code": one.code or None,
        "adresse": whole(here + path) if path and not is_gone else None,
    }


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
