"""The perimeter: members, communes, versions, sources."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.territoires.actions import load_perimetre
from essor.records.territoires.models import Territoire
from tests.factories import make_territoire
from tests.references.territoires.miniature import faits, geographie
from tests.web.territoires.conftest import AT

pytestmark = pytest.mark.django_db
ADDRESS = "/territoires/ti-8404/perimetre/"


def test_every_commune_is_under_its_member(client: Client, country: Territoire):
    response = client.get(ADDRESS)
    details = {
        detail.membre.siren: [one.code_commune_insee for one in detail.communes]
        for detail in response.context["details"]
    }
    assert details == {"246300701": ["63113", "63032"], "200069177": ["63457"]}
    html = response.content.decode()
    assert "246\u00a0300\u00a0701" in html
    assert "Aucune version précédente n'est chargée." in html


def test_an_earlier_version_stays_in_sight(client: Client, country: Territoire):
    newer = geographie(vintage="2027", valid_from=date(2027, 1, 1))
    load_perimetre(faits=faits(geo=newer), author=None, at=AT)
    response = client.get(ADDRESS)
    assert response.context["version"].cog_version.vintage == "2027"
    assert [one.cog_version.vintage for one in response.context["earlier"]] == ["2026"]
    assert "Versions précédentes" in response.content.decode()


def test_the_download_holds_every_commune(client: Client, country: Territoire):
    body = client.get(reverse("territoires:perimetre_csv", args=["ti-8404"]))
    rows = list(csv.DictReader(io.StringIO(body.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Code INSEE"]: row["Membre"] for row in rows} == {
        "63113": "Clermont Auvergne Métropole",
        "63032": "Clermont Auvergne Métropole",
        "63457": "CC Mond'Arverne Communauté",
    }
    assert 'filename="perimetre-ti-8404.csv"' in body["Content-Disposition"]


def test_a_territory_without_perimeter_says_so(client: Client):
    make_territoire()
    assert "n'est pas chargé" in client.get(ADDRESS).content.decode()


def test_queries_are_few(client: Client, country: Territoire, django_assert_max_num_queries: Any):
    client.get(ADDRESS)
    with django_assert_max_num_queries(9):
        client.get(ADDRESS)
