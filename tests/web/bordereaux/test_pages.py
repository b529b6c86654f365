"""The pages of the slips: typed, imported after a preview, cancelled; the phone and its worker."""

import datetime as dt
import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.bordereaux.liens import token_of
from essor.records.bordereaux.models import Bordereau
from essor.records.jetons.models import CallWindow
from essor.web.bordereaux import views_telephone
from tests.factories import make_member, make_plan, make_territoire
from tests.records.bordereaux.made import DAY, file_of, make_bordereau, make_followed, make_lien
from tests.records.terres.made import Terres, make_exutoire, make_terres

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def terres() -> Terres:
    return make_terres(make_plan())


@pytest.fixture
def chef(client: Client, terres: Terres) -> Client:
    client.force_login(make_member(terres.lot.plan.territoire, Role.CHEF_DE_PROJET))
    return client


def at(name: str, *more: object) -> str:
    return reverse(f"bordereaux:{name}", args=[CODE, *more])


def text_of(answer) -> str:
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def test_the_first_page_says_what_to_do_when_there_is_nothing(chef: Client) -> None:
    shown = text_of(chef.get(at("home")))
    assert "Aucun camion enregistré" in shown
    assert "Ouvrez un QR code pour un chantier" in shown
    assert "Aucun plan à comparer" in text_of(chef.get(at("deviations")))
    assert "Aucun plan n'est suivi" in text_of(chef.get(at("replan")))


def test_a_slip_is_typed_listed_corrected_and_cancelled(chef: Client, terres: Terres) -> None:
    typed = {
        "depart": f"chantier:{terres.chantier.pk}", "lot": f"lot:{terres.lot.pk}",
        "destination": f"exutoire:{terres.exutoire.pk}", "tonnes": "18,42", "pesee": "estime",
        "realise_on": "2026-11-03", "realise_heure": "07:40", "numero": "B-7",
        "envoi_uuid": str(uuid.uuid4()), "plaques": "ab-1",
    }  # fmt: skip
    for _ in range(2):  # the same form sent twice writes one slip
        assert chef.post(at("add"), typed).status_code == 302
    row = Bordereau.objects.get()
    assert (str(row.tonnes), row.is_estime, row.plaques) == ("18.420", True, "AB-1")
    assert row.saisi_par
    listed = chef.get(at("list"), {"q": "ab-1", "lot": terres.lot.code})
    assert "1 bordereau pour ces filtres" in text_of(listed)
    csv = chef.get(at("list_csv")).content.decode("utf-8-sig")
    assert "B-7;2026-11-03;07:40" in csv

    edited = chef.get(at("edit", row.pk)).content.decode()
    assert 'value="18,42"' in edited
    chef.post(at("edit", row.pk), {**typed, "tonnes": "19", "version": "1"})
    assert chef.post(at("cancel", row.pk), {"motif": ""}).status_code == 400
    chef.post(at("cancel", row.pk), {"motif": "Camion refusé", "version": "2"})
    row.refresh_from_db()
    assert (int(row.tonnes), row.annule_motif) == (19, "Camion refusé")
    assert "Il ne compte plus" in text_of(chef.get(at("show", row.pk)))
    chef.post(at("restore", row.pk))
    row.refresh_from_db()
    assert row.is_live


def test_a_wrong_slip_keeps_what_was_typed(chef: Client, terres: Terres) -> None:
    answer = chef.post(at("add"), {"tonnes": "beaucoup", "realise_on": "2099-01-01", "numero": "K"})
    shown = text_of(answer)
    assert answer.status_code == 400
    for part in ("Dites d'où part le camion", "Dites où va le camion", 'value="beaucoup"'):
        assert part in shown
    assert 'value="K"' in shown
    assert not Bordereau.objects.exists()


def test_a_file_is_previewed_named_confirmed_and_taken_back(chef: Client, terres: Terres) -> None:
    heads = ["Bon", "Date", "Lot", "Exutoire", "Net"]
    line = ["1", "03/11/2026", terres.lot.code, "Stockage du pui", "18420"]
    sent = SimpleUploadedFile("pesees.csv", file_of(heads, line))
    form = {"fichier": sent, "unite": "kg", "chantier": ""}
    assert chef.post(at("import"), form).status_code == 302
    seen = text_of(chef.get(at("preview")))
    assert "Noms que le plan ne connaît pas" in seen
    assert "colonne « Net »" in seen
    chosen = {"choix-destination:stockage du pui": terres.exutoire.code}
    chef.post(at("preview"), chosen)
    seen = text_of(chef.get(at("preview")))
    assert "1 bordereau à ajouter, 18 t" in seen
    print_of = re.search(r'name="empreinte" value="(\w+)"', seen)
    assert print_of
    assert chef.post(at("confirm_import"), {"empreinte": "vieille"}).status_code == 409
    assert not Bordereau.objects.exists()
    chef.post(at("confirm_import"), {"empreinte": print_of[1]})
    assert Bordereau.objects.get().exutoire == terres.exutoire

    kept = re.search(r"importer/([0-9a-f-]{36})/annuler/", text_of(chef.get(at("import"))))
    assert kept
    chef.post(at("undo_import", kept[1]))
    assert not Bordereau.objects.exists()
    assert "annulé" in text_of(chef.get(at("import")))


def test_slips_without_lot_are_attached_together(chef: Client, terres: Terres) -> None:
    rows = [make_bordereau(None, terres.exutoire, chantier=terres.chantier) for _ in range(2)]
    assert "2 bordereaux sans lot" in text_of(chef.get(at("attach")))
    assert chef.post(at("attach"), {"lot": terres.lot.pk}).status_code == 400
    said = {"lot": terres.lot.pk, "bordereaux": [one.pk for one in rows]}
    chef.post(at("attach"), said)
    assert not Bordereau.objects.filter(lot=None).exists()


def test_the_deviations_are_sentences_tables_and_files(chef: Client, terres: Terres) -> None:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday() + 14)
    flows = [(terres.lot.code, terres.exutoire.code, week, 400.0) for week in range(4)]
    make_followed(terres.lot.plan, flows, debut_on=monday)
    make_bordereau(terres.lot, terres.exutoire, "100", realise_on=monday)
    shown = text_of(chef.get(at("deviations")))
    assert "soit 700 t de retard (88 %)" in shown
    assert shown.count("<svg") == 2 + shown.count('<svg viewBox="0 0 32 32"')
    lines = chef.get(at("deviations_csv")).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"lot;{terres.lot.code};")
    assert "-700,000" in lines[1]
    assert len(chef.get(at("weeks_csv")).content.decode().splitlines()) == 7
    assert "Écarts au plan" in chef.get(at("alerts_csv")).content.decode()


def test_the_poster_leads_to_the_form_until_the_link_is_withdrawn(
    chef: Client, terres: Terres
) -> None:
    chef.post(at("links"), {"chantier": terres.chantier.pk, "titre": "Barrière", "days": "30"})
    lien = terres.chantier.liens_bordereaux.get()
    poster = chef.get(at("poster", lien.pk))
    path = reverse("bordereaux:telephone", args=[token_of(lien)])
    assert f"http://testserver{path}" in text_of(poster)
    assert "<svg" in text_of(poster)
    assert Client().get(path).status_code == 200
    chef.post(at("revoke", lien.pk))
    assert Client().get(path).status_code == 404
    assert chef.get(at("poster", lien.pk)).status_code == 302


def test_the_phone_sees_names_only(terres: Terres) -> None:
    make_exutoire(terres.lot.plan, "CACHE", nom="Filière réservée", confidentialite="restreint")
    make_bordereau(terres.lot, terres.exutoire, transporteur="Transports Voisin")
    answer = Client().get(
        reverse("bordereaux:telephone", args=[token_of(make_lien(terres.chantier))])
    )
    shown = text_of(answer)
    assert terres.exutoire.nom in shown
    for secret in ("9,5", "€", "Filière réservée", "Transports Voisin"):
        assert secret not in shown
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)", shown)


def test_a_phone_is_answered_in_json_and_counted(
    terres: Terres, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Client(enforce_csrf_checks=True)
    lien = make_lien(terres.chantier)
    path = reverse("bordereaux:envoi", args=[token_of(lien)])
    said = {
        "envoi_uuid": str(uuid.uuid4()), "destination": f"exutoire:{terres.exutoire.pk}",
        "tonnes": "18,4", "realise_on": DAY.isoformat(),
    }  # fmt: skip
    assert phone.post(path, said).status_code == 201
    assert phone.post(path, said).json()["etat"] == "deja"
    refused = phone.post(path, {**said, "envoi_uuid": str(uuid.uuid4()), "tonnes": "-1"})
    assert (refused.status_code, refused.json()["etat"]) == (422, "refuse")
    elsewhere = make_terres(make_plan(make_territoire("ti-8412", "Ailleurs")))
    other = {**said, "destination": f"exutoire:{elsewhere.exutoire.pk}"}
    assert phone.post(path, {**other, "envoi_uuid": str(uuid.uuid4())}).status_code == 422
    assert Bordereau.objects.count() == 1
    assert phone.post(path.replace(token_of(lien), "x" * 43), said).status_code == 404
    monkeypatch.setattr(views_telephone, "SENDS_A_MINUTE", 0)
    waited = phone.post(path, said)
    assert waited.status_code == 429
    assert int(waited["Retry-After"]) <= 60
    assert CallWindow.objects.exists()


def test_the_worker_serves_the_form_and_nothing_else(client: Client) -> None:
    answer = client.get(reverse("bordereaux:worker_js"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/bordereau/"
    assert "self.addEventListener" in answer.content.decode()
