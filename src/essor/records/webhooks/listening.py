"""Notes, in the transaction of each operation, to whom it is to be announced."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from essor.records.journal.listeners import Touched
from essor.records.journal.models import Operation
from essor.records.webhooks.announced import announced, events_told
from essor.records.webhooks.delivery import note_delivery, wake
from essor.records.webhooks.models import Abonnement
from essor.records.webhooks.permissions import reading_access
from essor.records.webhooks.told import BY_KIND


def note_operation(row: Operation, touched: Sequence[Touched]) -> None:
    """Write one delivery per subscriber who may know; it leaves after the commit.

    One query where nobody subscribed, which is where most operations happen.
    """
    if not row.territoire_code or not any(one.kind in BY_KIND for one in touched):
        return
    open_here = Abonnement.objects.filter(
        territoire__code=row.territoire_code, paused_at=None, suspended_at=None
    )
    for abonnement in open_here.select_related("user", "territoire").order_by("id"):
        if _may_know(abonnement, row):
            note_delivery(abonnement, operation_id=row.pk, at=timezone.now())
            transaction.on_commit(partial(wake, abonnement), robust=True)


def _may_know(abonnement: Abonnement, row: Operation) -> bool:
    by = reading_access(abonnement)
    return by is not None and bool(announced(events_told(row.pk, abonnement.familles), by))
