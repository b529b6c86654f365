"""The shipped facts, loaded once per module inside a transaction that is never committed."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from essor.records.territoires.actions import LoadResult, load_reference_facts
from tests.settle import settle_database

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker) -> Iterator[LoadResult]:
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load_reference_facts(author=None, at=AT)
        settle_database()
        yield loaded
        transaction.set_rollback(True)
