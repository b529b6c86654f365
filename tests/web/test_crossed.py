"""Rules that hold everywhere, tried everywhere: tables of addresses, of writes and of API calls.

What is not hers is nowhere: words that only some may read are hung on every room, and looked for in
every page, file, feed, search and answer of the API, as outsiders and readers get them.
After any write the history replays to what the database holds; undone, all is as it said before.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from essor.foundations.errors import UserFault
from essor.records.accounts.queries import access_for
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import StateByKind, replay
from essor.records.journal.snapshots import model_of, snapshot
from essor.records.plans.announce import add_annonce
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.risques.actions import create_risque
from essor.records.suivi.actions import add_point
from tests.api.test_permissions import CALLS, address
from tests.api.world import call, token_of
from tests.factories import make_action, make_jalon, make_plan, system
from tests.records.comites.made import make_decision, make_point
from tests.records.entreprises.made import make_exchange, make_firm
from tests.records.indicateurs.made import make_indicateur
from tests.records.studies.made import make_study
from tests.settle import settle_database
from tests.web import action_table, permission_table
from tests.web.test_permission_table import action_functions
from tests.web.world import NEIGHBOUR, SUPERUSER, World, announcement, build_world

pytestmark = pytest.mark.django_db
FUNCTIONS = action_functions()
# Writes that the world of the table refuses, whoever asks: each has a test of its own.
REFUSED = frozenset(
    {
        "accounts.actions.second_factor.confirm_totp",
        "accounts.actions.second_factor.disable_totp",
        "accounts.actions.second_factor.renew_backup_codes",
        "conventions.adoption.adopt_acte",
        "conventions.mouvements.record_addition",
        "jalons.actions.link_jalons",
        "plans.actions.create_plan",
        "plans.actions.delete_axe",
    }
)
# What the law wants gone does not come back: tests/records/entreprises/test_entreprises.py.
FINAL = frozenset({"entreprises.erasure.erase_contact"})
ROOM = "essor.records."
NAMES = sorted(set(action_table.ROWS) - {ROOM + name for name in REFUSED | FINAL})

INTERNE, RESTREINT = "interne", "restreint"
MARKS = {INTERNE: "zzinterne", RESTREINT: "zzrestreint"}
WORD = "kwartz"  # found by a search whose page repeats it: the marks stand beside it
READER = "lecteur"
# Who gets which words: a reader is a prefecture or an operator; whoever administers another
# territory is the strongest of the outsiders.
HIDDEN = {
    NEIGHBOUR: tuple(MARKS.values()),
    READER: (MARKS[RESTREINT],),
}


def hang(world: World, level: str) -> None:
    """Hang the words of a level on something of every room."""
    by, plan = system(world.territoire), world.plan
    said = f"Kwartz {MARKS[level]}"
    action = make_action(
        plan, said, confidentialite=level, descriptif=said, notes_complementaires=said,
        parts=PartValues(
            participants={ParticipantRole.PARTENAIRE: [said]},
            communes=[("63113", said)],
            financements=[FinancementValues(financeur=said)],
        ),
    )  # fmt: skip
    jalon = make_jalon(action, said, "juin 2025")
    create_risque(by=by, action=action, jalon=jalon, titre=said, probabilite=4, impact=5)
    add_point(
        by=by, action=action, cause=said, destinataire_nature="etat", destinataire_nom=said
    )  # fmt: skip
    add_note(by=by, action=action, texte=said, noted_on=dt.date(2026, 11, 2))
    add_annonce(by=by, plan=plan, action=action, values=announcement())
    firm = make_firm(world.territoire, said, confidentialite=level)
    make_exchange(firm, compte_rendu=said)
    make_indicateur(plan, said, confidentialite=level)
    make_study(plan, said, confidentialite=level)
    make_point(world.comite, said, confidentialite=level, actions=[action])
    make_decision(world.comite, said, confidentialite=level, actions=[action])


def text_of(answer: Any) -> str:
    """Return what an answer says, its packed files opened."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            data = b"".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "ignore").casefold()


def pages() -> list[tuple[str, permission_table.Row]]:
    """Return every address that is read; documents that take seconds have tests of their own."""
    return [
        (name, row)
        for name, rows in permission_table.ROWS.items()
        for row in rows
        if row.method == "get" and not row.is_costly
    ]


def read(world: World, actor: str, name: str, row: permission_table.Row) -> str:
    """Ask for a page as an actor, searching the word where the page searches."""
    client = Client(raise_request_exception=False)
    if world.people[actor] is not None:
        client.force_login(world.people[actor])
    point = transaction.savepoint()
    try:
        path = reverse(name, kwargs=row.arguments(world))
        return text_of(client.get(path, {"q": WORD, **row.data}))
    finally:
        transaction.savepoint_rollback(point)


def test_what_is_not_hers_is_on_no_page_file_feed_or_search(world: World) -> None:
    wrong, seen = [], 0
    for name, row in pages():
        # A link that bears its own right opens what its owner reads: here a pilot's.
        is_link = "token" in row.arguments(world)
        for actor, hidden in HIDDEN.items():
            text = read(world, actor, name, row)
            unwanted = (MARKS[RESTREINT],) if is_link else hidden
            wrong += [f"{name}, {actor}: {mark}" for mark in unwanted if mark in text]
            seen += actor == READER and MARKS[INTERNE] in text
    assert not wrong, "\n".join(wrong)
    assert seen > 20  # the words do stand on the pages of those who may read them


def test_what_is_not_hers_is_in_no_answer_of_the_api(world: World) -> None:
    wrong = []
    gets = [name for name, (method, _) in CALLS.items() if method == "get"]
    for actor, hidden in HIDDEN.items():
        person = world.people[actor]
        token = token_of(person) if person is not None else None
        for name in gets:
            text = text_of(call("get", address(world, name), token=token))
            wrong += [f"{name}, {actor}: {mark}" for mark in hidden if mark in text]
    assert not wrong, "\n".join(wrong)


def test_no_page_of_another_territory_shows_anything_of_this_one(world: World) -> None:
    """Its administrator asks for her own lists, files and feeds: not one word, not one key."""
    keys = {str(one) for one in Event.objects.filter(
        operation__territoire_code=world.code
    ).values_list("object_id", flat=True)}  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(world.people[NEIGHBOUR])
    wrong, tried = [], 0
    for name, row in pages():
        arguments = row.arguments(world)
        if arguments.get("code") != world.code:
            continue
        path = reverse(name, kwargs={**arguments, "code": world.other.code})
        answer = client.get(path, {"q": WORD, **row.data})
        if answer.status_code == 404:
            continue  # an object of here under the code of there
        tried += 1
        text = text_of(answer)
        found = [word for word in (*MARKS.values(), *keys) if word in text]
        wrong += [f"{name}: {word}" for word in found]
    assert not wrong, "\n".join(wrong)
    assert tried > 20


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        built = build_world()
        make_plan(built.other)
        for level in (INTERNE, RESTREINT):
            hang(built, level)
        settle_database()
        yield built
        transaction.set_rollback(True)


def authors(world: World, minimum: str) -> Any:
    if minimum == action_table.SELF:
        return world.membre.user
    if minimum == action_table.INSTALLATION:
        return world.people[SUPERUSER]
    return access_for(world.people["administrateur"], world.territoire)


def told(events: Any) -> StateByKind:
    """Return what the history says, without the kinds of which nothing is left."""
    return {kind: objects for kind, objects in replay(events).items() if objects}


def stored(events: list[Event]) -> StateByKind:
    """Return what the database holds of the objects of these events."""
    found: StateByKind = {}
    for kind in {event.object_kind for event in events}:
        ids = {event.object_id for event in events if event.object_kind == kind}
        rows = model_of(kind)._default_manager.filter(pk__in=ids)
        if states := {row.pk: snapshot(row) for row in rows}:
            found[kind] = states
    return found


def test_each_write_is_told_by_its_history_and_undone_whole(world: World) -> None:
    wrong: list[str] = []
    undone = 0
    for name in NAMES:
        point = transaction.savepoint()
        try:
            undone += _try(world, name, wrong)
        except UserFault as error:
            wrong.append(f"{name}: {error}")
        finally:
            transaction.savepoint_rollback(point)
    assert not wrong, "\n".join(wrong)
    assert undone > len(NAMES) / 2


def _try(world: World, name: str, wrong: list[str]) -> int:
    """Write, read the history against the database, undo, read again; count what was undone."""
    row = action_table.ROWS[name]
    arguments = row.arguments(world)
    by = authors(world, row.minimum)
    known = set(Operation.objects.values_list("pk", flat=True))
    FUNCTIONS[name](by=by, **arguments)
    made = list(Operation.objects.exclude(pk__in=known).order_by("-at"))
    for done in made:
        events = list(done.events.order_by("id"))
        history = Event.objects.filter(object_id__in=[one.object_id for one in events])
        if told(history.order_by("id")) != stored(events):
            wrong.append(f"{name}: the history does not replay to the present")
        later = {one.pk for one in Operation.objects.exclude(pk__in=known)}
        before = told(history.exclude(operation__in=later).order_by("id"))
        revert_operation(author=by, row=done)
        if len(made) == 1 and stored(events) != before:
            wrong.append(f"{name}: undone, it is not as before")
    return len(made)
