"""The history that one person may read: nothing of the actions that she may not."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import operations_of
from essor.records.plans.models import Action
from essor.records.plans.permissions import visible_actions

SHOWN_EVENTS = 12
# Kinds of the rooms above that whoever reads the history of the plan reads too: facts of the
# plan as a whole, which name no action.
OF_THE_PLAN = frozenset({"conventions.label"})


def readable_events(by: Access) -> Q:
    """Return the filter of the events of her territory that this person may read.

    Managers read everything. Others read the plan, but of actions only those
    that exist and are open to them, and nothing about accounts.
    """
    here = Q(operation__territoire_code=by.territoire_code)
    if by.can(Capability.VIEW_RESTRICTED):
        return here
    if not by.can(Capability.VIEW_HISTORY):
        return Q(pk__in=[])
    of_an_action = Q(
        Exists(Event.objects.filter(object_id=OuterRef("root_id"), object_kind="plans.action"))
    )
    mine = Action.objects.filter(visible_actions(by)).values("id")
    of_plan = Q(object_kind__startswith="plans.") | Q(object_kind__in=OF_THE_PLAN)
    return here & (Q(root_id__in=mine) | (of_plan & ~of_an_action))


def readable_operations(by: Access) -> QuerySet[Operation]:
    """Return the operations that touch something readable, latest first.

    Each carries ``readable_events``, the first twelve of them. Raises Forbidden.
    """
    by.require(Capability.VIEW_HISTORY)
    shown = (
        Event.objects.filter(readable_events(by))
        .annotate(
            rank=Window(RowNumber(), partition_by=[F("operation_id")], order_by=[F("id").asc()])
        )
        .filter(rank__lte=SHOWN_EVENTS)
        .select_related("operation")
        .order_by("id")
    )
    found = operations_of(by.territoire_code)
    if not by.can(Capability.VIEW_RESTRICTED):
        readable = Event.objects.filter(readable_events(by), operation_id=OuterRef("pk"))
        found = found.filter(Exists(readable))
    return found.prefetch_related(Prefetch("events", queryset=shown, to_attr="readable_events"))


def shown_events(row: Operation) -> list[Event]:
    """Return the events that ``readable_operations`` attached to an operation."""
    events: list[Event] = getattr(row, "readable_events", [])
    return events
