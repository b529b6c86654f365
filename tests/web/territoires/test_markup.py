"""Markup: every tag closed in order, no identifier twice, every reference to one that exists."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

from essor.records.accounts.roles import Role
from essor.records.plans.choices import Confidentialite
from essor.records.territoires.models import Territoire
from tests.factories import make_action, make_member, make_plan

pytestmark = pytest.mark.django_db
VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"))
POINTERS = ("for", "aria-labelledby", "aria-describedby", "hx-target")
PAGES = (
    "/", "/sources/", "/accessibilite/", "/territoires/", "/territoires/?q=nulle-part",
    "/territoires/?q=vic-le&region=84", "/territoires/ti-8404/", "/territoires/ti-7506/",
    "/territoires/ti-8404/perimetre/", "/mon-site/", "/mon-site/?q=63113", "/mon-site/?q=a",
    "/mon-site/?q=nulle-part", "/mon-site/?q=200066744",
)  # fmt: skip


class Markup(HTMLParser):
    """Reads a page and notes what a browser would have to guess."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.pointed: set[str] = set()
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> never closed" for tag in self.open]
        self.faults += [f"id {one} {count} times" for one, count in self.ids.items() if count > 1]
        self.faults += [f"no id {one}" for one in self.pointed - set(self.ids)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [
            f"<{tag}> says {name} twice" for name in set(names) if names.count(name) > 1
        ]
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        for name in POINTERS:
            self.pointed |= {one.lstrip("#") for one in (given.get(name) or "").split()}
        if given.get("style") is not None:
            self.faults.append(f"<{tag}> has a style that the policy blocks")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


@pytest.fixture
def plan(country: Territoire) -> None:
    plan = make_plan(country)
    for statut in ("bloque", "en_cours", ""):
        make_action(
            plan,
            f"Action <{statut}> & « suite »",
            statut=statut,
            is_grand_projet=True,
            confidentialite=Confidentialite.PUBLIC,
        )


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("is_member", [False, True])
def test_pages_are_well_formed(client: Client, plan: None, address: str, is_member: bool):
    if is_member:
        territoire = Territoire.objects.get(code="ti-8404")
        client.force_login(make_member(territoire, Role.CHEF_DE_PROJET))
    response = client.get(address)
    assert response.status_code == 200
    assert Markup(response.content.decode()).faults == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>",
        "<p></div>",
        "<p id=a></p><p id=a></p>",
        "<label for=x>a</label>",
        "<p style='color:red'></p>",
        "<p class=a class=b></p>",
    ],
)
def test_broken_markup_is_caught(text: str):
    assert Markup(text).faults
