"""Import in three steps (send, read, confirm) and export, as the project manager does."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action, create_axe
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan
from essor.records.plans.tableur import ActionDraft, PlanFormat, write_plan
from tests.factories import make_action, make_member, make_plan, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def client(plan: Plan) -> Client:
    client = Client()
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"plan:{name}", args=["ti-8404", *args])


def workbook(*titles: str, **fields: object) -> bytes:
    drafts = [ActionDraft(axes=("Axe 1",), titre=title, **fields) for title in titles]  # type: ignore[arg-type]
    return write_plan(drafts, format=PlanFormat.XLSX)


def send(client: Client, content: bytes, name: str = "plan.xlsx", **data: str) -> int:
    file = BytesIO(content)
    file.name = name
    return client.post(url("import"), {"fichier": file, **data}).status_code


def confirm(client: Client) -> int:
    mark = client.get(url("preview")).context["preview"].fingerprint
    return client.post(url("confirm_import"), {"empreinte": mark}).status_code


def test_nothing_is_written_before_the_confirmation(client: Client) -> None:
    assert send(client, workbook("Former", "Innover", budget_eur=Decimal("1200.50"))) == 302
    page = client.get(url("preview"))
    assert page.context["counts"]["created"] == 2
    assert not Action.objects.exists()
    assert confirm(client) == 302
    assert set(Action.objects.values_list("titre", "budget_eur")) == {
        ("Former", Decimal("1200.50")),
        ("Innover", Decimal("1200.50")),
    }
    assert client.get(url("preview")).status_code == 302  # the staged file is forgotten


def test_import_is_one_operation_that_one_gesture_undoes(client: Client) -> None:
    send(client, workbook("Former", "Innover"))
    confirm(client)
    row = Operation.objects.get(kind="plan.importer")
    assert client.post(url("undo", row.pk)).status_code == 302
    assert not Action.objects.exists()


def test_faults_are_all_listed_and_block_the_confirmation(client: Client) -> None:
    bad = workbook("Former", "Former", "Innover")
    assert send(client, bad) == 302
    page = client.get(url("preview"))
    assert "à corriger avant l&#x27;import" in page.content.decode() or (
        "à corriger avant l'import" in page.content.decode()
    )
    assert client.post(url("confirm_import"), {"empreinte": "0"}).status_code in (400, 409)
    assert not Action.objects.exists()


def test_unreadable_file_is_refused_at_once(client: Client) -> None:
    assert send(client, b"ceci n'est pas un classeur") == 400
    assert send(client, b"", name="vide.xlsx") == 400


def test_plan_that_moved_since_the_preview_is_shown_again(client: Client, plan: Plan) -> None:
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Axe 1")
    action = make_action(plan, "Former", axe=axe)
    send(client, workbook("Former", objectifs="Du fichier"))
    mark = client.get(url("preview")).context["preview"].fingerprint
    change_action(by=system(plan.territoire), action=action, objectifs="De l'autre personne")
    answer = client.post(url("confirm_import"), {"empreinte": mark})
    assert answer.status_code == 409
    assert "a changé depuis" in answer.content.decode()
    action.refresh_from_db()
    assert action.objectifs == "De l'autre personne"


def test_empty_cells_erase_only_when_asked(client: Client, plan: Plan) -> None:
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Axe 1")
    action = make_action(plan, "Former", axe=axe, objectifs="À garder")
    send(client, workbook("Former", objectifs=None))
    assert client.get(url("preview")).context["nothing"]
    exported = client.get(url("export", "xlsx")).content
    assert send(client, exported) == 302
    assert client.get(url("preview")).context["nothing"]
    action.refresh_from_db()
    assert action.objectifs == "À garder"


@pytest.mark.parametrize("file_format", list(PlanFormat))
def test_export_imports_back_without_change(
    client: Client, plan: Plan, file_format: PlanFormat
) -> None:
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Axe 1")
    parent = make_action(plan, "=Former", axe=axe, budget_eur=Decimal("12.30"), statut="en_cours")
    make_action(plan, "Dessous", parent=parent, descriptif="Un\ntexte ; avec, des virgules")
    content = client.get(url("export", file_format)).content
    assert send(client, content, name=f"plan.{file_format}") == 302
    page = client.get(url("preview"))
    assert page.context["counts"]["unchanged"] == 2
    assert page.context["nothing"]


def test_export_holds_only_what_the_reader_may_read(plan: Plan) -> None:
    make_action(plan, "Ouverte", confidentialite=Confidentialite.PUBLIC)
    make_action(plan, "Entre nous")
    content = Client().get(url("export", "json")).content.decode()
    assert "Ouverte" in content
    assert "Entre nous" not in content


def test_unknown_format_is_not_found(client: Client) -> None:
    assert client.get(url("export", "docx")).status_code == 404
