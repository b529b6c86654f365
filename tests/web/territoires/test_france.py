"""On the whole country: the 183 territories, each with its pages."""

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.territoires.actions import LoadResult

pytestmark = pytest.mark.django_db


def test_the_list_has_them_all_and_so_has_the_map(client: Client, france: LoadResult):
    response = client.get(reverse("territoires:list"))
    assert len(response.context["found"]) == 183
    assert len(response.context["carte"].marks) == 183


def test_every_territory_has_its_first_screen_and_its_perimeter(client: Client, france: LoadResult):
    codes = [
        one.resume.code_territoire
        for one in client.get(reverse("territoires:list")).context["found"]
    ]
    for code in codes:
        first = client.get(reverse("territoires:show", args=[code]))
        assert first.status_code == 200, code
        assert first.context["place"] is not None, code
        assert first.context["carte"] is not None, code
    for code in codes[::10]:
        page = client.get(reverse("territoires:perimetre", args=[code]))
        row = first.context["place"].row if code == codes[-1] else None
        assert page.context["fiche"].resume.communes > 0, code
        assert row is None or row.resume.communes == len(page.context["fiche"].communes)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Clermont-Ferrand", "Oui"),
        ("63113", "Oui"),
        ("2A004", "Oui"),
        ("97120", "Oui"),
        ("2B096", "Non"),
        ("Paris", "Non"),
        ("69381", "Non"),
        ("Saint-Denis", "Laquelle"),
    ],
)
def test_answers_over_the_whole_country(
    client: Client, france: LoadResult, question: str, word: str
):
    html = client.get(reverse("territoires:site"), {"q": question}).content.decode()
    assert f'<span class="verdict">{word}' in html
