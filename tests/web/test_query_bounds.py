"""Every page costs the same queries whether the territory holds four of everything or twelve.

The pages are those of ``permission_table``: a page added there is counted here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.plans.models import Action
from essor.records.territoires.actions import load_reference_facts
from tests.settle import settle_database
from tests.web.growth import Growth
from tests.web.permission_table import ROWS, Row
from tests.web.world import World, build_world

pytestmark = pytest.mark.django_db
FEW, MANY = 4, 12
MOST_QUERIES = 60
# What a page may cost at most; a page that costs more says here why it is worth it.
SNAPSHOT = {
    "territoires:show": 26,
    "plan:plan": 20,
    "listes:tableau": 24,
    "listes:kanban": 24,
    "listes:frise": 24,
    "jalons:calendar": 16,
    "plan:journal": 14,
    "plan:action": 46,
    "recherche:search": 18,
    "suivi:health": 14,
}
# They show one study, or the site's own description: nothing that a plan makes larger.
HEAVY = {"etudes:docx_document", "etudes:pdf_document", "documentation_api", "openapi_json"}
VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\((?:\?|%s|X)(?:, (?:\?|%s|X))*\)")
Asked = dict[str, list[str]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build one of everything, undone at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_facts(author=None, at=timezone.now())
        built = build_world()
        settle_database()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def costs(world: World, django_db_blocker: Any) -> tuple[Asked, Asked]:
    """Return the queries of every page with four of everything, then with twelve."""
    with django_db_blocker.unblock():
        client = Client()
        person = world.people[Role.ADMINISTRATEUR.value]
        assert person is not None
        client.force_login(person)
        queries_of_all(client, world)  # what a process reads once is read
        growth = Growth(world.code)
        growth.add(FEW)
        few = queries_of_all(client, world)
        growth.add(MANY - FEW)
        assert Action.objects.filter(plan=world.plan).count() > MANY
        return few, queries_of_all(client, world)


def queries_of_all(client: Client, world: World) -> Asked:
    return {
        f"{name} {number}".removesuffix(" 0"): queries_of(client, world, name, row)
        for name, rows in ROWS.items()
        for number, row in enumerate(rows)
        if row.method == "get" and name not in HEAVY
    }


def queries_of(client: Client, world: World, name: str, row: Row) -> list[str]:
    point = transaction.savepoint()  # what a page notes (a session, a choice) is undone
    connection.queries_log.clear()  # the log keeps a bounded number, all pages together
    try:
        with CaptureQueriesContext(connection) as found:
            answer = client.get(reverse(name, kwargs=row.arguments(world)), row.data)
            if answer.streaming:
                list(answer.streaming_content)
            return [shape(one["sql"]) for one in found.captured_queries]
    finally:
        transaction.savepoint_rollback(point)


def shape(sql: str) -> str:
    """Return a query without its values, so that two of a loop look the same."""
    text = VALUE.sub("X", sql)
    while (shorter := VALUE.sub("X", text)) != text:
        text = shorter
    return text if len(text) <= 400 else f"{text[:400]}…"


def counted(queries: list[str] | Counter[str]) -> str:
    """Return one line per query, the most repeated first."""
    return "".join(f"\n    {count} × {sql}" for sql, count in Counter(queries).most_common(6))


def test_no_page_costs_more_queries_when_the_plan_grows(costs: tuple[Asked, Asked]) -> None:
    few, many = costs
    faults = [
        f"{page} : {len(queries)} → {len(many[page])} requêtes"
        + counted(Counter(many[page]) - Counter(queries))
        for page, queries in few.items()
        if len(many[page]) != len(queries)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_no_page_costs_many_queries(costs: tuple[Asked, Asked]) -> None:
    _, many = costs
    assert set(SNAPSHOT) <= set(many)
    faults = [
        f"{page} : {len(queries)} requêtes, {most} au plus" + counted(queries)
        for page, queries in many.items()
        if len(queries) > (most := SNAPSHOT.get(page, MOST_QUERIES))
    ]
    assert not faults, "\n" + "\n".join(faults)
