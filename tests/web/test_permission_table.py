"""Every role against every address and every write."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

import essor.records
from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import ROLE_TABLE, Capability, Role
from essor.records.territoires.actions import load_reference_facts
from tests.settle import settle_database
from tests.web import action_table, permission_table
from tests.web.permission_table import DEMONSTRATION, OWNER, PUBLIC, SIGNED_IN, Row
from tests.web.world import (
    ACTORS,
    ANONYMOUS,
    CLOSED,
    NEIGHBOUR,
    STRANGER,
    SUPERUSER,
    World,
    build_world,
)

pytestmark = pytest.mark.django_db
READS = ("queries", "permissions")
API = "api-v1"  # its calls have their own table: tests/api/test_permissions.py
SIGN_IN_PAGE = "/compte/connexion/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; each try is undone, and everything at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_facts(author=None, at=timezone.now())
        built = build_world()
        settle_database()
        yield built
        transaction.set_rollback(True)


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the whole name of every address of the site."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == API:
                continue
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or str(entry.pattern)])


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    names = list(addresses(get_resolver()))
    assert len(names) == len(set(names)), "two addresses bear the same name"
    missing = sorted(set(names) - set(permission_table.ROWS))
    stale = sorted(set(permission_table.ROWS) - set(names))
    assert not missing, f"add to tests/web/permission_table.py: {missing}"
    assert not stale, f"remove from tests/web/permission_table.py: {stale}"


def allowed(minimum: str, actor: str) -> bool:
    """Tell from the role table alone whether an actor may go in."""
    if minimum in (DEMONSTRATION, OWNER):
        return False
    if minimum == PUBLIC or actor == SUPERUSER:
        return True
    if minimum == SIGNED_IN:
        return actor not in (ANONYMOUS, CLOSED)
    capability = Capability(minimum)
    if actor in (ANONYMOUS, CLOSED, STRANGER, NEIGHBOUR):
        return capability in ROLE_TABLE[Role.PUBLIC]
    return capability in ROLE_TABLE[Role(actor)]


def asked(world: World, actor: str, name: str, row: Row) -> tuple[int, str]:
    """Ask for an address as an actor, undo whatever it wrote, and return status and place."""
    client = Client(raise_request_exception=False)
    person = world.people[actor]
    point = transaction.savepoint()
    try:
        if person is not None:
            client.force_login(person)
        path = reverse(name, kwargs=row.arguments(world))
        answer = getattr(client, row.method)(path, row.data)
        if answer.streaming:
            list(answer.streaming_content)  # a download keeps its file open until it is sent
        assert_named_for_what_it_is(answer)
        return answer.status_code, answer.headers.get("Location", "")
    finally:
        transaction.savepoint_rollback(point)


KINDS = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def assert_named_for_what_it_is(answer: Any) -> None:
    """A file to keep has a name, and its ending says the type that is sent."""
    sent = answer.headers.get("Content-Disposition", "")
    if not sent.startswith("attachment"):
        return
    name = re.search(r'filename="?([^";]+)"?', sent)
    assert name, sent
    ending = name[1].rpartition(".")[2]
    kind = answer.headers["Content-Type"].partition(";")[0]
    # Photos and papers that people sent keep the name and the type checked when they came in.
    assert KINDS.get(ending, kind) == kind, (name[1], kind)
    assert "/" not in name[1], name[1]


def actors() -> tuple[str, ...]:
    """Return who tries. Rights do not depend on the database: on a second one, who runs the most
    queries, who reads through the filters, and nobody."""
    if connection.vendor == "sqlite":
        return ACTORS
    return (Role.ADMINISTRATEUR.value, Role.LECTEUR.value, ANONYMOUS)


def is_refusal(status: int, place: str) -> bool:
    return status in (403, 404) or (status == 302 and place.startswith(SIGN_IN_PAGE + "?next="))


def is_served(status: int, place: str) -> bool:
    return status in (200, 302, 400, 409, 422) and not is_refusal(status, place)


CASES = [
    pytest.param(name, row, id=f"{row.method}-{name}")
    for name, rows in permission_table.ROWS.items()
    for row in rows
]


@pytest.mark.parametrize(("name", "row"), CASES)
def test_each_address_opens_to_whom_the_table_says(world: World, name: str, row: Row) -> None:
    wrong = []
    is_opened = False
    for actor in actors():
        if row.is_costly and is_opened and allowed(row.minimum, actor):
            continue
        is_opened |= allowed(row.minimum, actor)
        status, place = asked(world, actor, name, row)
        expected = is_served if allowed(row.minimum, actor) else is_refusal
        if not expected(status, place):
            wrong.append(f"{actor}: {status} {place}, expected {expected.__name__}")
    assert not wrong, "\n".join(wrong)


def action_functions() -> dict[str, Callable[..., Any]]:
    """Return every public write of the records: those whose first keyword is ``by``."""
    found = {}
    for info in pkgutil.walk_packages(essor.records.__path__, "essor.records."):
        parts = info.name.split(".")
        if "migrations" in parts or parts[-1] in READS:
            continue
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            is_write = first is not None and first.name == "by" and first.kind == first.KEYWORD_ONLY
            if is_write and not name.startswith("_") and function.__module__ == info.name:
                found[f"{info.name}.{name}"] = function
    return found


def test_every_write_has_its_row_and_every_row_its_write() -> None:
    names = set(action_functions())
    missing = sorted(names - set(action_table.ROWS))
    stale = sorted(set(action_table.ROWS) - names)
    assert not missing, f"add to tests/web/action_table.py: {missing}"
    assert not stale, f"remove from tests/web/action_table.py: {stale}"


def author(world: World, actor: str, minimum: str) -> Any:
    """Return the author as the function expects her: an access, or the account itself."""
    if minimum in (action_table.SELF, action_table.INSTALLATION):
        return world.people[actor]
    return world.access(actor)


def refuses(function: Callable[..., Any], by: Any, arguments: dict[str, Any]) -> bool:
    """Tell whether a write raises Forbidden; any other fault is not about rights."""
    point = transaction.savepoint()
    try:
        function(by=by, **arguments)
    except Forbidden:
        return True
    except UserFault:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return False


def may_write(minimum: str, actor: str) -> bool:
    if minimum == action_table.SELF:
        return False
    if minimum == action_table.INSTALLATION:
        return actor == SUPERUSER
    return allowed(minimum, actor)


@pytest.mark.parametrize("name", action_table.ROWS)
def test_each_write_is_open_to_whom_the_table_says(world: World, name: str) -> None:
    function, row = action_functions()[name], action_table.ROWS[name]
    personal = row.minimum in (action_table.SELF, action_table.INSTALLATION)
    wrong = []
    for actor in actors():
        if personal and world.people[actor] is None:
            continue  # nobody signed in signs nothing; None is the command line
        by = author(world, actor, row.minimum)
        if refuses(function, by, row.arguments(world)) is may_write(row.minimum, actor):
            wrong.append(actor)
    assert not wrong, f"wrong for {wrong}"


@pytest.mark.parametrize(
    "name", [name for name, row in action_table.ROWS.items() if row.minimum == action_table.SELF]
)
def test_what_is_personal_is_open_to_oneself(world: World, name: str) -> None:
    function, row = action_functions()[name], action_table.ROWS[name]
    assert not refuses(function, world.membre.user, row.arguments(world))


def test_rights_of_another_territory_are_refused_by_every_write(world: World) -> None:
    by = access_for(world.people[NEIGHBOUR], world.other)
    functions = action_functions()
    open_doors = [
        name
        for name, row in action_table.ROWS.items()
        if row.minimum in list(Capability)
        and not refuses(functions[name], by, row.arguments(world))
    ]
    assert not open_doors
