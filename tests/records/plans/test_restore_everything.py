"""An action comes back from the bin with what every room hung on it."""

import pytest

from essor.records.accounts.queries import access_for
from essor.records.journal.models import Event
from essor.records.plans.actions import delete_action, restore_operation
from essor.records.plans.models import Action
from tests.web.world import World, build_world

pytestmark = pytest.mark.django_db


def rows_below(world: World) -> set[tuple[str, str]]:
    """Return what the last event of each object says is still there."""
    last: dict[tuple[str, str], str] = {}
    for event in Event.objects.order_by("id"):
        last[event.object_kind, str(event.object_id)] = event.verb
    return {place for place, verb in last.items() if verb != "delete"}


def test_a_manager_brings_back_an_action_that_every_room_refers_to() -> None:
    world = build_world()
    access = access_for(world.people["chef_de_projet"], world.territoire)
    before = rows_below(world)
    row = delete_action(by=access, action=world.action)
    kinds = set(row.events.values_list("object_kind", flat=True))
    rooms = {kind.partition(".")[0] for kind in kinds}
    assert {"comites", "entreprises", "jalons", "relances", "risques", "suivi"} <= rooms
    restore_operation(by=access, row=row)
    assert rows_below(world) == before
    assert Action.objects.filter(pk=world.action.pk).exists()
