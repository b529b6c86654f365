"""The shipped facts, loaded once per module inside a transaction that is never committed."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from essor.records.territoires.actions import LoadResult, load_reference_facts

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker) -> Iterator[LoadResult]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reference_facts(author=None, at=AT)
        transaction.set_rollback(True)
