"""What a hostile visitor tries, on every address of the site."""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import User
from essor.records.plans.actions import change_action, change_plan, create_axe
from essor.records.plans.documents import add_document
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.territoires.actions import load_reference_facts
from tests.factories import make_action, make_plan, make_territoire, system
from tests.settle import settle_database
from tests.web.permission_table import ROWS, Row
from tests.web.world import ANONYMOUS, SUPERUSER, World, build_world

pytestmark = pytest.mark.django_db
PASSWORD = "mot-de-passe-solide"
CONNEXION = "/compte/connexion/"
ATTACK = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "blob:")
CASES = [(name, row) for name, rows in ROWS.items() for row in rows]


class Handlers(HTMLParser):
    """Gathers the tags that carry a script: an escaped one inside a value is not one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]


def handlers_in(page: str) -> list[str]:
    """Return the event handlers that the markup of a page holds."""
    parser = Handlers()
    parser.feed(page)
    return parser.found


def test_a_handler_is_seen_in_a_tag_and_not_in_a_value() -> None:
    assert handlers_in("<p><img src=x onerror=alert(1)>") == ["img onerror"]
    assert handlers_in('<input value="&lt;img onerror=x&gt;">') == []


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; each try is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_facts(author=None, at=timezone.now())
        built = build_world()
        settle_database()
        yield built
        transaction.set_rollback(True)


def client_of(world: World, actor: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    person = world.people[actor]
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def check_policy(response: HttpResponse) -> None:
    policy = response["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == directives["form-action"] == "'self'"
    for name, sources in directives.items():
        assert not set(sources.split()) & set(UNSAFE), f"{name} {sources}"
    assert response["X-Frame-Options"] == "DENY"


def check_headers(response: HttpResponse) -> None:
    check_policy(response)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def drain(response: HttpResponse) -> None:
    """Read a file to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]


def ask(client: Client, name: str, row: Row, world: World) -> HttpResponse:
    url = reverse(name, kwargs=row.arguments(world))
    return getattr(client, row.method)(url, row.data)


# Drawings and open data: the same for everybody, so a cache may keep them.
SAME_FOR_ALL = ("territoires:carte", "carte:contours", "carte:valeurs", "carte:sites_geojson")


@pytest.mark.parametrize("actor", [ANONYMOUS, SUPERUSER])
@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}-{r.method}" for name, r in CASES])
def test_every_answer_carries_the_strict_headers(
    world: World, name: str, row: Row, actor: str
) -> None:
    with transaction.atomic():
        response = ask(client_of(world, actor), name, row, world)
        transaction.set_rollback(True)
    drain(response)
    check_headers(response)
    if name in SAME_FOR_ALL:
        assert not response.cookies, "what a cache may keep carries nobody's session"
    elif actor == SUPERUSER and name != "compte:deconnexion":
        assert re.search("private|no-store|max-age=0", response.get("Cache-Control", ""))


def test_errors_carry_the_strict_headers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(world, ANONYMOUS)
    answers = {
        404: client.get("/nulle-part/"),
        405: client.get("/compte/deconnexion/"),
        403: client.get(f"/territoires/{world.code}/historique/"),
        413: client.post(CONNEXION, CONTENT_LENGTH=str(django_settings.ESSOR_MAX_BODY_BYTES + 1)),
        400: client.get("/", headers={"host": "ailleurs.exemple"}),
    }
    monkeypatch.setattr("essor.web.accueil.views.key_figures", lambda today: 1 / 0)
    answers[500] = client.get("/")
    for status, response in answers.items():
        assert response.status_code == status
        if status != 405:
            assert "<main" in response.content.decode()
        check_headers(response)


def test_a_form_without_its_token_is_refused_with_the_strict_headers(world: World) -> None:
    response = client_of(world, SUPERUSER, enforce_csrf_checks=True).post("/compte/", {})
    assert response.status_code == 403
    check_headers(response)


@pytest.mark.parametrize("redirects", [True, False])
def test_a_foreign_host_name_is_refused(world: World, redirects: bool) -> None:
    with override_settings(SECURE_SSL_REDIRECT=redirects):
        client = client_of(world, ANONYMOUS)
        for headers in ({"host": "pirate.exemple"}, {"host": "testserver:80@pirate.exemple"}):
            response = client.get("/compte/mot-de-passe/oublie/", headers=headers)
            assert response.status_code == 400
            assert "pirate" not in response.content.decode()
            check_policy(response)


# ---- what people type


@pytest.fixture
def hostile(world: World) -> Iterator[World]:
    """Write the attack wherever text can be written."""
    by = system(world.territoire)
    with transaction.atomic():
        change_plan(by=by, plan=world.plan, titre=ATTACK)
        axe = create_axe(by=by, plan=world.plan, titre=ATTACK)
        texts = [
            field.name
            for field in type(world.action)._meta.concrete_fields
            if field.get_internal_type() in ("CharField", "TextField")
            and not field.choices
            and field.name not in ("code", "priorite")
        ]
        change_action(
            by=by,
            action=world.action,
            axe=axe,
            **dict.fromkeys(set(texts) - {"source_code"}, ATTACK),
            parts=PartValues(
                participants={role: [ATTACK] for role in list(_roles())},
                financements=[FinancementValues(financeur=ATTACK, montant_eur=None)],
            ),
        )
        add_note(by=by, action=world.action, texte=ATTACK, noted_on=timezone.localdate())
        add_document(by=by, action=world.action, titre=ATTACK, href="https://exemple.fr/")
        User.objects.filter(pk=world.membre.user_id).update(prenom=ATTACK[:60], nom=ATTACK[:60])
        yield world
        transaction.set_rollback(True)


def _roles() -> Any:
    from essor.records.plans.choices import ParticipantRole

    return ParticipantRole


PAGES = [(name, row) for name, row in CASES if row.method == "get"]


@pytest.mark.parametrize("actor", [ANONYMOUS, SUPERUSER])
def test_no_page_lets_typed_text_become_markup(hostile: World, actor: str) -> None:
    client = client_of(hostile, actor)
    shown = 0
    for name, row in PAGES:
        if row.is_costly:
            continue
        response = ask(client, name, row, hostile)
        if not response.get("Content-Type", "").startswith("text/html"):
            drain(response)
            continue
        page = response.content.decode()
        assert "<script>alert" not in page, name
        assert "<img src=x" not in page, name
        assert not handlers_in(page), name
        shown += "&lt;script&gt;alert" in page
    assert shown >= (3 if actor == ANONYMOUS else 8)


def test_nothing_asked_in_an_address_becomes_markup(world: World) -> None:
    client = client_of(world, SUPERUSER)
    queries = ("q", "recherche", "region", "pilote", "statut", "date", "next")
    for name, row in PAGES:
        if row.is_costly:
            continue  # documents: no page to write markup into
        url = reverse(name, kwargs=row.arguments(world))
        response = client.get(url, dict.fromkeys(queries, ATTACK))
        assert response.status_code < 500, name
        if response.get("Content-Type", "").startswith("text/html"):
            assert "<script>alert" not in response.content.decode(), name
        drain(response)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//pirate.exemple"])
def test_a_link_that_is_not_of_the_web_is_refused(world: World, href: str) -> None:
    client = client_of(world, SUPERUSER)
    url = reverse("plan:add_document", args=[world.code, world.action.code])
    assert client.post(url, {"lien": href}).status_code == 400
    assert not world.action.documents.filter(href=href).exists()


# ---- files


def test_a_document_is_never_shown_in_the_browser(world: World) -> None:
    url = reverse("plan:document", args=[world.code, world.action.code, world.document.pk])
    response = client_of(world, SUPERUSER).get(url)
    assert response["Content-Disposition"].startswith("attachment;")
    check_headers(response)
    assert b"".join(response.streaming_content) == b"Un texte"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("image.svg", b"<svg onload='alert(1)'/>"),
        ("image.png", b"<script>alert(1)</script>"),
        ("outil.exe", b"MZ"),
        ("../../etc/passwd", b"root"),
    ],
)
def test_a_dangerous_file_is_refused(world: World, name: str, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = name
    url = reverse("plan:add_document", args=[world.code, world.action.code])
    response = client_of(world, SUPERUSER).post(url, {"fichier": file})
    assert response.status_code == 400
    digest = hashlib.sha256(content).hexdigest()
    assert not world.action.documents.filter(sha256=digest).exists()


def test_a_body_too_large_is_refused_before_it_is_read(world: World) -> None:
    class Unreadable(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("the body was read")

    limit = django_settings.ESSOR_MAX_BODY_BYTES
    response = client_of(world, SUPERUSER).generic(
        "POST", CONNEXION, b"", CONTENT_LENGTH=str(limit + 1), **{"wsgi.input": Unreadable()}
    )
    assert response.status_code == 413
    assert "25\u00a0Mio" in response.content.decode()


# ---- other people's things


OBSERVATORY = {"observatoire", "portrait", "comparaison", "carte", "catalogue"}


def test_no_object_of_another_territory_opens_under_ones_own(world: World) -> None:
    """Whoever administers a territory swaps its code into the addresses of another's objects."""
    other = make_territoire("ti-8412", "Ailleurs")
    neighbour = world.people["administrateur d'un autre territoire"]
    assert neighbour is not None
    with transaction.atomic():
        make_plan(other)
        client = client_of(world, "administrateur d'un autre territoire")
        tried = 0
        for name, row in CASES:
            arguments = row.arguments(world)
            if arguments.get("code") != world.code or len(arguments) == 1:
                continue
            if {"file_format", "nature", "genre"} & arguments.keys():
                continue  # a word of the address, not an object
            if name.partition(":")[0] in OBSERVATORY:
                continue  # open data of any territory, no object of one
            tried += 1
            url = reverse(name, kwargs={**arguments, "code": other.code})
            response = getattr(client, row.method)(url, row.data)
            assert response.status_code == 404, f"{row.method} {name}"
        transaction.set_rollback(True)
    assert tried > 20


def test_a_value_that_no_form_sends_is_not_restored(world: World) -> None:
    """The creation of an action names its plan and its key: neither is a field to restore."""
    from essor.records.journal.models import Event

    creation = Event.objects.filter(object_id=world.action.id).earliest("id")
    client = client_of(world, SUPERUSER)
    for field in creation.changes:
        url = reverse(
            "plan:restore_field", args=[world.code, world.action.code, creation.pk, field]
        )
        with transaction.atomic():
            assert client.post(url).status_code < 500, field
            transaction.set_rollback(True)


def test_an_address_does_not_write_lines_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("essor.web.territoires.views_show.territoire_or_404", lambda *_: 1 / 0)
    with caplog.at_level(logging.WARNING):
        client.get("/territoires/x%0aERROR faux/")
        client.get("/nulle%0apart%0dERROR faux/")
        client.get("/territoires/ti-8404/?%0aERROR")
    assert caplog.records
    for record in caplog.records:
        assert "\n" not in record.getMessage()
        assert "\r" not in record.getMessage()


def test_an_export_never_starts_a_formula(world: World) -> None:
    with transaction.atomic():
        make_action(world.plan, "=cmd|'/c calc'!A1", confidentialite="public")
        for form in ("csv", "xlsx", "ods"):
            url = reverse("plan:export", args=[world.code, form])
            assert client_of(world, ANONYMOUS).get(url).status_code == 200
        text = (
            client_of(world, ANONYMOUS)
            .get(reverse("plan:export", args=[world.code, "csv"]))
            .content.decode("utf-8-sig")
        )
        transaction.set_rollback(True)
    assert "cmd|" in text
    assert not re.search(r'(^|[;"])[=+@-]cmd', text, re.MULTILINE)
