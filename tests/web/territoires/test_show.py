"""The first screen of a territory: the answer as title, nothing that the reader may not see."""

import datetime as dt
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.journal.actions import operation
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.territoires.models import Territoire
from tests.factories import make_action, make_member, make_plan, make_territoire

pytestmark = pytest.mark.django_db
PUBLIC = Confidentialite.PUBLIC


@pytest.fixture
def plan(country: Territoire) -> Plan:
    return make_plan(country)


def page(client: Client, code: str = "ti-8404") -> str:
    response = client.get(reverse("territoires:show", args=[code]))
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def announce(action: Action, year: int, said: int | None, **values: Any) -> None:
    fields = {
        "sujet": "Livraison",
        "nature": "date",
        "value_on": dt.date(year, 1, 1),
        "value_precision": "annee",
        "announced_on": dt.date(said, 1, 1) if said else None,
        "announced_precision": "annee",
        "source_title": "Journal",
        "read_on": dt.date(2026, 11, 23),
        "confiance": "presse",
    }
    with operation(kind="test", author=None, territoire_code="ti-8404") as op:
        op.create(Annonce(plan=action.plan, action=action, **{**fields, **values}))


def test_without_a_plan_the_title_says_so(client: Client, country: Territoire):
    html = page(client)
    assert "<h1>Aucun plan n'est encore suivi dans Essor pour ce territoire</h1>" in html
    assert "CC Mond'Arverne Communauté" in html
    assert reverse("plan:create", args=["ti-8404"]) not in html


@pytest.mark.parametrize(
    ("role", "may"), [(Role.CHEF_DE_PROJET, True), (Role.PILOTE, False), (Role.PUBLIC, False)]
)
def test_only_who_may_is_offered_to_create_the_plan(
    client: Client, country: Territoire, role: Role, may: bool
):
    client.force_login(make_member(country, role))
    html = page(client)
    assert (reverse("plan:create", args=["ti-8404"]) in html) is may
    assert ("csrfmiddlewaretoken" in html) is True  # sign-out form, at least


def test_the_title_is_the_answer(client: Client, plan: Plan):
    make_action(plan, "a", statut="bloque", confidentialite=PUBLIC)
    make_action(plan, "b", statut="en_cours", fin_on=dt.date(2020, 1, 1), confidentialite=PUBLIC)
    assert "<h1>2 actions suivies : 1 bloquée, 1 en retard, 1 en cours</h1>" in page(client)


def test_unpublished_progress_is_said(client: Client, plan: Plan):
    make_action(plan, "a", confidentialite=PUBLIC)
    html = page(client)
    assert "1 action suivie, dont l'avancement n'est pas publié" in html
    assert "Aucun budget publié." in html
    assert "aucune date de fin n'est publiée" in html


def test_a_plan_without_public_action_does_not_say_how_many_are_hidden(client: Client, plan: Plan):
    make_action(plan, "interne")
    html = page(client)
    assert "Aucune action du plan n'est ouverte au public" in html
    assert "interne" not in html.lower()


def test_sums_are_shown_with_what_they_leave_out(client: Client, plan: Plan):
    make_action(plan, "a", budget_eur=Decimal(1200000), confidentialite=PUBLIC)
    make_action(plan, "b", confidentialite=PUBLIC)
    said = "1 200 000 € connus ; budget incomplet ou non publié pour 1 action sur 2."
    assert said in page(client)


def test_every_announced_date_of_a_big_project_is_shown(client: Client, plan: Plan):
    project = make_action(plan, "Refondation", is_grand_projet=True, confidentialite=PUBLIC)
    for year, said in ((2022, 2016), (2024, 2017), (2019, 2023)):
        announce(project, year, said)
    announce(project, 2025, 2023, sujet="Ouverture")
    html = page(client)
    assert (
        html.index("annoncé en 2016")
        < html.index("annoncé en 2017")
        < html.index("annoncé en 2023")
    )
    assert "1 report d'échéance" in html
    assert "Échéance passée, rien de publié depuis." in html
    assert "1 échéance annoncée est passée sans nouvelle publication." in html


def test_a_silent_project_says_that_nothing_was_published(client: Client, plan: Plan):
    make_action(plan, "Terres excavées", is_grand_projet=True, confidentialite=PUBLIC)
    assert "Ni date ni montant publiés" in page(client)


def test_the_public_is_told_of_no_movement_and_of_no_person(client: Client, plan: Plan):
    people = {
        ParticipantRole.PERSONNE_PILOTE: ["Alix Martin"],
        ParticipantRole.STRUCTURE_PILOTE: ["Métropole"],
    }
    parts = PartValues(participants=people)
    make_action(plan, "a", statut="bloque", confidentialite=PUBLIC, parts=parts)
    html = page(client)
    assert "Ce qui a bougé" not in html
    assert "Alix Martin" not in html
    assert "Doit agir : Métropole" in html


def test_a_member_sees_who_must_act_and_what_moved(client: Client, plan: Plan):
    people = {ParticipantRole.PERSONNE_PILOTE: ["Alix Martin"]}
    action = make_action(
        plan, "Décarboner", statut="a_venir", parts=PartValues(participants=people)
    )
    with operation(kind="test", author=None, territoire_code="ti-8404") as op:
        op.change(action, statut="bloque")
    make_action(plan, "Ajoutée")
    client.force_login(make_member(plan.territoire, Role.LECTEUR))
    html = page(client)
    assert "Doit agir : Alix Martin" in html
    assert "Statut : À venir → Bloqué" in html
    assert "1 action ajoutée." in html


@pytest.fixture
def secret(plan: Plan) -> Action:
    make_action(plan, "Visible", confidentialite=PUBLIC)
    action = make_action(
        plan,
        "SECRET",
        statut="bloque",
        fin_on=dt.date(2020, 1, 1),
        budget_eur=Decimal(777777),
        is_grand_projet=True,
        confidentialite=Confidentialite.RESTREINT,
        parts=PartValues(
            participants={ParticipantRole.STRUCTURE_PILOTE: ["SECRET"]},
            financements=[FinancementValues(financeur="SECRET", montant_eur=Decimal(777777))],
        ),
    )
    announce(action, 2030, 2020, sujet="SECRET")
    return action


@pytest.mark.parametrize("role", [None, Role.PUBLIC, Role.LECTEUR, Role.CONTRIBUTEUR, Role.PILOTE])
@pytest.mark.parametrize("address", ["territoires:show", "territoires:summary_csv"])
def test_a_restricted_action_never_leaks(
    client: Client, secret: Action, role: Role | None, address: str
):
    if role:
        client.force_login(make_member(secret.plan.territoire, role))
    body = client.get(reverse(address, args=["ti-8404"])).content.decode()
    for trace in ("SECRET", "777", "loqué;1", "1\u00a0bloquée", secret.code):
        assert trace not in body


def test_the_manager_sees_the_restricted_action(client: Client, secret: Action):
    client.force_login(make_member(secret.plan.territoire, Role.CHEF_DE_PROJET))
    html = page(client)
    assert "SECRET" in html
    assert "2 actions suivies : 1 bloquée" in html


def test_a_member_of_another_territory_is_the_public_here(client: Client, secret: Action):
    other = make_territoire("ti-1101")
    client.force_login(make_member(other, Role.ADMINISTRATEUR))
    assert "SECRET" not in page(client)


def test_figures_in_csv_say_unknown_as_empty(client: Client, plan: Plan):
    make_action(plan, "a", statut="en_cours", confidentialite=PUBLIC)
    body = client.get(reverse("territoires:summary_csv", args=["ti-8404"])).content.decode()
    assert "Statut : En cours;1;actions" in body
    assert "Budgets connus;;EUR" in body


def test_unknown_territories_are_not_found(client: Client, country: Territoire):
    for name in ("show", "perimetre", "perimetre_csv", "summary_csv"):
        assert client.get(reverse(f"territoires:{name}", args=["ti-9999"])).status_code == 404


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.CHEF_DE_PROJET])
def test_queries_do_not_grow_with_the_plan(
    client: Client, plan: Plan, role: Role, django_assert_max_num_queries: Any
):
    client.force_login(make_member(plan.territoire, role))
    for number in range(10):
        project = make_action(plan, f"a{number}", is_grand_projet=True, confidentialite=PUBLIC)
        make_action(plan, f"b{number}", parent=project, statut="bloque", confidentialite=PUBLIC)
        announce(project, 2027, 2020)
    page(client)
    with django_assert_max_num_queries(16):
        page(client)


def test_amounts_of_unknown_date_stand_side_by_side(client: Client, plan: Plan):
    project = make_action(plan, "Parc", is_grand_projet=True, confidentialite=PUBLIC)
    amount = {"nature": "montant", "unit": "EUR", "value_on": None, "value_precision": ""}
    announce(project, 2022, None, value=Decimal(100), sujet="Coût", **amount)
    announce(project, 2022, 2023, value=Decimal(500), sujet="Coût", **amount)
    assert "cote-a-cote" in page(client)
