"""The search page: what it shows, to whom, and that nothing typed is trusted."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.plans.models import Plan
from essor.records.recherche.kinds import KINDS
from essor.records.recherche.permissions import reader_of
from essor.records.recherche.queries import search
from essor.records.recherche.ranking import Scope
from essor.records.territoires.actions import load_reference_facts
from essor.web.recherche.addresses import ADDRESSES, address_of, context_of
from tests.factories import make_action, make_member, make_plan
from tests.web.world import build_world

pytestmark = pytest.mark.django_db
PAGE = "/recherche/"
WHOLE = ("annonces", "etudes")  # of the plan or of an action
BARE = (
    "actions",
    "axes",
    "entreprises",
    "comites",
    "indicateurs",
    *WHOLE,
    "chantiers",
    "exutoires",
    "plateformes",
    "plans-de-terres",
)  # stand by themselves


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def text_of(client: Client, **asked: Any) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_has_an_address_and_every_address_a_kind():
    assert set(ADDRESSES) == {one.slug for one in KINDS}


def test_every_result_of_the_world_leads_to_a_page_that_says_it(client: Client):
    world = build_world()
    chief = world.people[Role.CHEF_DE_PROJET.value]
    client.force_login(chief)
    wrong, reached = [], set()
    for searchable in KINDS:
        for obj in searchable.rows():
            reached.add(searchable.slug)
            path = address_of(searchable.slug, world.code, obj).partition("#")[0]
            answer = client.get(path)
            if answer.streaming:
                list(answer.streaming_content)  # a download keeps its file open until it is sent
            if answer.status_code != 200:
                wrong.append((searchable.slug, path))
            assert context_of(obj) or searchable.slug in BARE
    assert not wrong
    assert reached >= {"actions", "jalons", "risques", "notes", "etudes", "entreprises", "echanges"}


def test_a_mistyped_word_is_corrected_and_marked(client: Client, plan: Plan):
    make_action(plan, "Dépollution de l'imprimerie", confidentialite="public")
    page = text_of(client, q="depolution ")
    assert "Rien ne contient «\u00a0depolution\u00a0»" in page.replace("&nbsp;", "\u00a0")
    assert "<mark>Dépollution</mark> de l&#x27;imprimerie" in page


def test_what_is_typed_and_what_is_found_are_both_escaped(client: Client, plan: Plan):
    make_action(plan, "<script>alert(1)</script> friche", confidentialite="public")
    page = text_of(client, q="friche <img src=x>")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    page = text_of(client, q="friche ")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>friche</mark>" in page


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": ""},
        {"q": "   "},
        {"q": "\x00\u202e%_'\"«"},
        {"q": "x" * 5000},
        {"q": "le la de"},
        {"q": "friche", "page": "0"},
        {"q": "friche", "page": "99999999", "type": "actions"},
        {"q": "friche", "page": "²"},
        {"q": "friche", "type": "<script>", "territoire": "\x00"},
        {"q": "« »"},
        {"q": "12345678901234567890"},
    ],
)
def test_nonsense_is_answered(client: Client, plan: Plan, asked: dict[str, str]):
    make_action(plan, "Friche", confidentialite="public")
    assert "Rechercher" in text_of(client, **asked)


def test_kinds_pages_and_the_way_back_keep_the_question(client: Client, plan: Plan):
    for number in range(23):
        make_action(plan, f"Friche {number}", confidentialite="public")
    page = text_of(client, q="friche ")
    assert "?q=friche+&amp;type=actions" in page
    page = text_of(client, q="friche ", type="actions", page="2")
    assert page.count('class="result-title"') == 3
    assert "Page 2 sur 2" in page
    assert 'href="?q=friche+&amp;type=actions"' in page, "back to the first page"


def test_a_territory_narrows_and_can_be_left(client: Client, plan: Plan):
    make_action(plan, "Friche", confidentialite="public")
    page = text_of(client, q="friche ", territoire=plan.territoire.code)
    assert "dans Clermont Arverne Industrie" in page
    assert "Chercher partout" in page


def test_the_box_of_a_territory_searches_there(client: Client, plan: Plan):
    page = client.get(f"/territoires/{plan.territoire.code}/plan/").content.decode()
    assert f'name="territoire" value="{plan.territoire.code}"' in page


def test_a_closed_text_shows_nowhere(client: Client, plan: Plan):
    make_action(plan, "Ornithorynque secret", confidentialite="restreint")
    make_action(plan, "Friche", confidentialite="public")
    reader = make_member(plan.territoire, Role.LECTEUR)
    for person in (None, reader):
        if person:
            client.force_login(person)
        for typed in ("ornithorynque ", "ornitorynque ", "ornitho", "« ornithorynque secret »"):
            page = text_of(client, q=typed)
            assert "secret" not in page.replace(typed.strip(), "").replace("« ornithorynque", "")
            assert "Aucun résultat" in page
            assert "Vouliez-vous" not in page


def test_places_are_found_and_their_names_corrected(client: Client):
    load_reference_facts(author=None, at=timezone.now())
    assert "Thiers (63)" in text_of(client, q="thiers")
    assert "63430" in text_of(client, q="63430")
    assert "Thiers" in text_of(client, q="tiers-sur-theve").replace("tiers", "")
    assert "Vouliez-vous dire" in text_of(client, q="chamalieress")


def test_htmx_gets_the_results_alone(client: Client, plan: Plan):
    answer = client.get(PAGE, {"q": "friche"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]


def test_queries_are_few(client: Client, django_assert_max_num_queries: Any):
    world = build_world()
    client.force_login(world.people[Role.CHEF_DE_PROJET.value])
    with django_assert_max_num_queries(24):
        text_of(client, q="former travaux ")
    with django_assert_max_num_queries(24):
        text_of(client, q="trav")
    found = search(text="a", reader=reader_of(None), scope=Scope())
    assert found.total >= 0
