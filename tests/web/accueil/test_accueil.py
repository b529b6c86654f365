"""The front page, the sources and the accessibility statement."""

import datetime as dt
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.journal.actions import operation
from essor.references.loader import parameter, parameters
from essor.web.accueil.datasets import datasets
from essor.web.accueil.figures import all_parameters, figure, key_figures
from tests.factories import make_member, make_plan, make_territoire

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def page(client: Client, name: str) -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_front_page_stands_with_nothing_loaded(client: Client):
    html = page(client, "accueil")
    assert f'action="{reverse("territoires:list")}"' in html
    assert f'action="{reverse("territoires:site")}"' in html
    assert '<svg class="carte"' not in html


def test_key_figures_are_the_dated_parameters_with_their_sources(client: Client):
    html = page(client, "accueil")
    for one in key_figures(TODAY):
        assert one.short.replace("\u202f", " ").replace("\u00a0", " ") in html
        for reference in one.references:
            assert f'href="{reference.href}"' in html
    for axe in parameter("programme/axes").at(TODAY).items:
        assert axe in html


def test_a_contradiction_between_sources_is_shown_as_bounds():
    envelope = figure("programme/enveloppe_nationale", "Enveloppe", TODAY)
    assert envelope.short == "100\u00a0M€ à 500\u00a0M€"


def test_a_figure_outside_its_dates_is_unknown():
    envelope = figure("programme/enveloppe_nationale", "Enveloppe", dt.date(2029, 1, 1))
    assert (envelope.value, envelope.short) == (None, "non publié")


def test_a_member_finds_her_territories_first(client: Client):
    territoire = make_territoire()
    client.force_login(make_member(territoire, Role.PILOTE))
    html = page(client, "accueil")
    assert "Votre territoire" in html
    assert reverse("territoires:show", args=[territoire.code]) in html


def test_the_demonstration_is_offered_only_where_it_is(client: Client):
    plan = make_plan()
    assert "Voir Essor à l'œuvre" not in page(client, "accueil")
    with operation(kind="test", author=None, territoire_code=plan.territoire.code) as op:
        op.change(plan, is_demonstration=True)
    assert "Voir Essor à l'œuvre" in page(client, "accueil")


def test_every_dataset_and_every_parameter_is_listed(client: Client):
    html = page(client, "sources")
    shipped = files("essor.references")
    provenances = Path(str(shipped)).rglob("provenance.yaml")
    parts = [
        part for path in provenances for part in yaml.safe_load(path.read_text("utf-8")).values()
    ]
    produced = [part for part in parts if isinstance(part, dict) and "producer" in part]
    assert len(datasets()) == len(produced)  # a dataset shipped without its line here fails
    for one in datasets():
        assert one.title.replace("\u00a0", " ") in html
        assert one.licence in html
    listed = list(all_parameters(TODAY))
    assert [one.parameter.name for one in listed] == list(parameters())
    for one in listed:
        assert one.title in html
        for reference in one.references:
            assert reference.href in html


def test_accessibility_is_not_overstated(client: Client, settings: Any):
    html = page(client, "accessibilite")
    assert "Accessibilité : non auditée" in html
    assert "ESSOR_CONTACT" in html
    settings.ESSOR_CONTACT = "acces@exemple.fr"
    html = page(client, "accessibilite")
    assert 'href="mailto:acces@exemple.fr"' in html
    assert "ESSOR_CONTACT" not in html


def test_queries_are_few(client: Client, django_assert_max_num_queries: Any):
    territoire = make_territoire()
    client.force_login(make_member(territoire, Role.PILOTE))
    with django_assert_max_num_queries(6):
        client.get(reverse("accueil"))


@pytest.mark.parametrize("name", ["accueil", "sources", "accessibilite"])
def test_pages_are_read_only(client: Client, name: str):
    assert client.post(reverse(name)).status_code == 405
