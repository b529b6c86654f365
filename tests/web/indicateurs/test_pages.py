import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.plans.models import Plan
from tests.factories import make_member, make_plan
from tests.records.indicateurs.made import aim, make_indicateur, say

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
VALUE = {
    "periode": "2025", "value": "1 200,5", "source_title": "Relevé", "read_on": "2026-11-01",
    "confiance": "haute",
}  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, *more: object) -> str:
    return reverse(f"indicateurs:{name}", args=[CODE, *more])


def test_from_the_starting_set_to_a_verdict_without_script(chef: Client, plan: Plan) -> None:
    assert "Partir du jeu de départ" in chef.get(url("list")).content.decode()
    assert "Décarbonation" in chef.get(url("start")).content.decode()
    chef.post(url("start"), {"cles": ["decarbonation/emissions_declarees"]})
    row = Indicateur.objects.get()
    assert "déjà suivi" in chef.get(url("start")).content.decode()
    chef.post(url("add_value", row.code), VALUE)
    target = {"cible_on": "2027-12-31", "value": "1 300", "source_title": "Contrat"}
    chef.post(url("add_target", row.code), target)
    assert Cible.objects.get().value == 1300
    page = chef.get(url("list")).content.decode()
    assert "Atteint" in page  # lower is better
    assert "1 200,5" in chef.get(url("show", row.code)).content.decode().replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    sheet = chef.get(url("values_csv", row.code)).content.decode("utf-8-sig")
    assert "Relevé" in sheet
    journal = chef.get(reverse("plan:journal", args=[CODE])).content.decode()
    assert "Valeur d&#x27;indicateur ajoutée" in journal


def test_a_correction_asks_why_and_shows_both(chef: Client, plan: Plan) -> None:
    row = make_indicateur(plan)
    value = say(row, 40, year=2025)
    answer = chef.post(url("fix_value", row.code, value.pk), {**VALUE, "value": "42"})
    assert answer.status_code == 400  # no reason given
    assert "42" in answer.content.decode()
    chef.post(url("fix_value", row.code, value.pk), {**VALUE, "value": "42", "motif": "Faute"})
    assert sorted(Valeur.objects.values_list("value", flat=True)) == [40, 42]
    page = chef.get(url("show", row.code)).content.decode()
    assert "<s>40" in page
    assert "Faute" in page
    chef.post(url("drop_target", row.code, aim(row, 90).pk), {"motif": "Abandonnée"})
    assert Cible.objects.get().is_cancelled


def test_every_fault_is_said_and_nothing_is_lost(chef: Client, plan: Plan) -> None:
    row = make_indicateur(plan)
    wrong = {**VALUE, "value": "1.200", "periode": "jamais", "commentaire": "Vu en comité"}
    answer = chef.post(url("add_value", row.code), wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "ambigu" in page
    assert "jamais" in page
    assert "Vu en comité" in page
    assert not Valeur.objects.exists()


def test_an_indicator_is_edited_and_closed_ones_are_hidden(chef: Client, plan: Plan) -> None:
    chef.post(
        url("add"),
        {"libelle": "Parcelles remises en usage", "unit": "m2", "sens": "hausse",
         "agregation": "somme", "confidentialite": "interne", "is_du_plan": "on"},
    )  # fmt: skip
    row = Indicateur.objects.get()
    assert "Parcelles" in chef.get(url("edit", row.code)).content.decode()
    anyone = Client()
    assert anyone.get(url("show", row.code)).status_code == 404
    assert "Parcelles" not in anyone.get(url("list")).content.decode()
