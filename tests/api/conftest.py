from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.territoires.actions import load_reference_facts
from tests.api.world import token_of
from tests.settle import settle_database
from tests.web.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once for the three files: reading the reference facts takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_facts(author=None, at=timezone.now())
        built = build_world()
        settle_database()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def many_calls(settings: Any) -> None:
    """Let the tests call as often as they need."""
    settings.ESSOR_API_CALLS = settings.ESSOR_API_PUBLIC_CALLS = 1_000_000


@pytest.fixture
def manager(world: World) -> str:
    """A token of the project manager."""
    return token_of(world.people[Role.CHEF_DE_PROJET.value])
