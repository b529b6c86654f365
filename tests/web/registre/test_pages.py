"""The pages of the register: the deadline first, files checked, lines declared without script."""

import csv
import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.plans.models import Plan
from essor.records.registre.models import LigneRegistre
from essor.references.registre_national.tables import registre
from tests.engines.terres.registre.made import GOOD
from tests.factories import make_member, make_plan
from tests.records.bordereaux.made import make_bordereau
from tests.records.registre.made import make_declared, make_ligne, texts
from tests.records.terres.made import make_chantier, make_exutoire, make_lot_terres

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, *more: object) -> str:
    return reverse(f"registre:{name}", args=[CODE, *more])


def page(client: Client, name: str, *more: object, **query: str) -> str:
    text = client.get(url(name, *more), query).content.decode()
    return re.sub(r"\s+", " ", text.replace("&nbsp;", " ").replace("\u00a0", " "))


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("registre.csv", content.encode())


def csv_of(**changes: str) -> str:
    heads = [one.entete for one in registre("sortant").in_file]
    said = texts(timezone.localdate(), **changes)
    line = [said.get(one.champ, "") for one in registre("sortant").in_file]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([heads, line])
    return buffer.getvalue()


def test_an_empty_register_says_what_to_do(chef: Client) -> None:
    text = page(chef, "home")
    assert "Le registre est vide" in text
    assert "modele.xlsx" in text


def test_the_deadline_comes_first_then_what_is_late(chef: Client, plan: Plan) -> None:
    today = timezone.localdate()
    make_ligne(plan)
    make_ligne(plan, on=today - dt.timedelta(days=100), reportForPickupSiteName="Vieux chantier")
    text = page(chef, "home")
    assert "À déclarer avant le" in text
    assert ": 1 ligne" in text
    assert "1 en retard." in text
    late = page(chef, "home", retard="on")
    assert "Vieux chantier" in late
    assert "1 ligne d'après les filtres" in late
    lines = chef.get(url("list_csv"), {"retard": "on"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2


def test_the_whole_life_of_a_line_without_script(chef: Client, plan: Plan) -> None:
    said = texts(
        timezone.localdate(), operationCode=None, reportForCompanySiret="784 671 695 00103"
    )
    answer = chef.post(url("add", "sortant"), said, follow=True)
    row = LigneRegistre.objects.get()
    assert (row.etat, row.siret) == ("brouillon", "78467169500103")
    assert "Il reste 1 point à compléter" in answer.content.decode()
    text = page(chef, "show", row.pk)
    assert "Ce qui manque pour la déclarer" in text
    assert "Code de traitement prévu" in text
    whole = {**said, "operationCode": "R 5", "version": row.version}
    assert "a-revoir" in page(chef, "edit", row.pk)
    chef.post(url("edit", row.pk), whole)
    assert "1 ligne de terres sortantes à déclarer" in page(chef, "prepare", "sortant")
    sent = {"ligne": [str(row.pk)], "declared_on": timezone.localdate().isoformat()}
    assert chef.post(url("declare", "sortant"), {**sent, "ligne": []}).status_code == 400
    chef.post(url("declare", "sortant"), sent)
    row.refresh_from_db()
    assert row.etat == "declaree"
    chef.post(url("edit", row.pk), {**whole, "weightValue": "20", "version": row.version})
    row.refresh_from_db()
    assert row.motif == ""  # no reason, no correction
    fixed = {**whole, "weightValue": "20", "raison": "Pesée", "version": row.version}
    chef.post(url("edit", row.pk), fixed)
    row.refresh_from_db()
    assert (row.etat, row.motif, str(row.tonnes)) == ("prete", "MODIFIER", "20.000")
    assert "Correction à transmettre" in page(chef, "home")
    chef.post(url("cancel", row.pk), {"raison": "Refusé", "version": row.version})
    row.refresh_from_db()
    assert row.motif == "ANNULER"
    text = page(chef, "show", row.pk)
    for label in ("Ligne du registre ajoutée", "Ligne déclarée corrigée", "Lignes notées"):
        assert label in text


def test_a_refused_identifier_loses_nothing_of_the_form(chef: Client, plan: Plan) -> None:
    first = make_ligne(plan)
    said = texts(timezone.localdate(), publicId=first.public_id, wasteDescription="Remblais noirs")
    answer = chef.post(url("add", "sortant"), said)
    assert answer.status_code == 400
    assert "Remblais noirs" in answer.content.decode()
    assert "sert déjà à une ligne" in answer.content.decode()


def test_a_file_is_verified_and_not_kept(chef: Client, plan: Plan) -> None:
    good, bad = csv_of(), csv_of(wasteCode="17 01 01", dispatchDate="20/11/2026")
    assert "seraient prises" in chef.post(url("verify"), {"fichier": upload(good)}).content.decode()
    text = chef.post(url("verify"), {"fichier": upload(bad)}).content.decode()
    assert "20/11/2026" in text
    assert "20 02 02" in text
    answer = chef.post(
        url("verify"), {"fichier": upload("Poids en tonne\n1\n"), "genre": "sortant"}
    )
    assert answer.status_code == 400
    assert "Poids en tonnes" in answer.content.decode()
    assert not LigneRegistre.objects.exists()
    known = make_declared(plan)
    text = chef.post(
        url("verify"), {"fichier": upload(csv_of(publicId=known.public_id))}
    ).content.decode()
    assert "sans un mot" in text


def test_an_import_is_seen_then_taken(chef: Client) -> None:
    content = csv_of()
    text = chef.post(url("take"), {"fichier": upload(content), "voir": "1"}).content.decode()
    assert "Rien n'est encore écrit" in text
    assert not LigneRegistre.objects.exists()
    for _ in range(2):
        chef.post(url("take"), {"fichier": upload(content), "importer": "1"})
    assert LigneRegistre.objects.get().etat == "prete"


def test_only_what_would_be_taken_is_exported_and_the_rest_is_said(
    chef: Client, plan: Plan
) -> None:
    kept = make_ligne(plan)
    left = make_ligne(plan, operationCode=None)
    text = page(chef, "prepare", "sortant")
    assert "Laissées de côté" in text
    assert left.public_id in text
    data = chef.get(url("file_document", "sortant", "csv")).content.decode("utf-8-sig")
    assert kept.public_id in data
    assert left.public_id not in data
    archive = zipfile.ZipFile(io.BytesIO(chef.get(url("file_document", "sortant", "zip")).content))
    assert archive.namelist() == ["lot-001.json"]
    body = json.loads(archive.read("lot-001.json"))
    assert [one["publicId"] for one in body["variables"]["lines"]] == [kept.public_id]
    assert chef.get(url("file_document", "sortant", "pdf")).status_code == 404
    assert chef.get(url("blank_document", "autre", "csv")).status_code == 404


def test_slips_become_lines(chef: Client, plan: Plan) -> None:
    slip = make_bordereau(make_lot_terres(make_chantier(plan)), make_exutoire(plan))
    assert "Créer les lignes" in page(chef, "home")
    chef.post(url("generate", "sortant"), {"bordereau": [str(slip.pk)]})
    assert LigneRegistre.objects.get().bordereau == slip
    assert "Chaque bordereau a sa ligne" in page(chef, "generate", "sortant")


def test_a_new_line_takes_after_another(chef: Client, plan: Plan) -> None:
    model = make_ligne(plan, wasteDescription="Remblais noirs")
    assert "Remblais noirs" in page(chef, "add", "sortant", modele=str(model.pk))


def test_a_reader_reads_and_keeps_nothing(plan: Plan, client: Client) -> None:
    row = make_ligne(plan)
    client.force_login(make_member(plan.territoire, Role.LECTEUR))
    assert "Ajouter une ligne" not in page(client, "home")
    assert "Corriger" not in page(client, "show", row.pk)
    assert client.post(url("add", "sortant"), dict(GOOD["sortant"])).status_code == 403
