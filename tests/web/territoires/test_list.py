"""The list: what is asked is what is shown, drawn and downloaded."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.territoires.models import Territoire

pytestmark = pytest.mark.django_db
CODES = {"ti-1101", "ti-7506", "ti-8404"}


def shown(client: Client, **asked: str) -> list[str]:
    """Codes of the lines of the table, in order."""
    found = client.get(reverse("territoires:list"), asked).context["found"]
    return [one.resume.code_territoire for one in found]


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("", ["ti-1101", "ti-8404", "ti-7506"]),
        ("clermont industrie", ["ti-8404"]),
        ("TI-8404", ["ti-8404"]),
        ("mond arverne", ["ti-8404"]),
        ("200069177", ["ti-8404"]),
        ("vic le comte", ["ti-8404"]),
        ("63457", ["ti-8404"]),
        ("courtine", ["ti-7506"]),
        ("nulle part", []),
    ],
)
def test_search_by_name_code_member_and_commune(
    client: Client, country: Territoire, search: str, codes: list[str]
):
    assert shown(client, q=search) == codes


def test_a_territory_found_by_a_commune_says_so(client: Client, country: Territoire):
    page = client.get(reverse("territoires:list"), {"q": "vic le"}).content.decode()
    assert "Vic-le-Comte (63457)" in page


def test_region_filter_and_order(client: Client, country: Territoire):
    assert shown(client, region="84") == ["ti-8404"]
    assert shown(client, region="94") == []
    assert shown(client, tri="population") == ["ti-8404", "ti-1101", "ti-7506"]
    assert shown(client, tri="code") == sorted(CODES)


@pytest.mark.parametrize("asked", [{"tri": "hasard"}, {"q": "\x00"}, {"region": "zz" * 500}])
def test_nonsense_never_breaks_the_page(client: Client, country: Territoire, asked: dict[str, str]):
    assert client.get(reverse("territoires:list"), asked).status_code == 200


def test_no_answer_is_said_with_a_way_out(client: Client, country: Territoire):
    page = client.get(reverse("territoires:list"), {"q": "Paimpol"}).content.decode()
    assert "Aucun territoire ne répond" in page
    assert f"{reverse('territoires:site')}?q=Paimpol" in page


def test_the_map_lights_what_the_list_shows(client: Client, country: Territoire):
    carte = client.get(reverse("territoires:list"), {"region": "84"}).context["carte"]
    assert {mark.code for mark in carte.marks if mark.is_on} == {"ti-8404"}
    assert {mark.code for mark in carte.marks} == CODES


def test_every_mark_of_the_map_is_in_the_file_of_shapes(client: Client, country: Territoire):
    response = client.get(reverse("territoires:list"))
    shapes = client.get(response.context["carte"].sprite)
    assert shapes["Content-Type"] == "image/svg+xml"
    assert "immutable" in shapes["Cache-Control"]
    for mark in response.context["carte"].marks:
        assert f'id="{mark.code}"' in shapes.content.decode()
        assert mark.href in response.content.decode()


@pytest.mark.parametrize("asked", [{}, {"q": "clermont"}, {"region": "11", "tri": "population"}])
def test_downloads_are_exactly_what_is_listed(
    client: Client, country: Territoire, asked: dict[str, str]
):
    expected = shown(client, **asked)
    body = client.get(reverse("territoires:list_csv"), asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [row["Code"] for row in rows] == expected
    data = json.loads(client.get(reverse("territoires:list_json"), asked).content)
    assert [row["code"] for row in data["territoires"]] == expected
    assert data["nombre"] == len(expected)
    assert data["perimetre"]["licence"] == "Licence Ouverte 2.0"


def test_download_links_keep_the_question(client: Client, country: Territoire):
    page = client.get(reverse("territoires:list"), {"q": "l'industrie & co", "tri": "code"})
    assert page.context["asked"].query() == "?q=l%27industrie+%26+co&tri=code"


def test_htmx_receives_the_results_alone(client: Client, country: Territoire):
    part = client.get(
        reverse("territoires:list"), {"q": "clermont"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in part
    assert "HX-Request" in client.get(reverse("territoires:list"))["Vary"]
    assert 'hx-swap-oob="true"' in part
    whole = client.get(
        reverse("territoires:list"),
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ).content.decode()
    assert "<html" in whole


def test_nothing_loaded_is_explained(client: Client):
    response = client.get(reverse("territoires:list"))
    assert response.status_code == 200
    assert "pas encore chargée" in response.content.decode()


def test_queries_are_few(client: Client, country: Territoire, django_assert_max_num_queries: Any):
    client.get(reverse("territoires:list"))
    with django_assert_max_num_queries(5):
        client.get(reverse("territoires:list"), {"q": "clermont", "region": "84"})
