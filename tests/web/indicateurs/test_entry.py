"""Several values at once, what is owed, both kinds side by side on every level, files."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.indicateurs.models import Indicateur, Valeur
from essor.records.plans.actions import change_action, create_axe
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.relances.owed import values_owed
from tests.factories import make_action, make_member, make_plan, system
from tests.records.indicateurs.made import make_indicateur, say

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


@pytest.fixture
def former(plan: Plan) -> Action:
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Métiers")
    return make_action(plan, "Former", axe=axe)


@pytest.fixture
def jobs(plan: Plan, former: Action) -> Indicateur:
    """Jobs of two actions, one measured, the other declared."""
    other = make_action(plan, "Recruter", axe=former.axe)
    row = make_indicateur(
        plan, "Emplois créés", agregation="somme", is_par_action=True, actions=[former, other]
    )
    say(row, 12, year=2024, action=former)
    say(row, 30, year=2024, action=other, is_self_declared=True)
    return row


def url(name: str, *more: object) -> str:
    return reverse(f"indicateurs:{name}", args=[CODE, *more])


def text(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.replace("&nbsp;", " ").replace("\xa0", " ")


def pilot(plan: Plan, action: Action) -> User:
    by = system(plan.territoire)
    user = make_member(plan.territoire, Role.PILOTE, email="ana@exemple.invalid")
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: [user.label]})
    change_action(by=by, action=action, parts=parts)
    link_pilots(by=by, action=action, users={user.label: user})
    return user


def test_measured_and_declared_stay_apart_on_every_level(
    chef: Client, jobs: Indicateur, former: Action
) -> None:
    pages = [
        text(chef, url("list")),
        text(chef, url("list") + f"?axe={former.axe_id}"),
        text(chef, url("show", jobs.code)),
    ]
    for page in pages:
        assert "12 emplois" in page
        assert "30 emplois" in page
        assert "42 emplois" not in page
    assert "part de l'axe" in pages[1].replace("&#x27;", "'")
    sheet = text(chef, reverse("plan:action", args=[CODE, former.code]))
    assert "Mesuré : 12 emplois" in sheet
    assert "30 emplois" not in sheet
    assert "12 emplois" in text(chef, url("list_csv"))
    assert "12 emplois" in text(chef, url("list") + "?axe=rien")  # nonsense filters nothing


def test_a_pilot_enters_what_is_hers_and_nothing_else(
    plan: Plan, jobs: Indicateur, former: Action, client: Client
) -> None:
    client.force_login(pilot(plan, former))
    page = text(client, url("enter"))
    assert "Former" in page
    assert "Recruter" not in page
    fields = {f"chiffre_{jobs.pk}_{former.pk}": "5 à 8", "periode": "2025", "source_title": "Paie",
              "read_on": "2026-01-05", "confiance": "haute", "is_self_declared": "on"}  # fmt: skip
    assert client.post(url("enter"), fields).status_code == 302
    made = Valeur.objects.get(source_title="Paie")
    assert (made.low, made.high, made.is_self_declared, made.action) == (5, 8, True, former)


def test_a_grid_says_every_fault_and_writes_nothing(chef: Client, plan: Plan) -> None:
    rows = [make_indicateur(plan, name, agregation="somme") for name in ("Un", "Deux", "Trois")]
    say(rows[0], 1, year=2025)
    fields = {f"chiffre_{row.pk}": "7" for row in rows} | {
        "periode": "2025", "source_title": "Paie", "read_on": "2026-01-05", "confiance": "haute",
    }  # fmt: skip
    refused = chef.post(url("enter"), fields)
    assert refused.status_code == 400
    assert "comptée deux fois" in refused.content.decode()
    wrong = fields | {f"chiffre_{rows[1].pk}": "beaucoup", "periode": "un jour"}
    page = chef.post(url("enter"), wrong).content.decode()
    assert "beaucoup" in page
    assert page.count('class="errorlist"') >= 2
    assert Valeur.objects.count() == 1
    empty = {name: "" if name.startswith("chiffre") else said for name, said in fields.items()}
    assert "Aucune valeur" in chef.post(url("enter"), empty).content.decode()
    del fields[f"chiffre_{rows[0].pk}"]
    assert chef.post(url("enter"), fields).status_code == 302
    assert Valeur.objects.count() == 3


def test_what_is_owed_names_who_and_since_when(chef: Client, plan: Plan) -> None:
    row = make_indicateur(plan, periodicite_months=12, responsable_nom="Ana Pivot")
    year = timezone.localdate().year
    say(row, 3, year=year - 2)
    page = text(chef, url("missing"))
    assert "1 valeur à renseigner" in page
    assert "Ana Pivot" in page
    assert f"periode={year - 1}" in page
    assert "Ana Pivot" in text(chef, url("missing_csv"))
    asked = text(chef, url("add_value", row.code) + f"?periode={year - 1}")
    assert f'value="{year - 1}"' in asked
    assert Client().get(url("missing")).status_code in (302, 403, 404)


def test_a_reminder_leads_to_the_value_that_it_asks_for(
    plan: Plan, jobs: Indicateur, former: Action, client: Client
) -> None:
    user = pilot(plan, former)
    day = dt.date(timezone.localdate().year + 2, 1, 5)
    Indicateur.objects.filter(pk=jobs.pk).update(periodicite_months=12)
    (owed,) = values_owed([plan], {(plan.territoire_id, user.pk)}, day)
    assert (owed.user_id, former.code in owed.texte) == (user.pk, True)
    client.force_login(user)
    assert "Ajouter une valeur" in text(client, owed.path)


def test_a_workbook_is_previewed_then_confirmed(chef: Client, plan: Plan) -> None:
    row = make_indicateur(plan)
    model = chef.get(url("export", "modele", "xlsx"))
    assert model.content[:2] == b"PK"
    assert chef.get(url("export", "modele", "csv")).status_code == 404
    lines = (
        "Indicateur;Période;Valeur;Source;Lu le;Confiance\r\n"
        f"{row.code};2025;12,5;Relevé;05/01/2026;haute\r\n"
    )
    sent = SimpleUploadedFile("valeurs.csv", lines.encode())
    assert chef.post(url("import"), {"fichier": sent}).status_code == 302
    page = chef.get(url("preview"))
    assert "Valeur ajoutée" in page.content.decode()
    assert not Valeur.objects.exists()
    seen = page.context["found"].fingerprint
    assert chef.post(url("confirm_import"), {"empreinte": "autre"}).status_code == 409
    assert chef.post(url("confirm_import"), {"empreinte": seen}).status_code == 302
    assert Valeur.objects.get().fin_on == dt.date(2025, 12, 31)
    nothing = SimpleUploadedFile("n.csv", b"Bonjour;tout\r\nle;monde\r\n")
    assert chef.post(url("import"), {"fichier": nothing}).status_code == 400


def test_an_indicator_is_deleted_after_a_question(chef: Client, plan: Plan) -> None:
    row = make_indicateur(plan, observatoire_code="emploi/x")
    assert "Reliée à l'observatoire" in text(chef, url("show", row.code))
    assert "ni valeur ni cible" in text(chef, url("remove", row.code))
    chef.post(url("remove", row.code))
    assert not Indicateur.objects.exists()
