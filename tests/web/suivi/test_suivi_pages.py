import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.foundations.tables import read_workbook
from essor.records.accounts.roles import Role
from essor.records.journal.models import Operation
from essor.records.plans.models import Action
from essor.records.suivi.actions import add_point, lift_point
from essor.records.suivi.models import AvisSante, PointBloquant
from tests.factories import make_action, make_member, make_plan, system

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
POINT = {
    "cause": "Autorisation attendue",
    "destinataire_nature": "etat",
    "destinataire_nom": "DREAL",
    "depuis_on": "2026-05-01",
    "echeance_on": "",
}


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Imprimerie", confidentialite="public")


def signed_in(action: Action, role: Role) -> Client:
    client = Client()
    client.force_login(make_member(action.plan.territoire, role))
    return client


@pytest.fixture
def chef(action: Action) -> Client:
    return signed_in(action, Role.CHEF_DE_PROJET)


def block(action: Action, **values: Any) -> PointBloquant:
    values = {
        "cause": "Autorisation attendue", "destinataire_nature": "etat",
        "destinataire_nom": "DREAL", **values,
    }  # fmt: skip
    return add_point(by=system(action.plan.territoire), action=action, **values)


def url(name: str, *more: object) -> str:
    return reverse(f"suivi:{name}", args=[CODE, *more])


def sheet(client: Client, action: Action) -> str:
    address = reverse("plan:action", args=[CODE, action.code])
    return client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_a_point_lives_on_the_sheet(chef: Client, action: Action):
    assert "Aucun point bloquant signalé" in sheet(chef, action)
    assert chef.post(url("add", action.code), POINT).status_code == 302
    shown = sheet(chef, action)
    assert "Autorisation attendue" in shown
    point = PointBloquant.objects.get()
    changed = {**POINT, "cause": "Avis attendu", "version": point.version}
    assert chef.post(url("edit", action.code, point.pk), changed).status_code == 302
    assert "Avis attendu" in sheet(chef, action)
    refused = chef.post(url("lift", action.code, point.pk), {"leve_on": "2026-04-01"})
    assert refused.status_code == 400
    lifted = {"leve_on": "2026-11-01", "leve_motif": "Arrêté signé"}
    assert chef.post(url("lift", action.code, point.pk), lifted).status_code == 302
    assert "1 point levé" in sheet(chef, action)
    assert chef.post(url("reopen", action.code, point.pk)).status_code == 302
    assert chef.post(url("remove", action.code, point.pk)).status_code == 302
    assert not PointBloquant.objects.exists()


def test_a_form_with_faults_lists_them_all_and_loses_nothing(chef: Client, action: Action):
    data = {**POINT, "destinataire_nature": "", "destinataire_nom": "", "depuis_on": "bientôt"}
    answer = chef.post(url("add", action.code), data)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert shown.count("errorlist") == 3
    assert "Autorisation attendue" in shown
    assert "bientôt" in shown


def test_a_change_read_too_long_ago_is_refused_and_kept_on_screen(chef: Client, action: Action):
    point = block(action)
    chef.post(url("edit", action.code, point.pk), {**POINT, "cause": "A", "version": 1})
    answer = chef.post(url("edit", action.code, point.pk), {**POINT, "cause": "B", "version": 1})
    assert answer.status_code == 400
    assert "Une autre personne" in answer.content.decode()
    assert PointBloquant.objects.get().cause == "A"


def test_the_list_is_by_addressee_and_its_files_say_the_same(chef: Client, action: Action):
    block(action, prochaine_etape="Relancer", responsable_nom="Ana")
    block(action, destinataire_nom='=HYPERLINK("http://x")', destinataire_nature="entreprise")
    shown = page(chef, url("expected"))
    assert "2 points bloquants, 2 destinataires" in shown
    text = chef.get(url("export", "csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[1] for line in lines[1:]][0] == "DREAL"
    assert lines[2][1].startswith("'=")
    book = chef.get(url("export", "xlsx"))
    assert book.content[:2] == b"PK"
    read = read_workbook(book.content, file_name="attentes.xlsx")
    values = {str(cell.value) for cell in read.sheets[0].cells.values()}
    assert {"DREAL", "Relancer", "Ana"} <= values
    assert chef.get(url("export", "pdf")).status_code == 404


def test_the_list_shows_a_past_evening(chef: Client, action: Action):
    point = block(action)
    Operation.objects.update(at=timezone.now() - dt.timedelta(days=3))
    by = system(action.plan.territoire)
    lift_point(by=by, point=point, leve_on=timezone.localdate(), leve_motif="Signé")
    assert "DREAL" not in page(chef, url("expected"))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert "DREAL" in page(chef, f"{url('expected')}?au={yesterday.isoformat()}")
    assert "n'existait pas encore" in page(chef, f"{url('expected')}?au=2020-01-01")
    assert chef.get(f"{url('expected')}?au=jamais").status_code == 400


def test_what_is_restricted_or_internal_is_told_to_nobody_else(action: Action):
    secret = make_action(action.plan, "Secrète", confidentialite="restreint")
    block(secret, cause="Rachat confidentiel")
    block(action)
    reader = signed_in(action, Role.LECTEUR)
    for address in (url("expected"), url("export", "csv"), url("health"), url("silent")):
        shown = page(reader, address)
        assert "Rachat" not in shown
        assert "Secrète" not in shown
    assert "Autorisation" not in sheet(Client(), action)
    assert "Points bloquants" not in sheet(Client(), action)
    assert "Autorisation" in sheet(reader, action)
    assert "Ajouter un point bloquant" not in sheet(reader, action)


def test_an_opinion_stands_beside_the_rule_and_is_taken_back(chef: Client, action: Action):
    address = url("state", action.code, "temps")
    assert chef.post(address, {"couleur": "rouge", "commentaire": ""}).status_code == 400
    assert chef.post(address, {"couleur": "rouge", "commentaire": "Gel prévu"}).status_code == 302
    shown = sheet(chef, action)
    assert "Temps : rouge" in shown
    assert "« Gel prévu ». La règle dit sans donnée" in shown
    assert "Gel prévu" in page(chef, url("health"))
    assert chef.post(url("take_back", action.code, "temps")).status_code == 302
    assert not AvisSante.objects.exists()
    assert chef.get(url("state", action.code, "meteo")).status_code == 404


def test_silent_actions_are_listed_and_counted_on_the_first_screen(chef: Client, action: Action):
    first = reverse("territoires:show", args=[CODE])
    assert "aucune action sans nouvelle" in page(chef, first)
    assert "Aucune action n'est sans nouvelle" in page(chef, url("silent"))
    Operation.objects.update(at=timezone.now() - dt.timedelta(days=60))
    block(make_action(action.plan, "Vivante"))
    shown = page(chef, url("silent"))
    assert "Imprimerie" in shown
    assert "Vivante" not in shown
    told = page(chef, first)
    assert "1 point bloquant, 1 destinataire" in told
    assert "1 action sans nouvelle depuis 45 jours" in told
    assert "Attendu de chacun" not in page(Client(), first)
