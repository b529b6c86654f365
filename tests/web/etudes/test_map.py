"""Where a site is: said on its page, drawn without any script, kept with everything else."""

import html
import json
import re
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Operation
from essor.records.studies.models import Study
from tests.factories import make_member, make_plan, system
from tests.records.studies.made import make_study

pytestmark = pytest.mark.django_db
SQUARE = shapely.geometry.mapping(shapely.box(3.10, 45.785, 3.1026, 45.7868))


@pytest.fixture
def study() -> Study:
    return make_study(make_plan())


@pytest.fixture
def client(study: Study) -> Client:
    client = Client()
    client.force_login(make_member(study.plan.territoire, Role.CHEF_DE_PROJET))
    return client


def address(name: str, study: Study) -> str:
    return reverse(f"etudes:{name}", kwargs={"code": "ti-8404", "study_id": study.pk})


def shown(client: Client, study: Study) -> str:
    answer = client.get(address("show", study))
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def send(client: Client, study: Study, **values: Any) -> Any:
    study.refresh_from_db()
    return client.post(address("place", study), {"version": study.version, **values})


def outline(data: Any) -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile("contour.geojson", content)


def test_an_unknown_place_says_so_and_how_to_give_it(client: Client, study: Study) -> None:
    page = shown(client, study)
    assert "Le lieu précis n'est pas renseigné" in page
    assert address("place", study) in page
    assert "lieu précis du site : non renseigné" in page  # on the drawing too
    assert "Clermont-Ferrand (63113)" in page
    visitor = Client()
    Study.objects.filter(pk=study.pk).update(confidentialite="public")
    public = shown(visitor, study)
    assert "Où est le site" in public
    assert address("place", study) not in public


def test_a_point_is_shown_in_words_and_on_the_map(client: Client, study: Study) -> None:
    kept = send(
        client,
        study,
        adresse="Rue de Cataroux",
        latitude="45,78971",
        longitude="3,101029",
        origine="Fiche Cartofriches",
    )
    assert kept.status_code == 302
    page = shown(client, study)
    for said in ("Rue de Cataroux", "45,78971° N, 3,10103° E", "Fiche Cartofriches"):
        assert said in page
    assert "Le site dans la commune de Clermont-Ferrand" in page
    assert "Clermont Auvergne Métropole" in page
    assert "n'est pas renseigné" not in page
    back = client.get(address("place", study)).content.decode()
    assert 'value="45,78971"' in back
    operation = Operation.objects.get(kind="etude.situer")
    revert_operation(author=system(study.plan.territoire), row=operation)
    assert "Le lieu précis n'est pas renseigné" in shown(client, study)


def test_an_outline_is_drawn_and_compared_with_the_area(client: Client, study: Study) -> None:
    """The square is 202 m by 200 m: 4.04 ha, and the study is about 5."""
    assert send(client, study, contour=outline(SQUARE)).status_code == 302
    page = shown(client, study)
    assert "Le contour du site, 4 ha" in page
    assert "l'étude porte sur 5 ha" in page
    assert page.count('role="img"') == 2
    assert send(client, study, adresse="Ici").status_code == 302  # the outline stays
    assert "Le contour du site" in shown(client, study)
    assert send(client, study, sans_contour="on").status_code == 302
    assert "Le contour du site" not in shown(client, study)


def test_everything_wrong_is_said_and_nothing_is_lost(client: Client, study: Study) -> None:
    answer = send(
        client, study, adresse="Là-bas", latitude="nord", contour=outline(b"\xff\xfe pas du texte")
    )
    page = html.unescape(answer.content.decode()).replace("\u00a0", " ")
    assert answer.status_code == 422
    assert "n'est pas un nombre" in page
    assert "UTF-8" in page
    assert 'value="Là-bas"' in page
    assert 'value="nord"' in page
    swapped = send(client, study, latitude="3,101", longitude="45,789")
    assert "inversées" in html.unescape(swapped.content.decode())
    study.refresh_from_db()
    assert study.localisation == {}


def test_zones_are_drawn_in_proportion_and_the_drawing_says_what_it_is(
    client: Client, study: Study
) -> None:
    (zone,) = study.inputs["zones"]
    large = {**zone, "nom": "Nord <b>", "site": {**zone["site"], "surface_m2": 150_000}}
    Study.objects.filter(pk=study.pk).update(inputs=study.inputs | {"zones": [zone, large]})
    page = client.get(address("show", study)).content.decode()
    bar = page[page.index("Les zones du site") :].partition("</figure>")[0]
    assert "schéma sans échelle" in bar
    assert "<b>" not in bar
    small_width, large_width = (
        float(one) for one in re.findall(r'<rect[^>]* width="([^"]+)"', bar)
    )
    assert large_width == pytest.approx(3 * small_width, rel=1e-3)
