"""What happened to one line, for whoever reads histories."""

from django.db.models import Prefetch

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Operation
from essor.records.registre.models import LigneRegistre


def history_of(ligne: LigneRegistre, by: Access) -> list[Operation]:
    """Return the operations that touched a line, the latest first; empty for who may not."""
    if not by.can(Capability.VIEW_HISTORY):
        return []
    mine = Event.objects.filter(object_id=ligne.pk).order_by("id")
    return list(
        Operation.objects.filter(events__object_id=ligne.pk)
        .prefetch_related(Prefetch("events", queryset=mine, to_attr="of_ligne"))
        .order_by("-at", "-id")
        .distinct()
    )
