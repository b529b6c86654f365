"""A country small enough to read, loaded as the real one is; and the real one, once per module."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from essor.records.territoires.actions import LoadResult, load_perimetre, load_reference_facts
from essor.records.territoires.models import Territoire
from tests.references.territoires.miniature import faits
from tests.settle import settle_database

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def country(db: None) -> Territoire:
    """Three territories; returns Clermont Arverne Industrie."""
    load_perimetre(faits=faits(), author=None, at=AT)
    return Territoire.objects.get(code="ti-8404")


@pytest.fixture(scope="module")
def france(django_db_setup: None, django_db_blocker: object) -> Iterator[LoadResult]:
    """The 183 territories and every commune, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load_reference_facts(author=None, at=AT)
        settle_database()
        yield loaded
        transaction.set_rollback(True)
