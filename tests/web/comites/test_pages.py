import csv
import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.comites.actions import create_comite
from essor.records.comites.models import Comite, Decision, DocumentComite, PointOrdreDuJour
from essor.records.jalons.forecasts import announce
from essor.records.plans.models import Action, Plan
from essor.records.risques.actions import create_risque
from tests.factories import (
    forecast,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    system,
)

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
FORM = {"nature": "copil", "titre": "Copil de mars", "tenu_on": "12/03/2026", "statut": "tenu"}
DECIDED = {"texte": "Écrire à l'État", "statut": "a_faire", "confidentialite": "interne"}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def action(plan: Plan) -> Action:
    return make_action(plan, "Imprimerie", confidentialite="public")


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, *more: object) -> str:
    return reverse(f"comites:{name}", args=[CODE, *more])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def held(client: Client, **values: str) -> Comite:
    assert client.post(url("add"), {**FORM, **values}).status_code == 302
    return Comite.objects.latest("created_at")


def test_a_committee_from_agenda_to_follow_up_without_script(chef: Client, action: Action) -> None:
    assert "Aucun comité" in text(chef, url("list"))
    comite = held(chef, heure="14:30", lieu="Hôtel de ville", participants_texte="Une élue")
    point = {"titre": "Halle", "confidentialite": "interne", "actions": [str(action.pk)]}
    chef.post(url("add_point", comite.pk), point)
    on_point = PointOrdreDuJour.objects.get()
    form = text(chef, url("add_decision", comite.pk) + f"?point={on_point.pk}")
    assert f'<option value="{on_point.pk}" selected>' in form
    sent = {**DECIDED, "point": str(on_point.pk), "echeance_on": "18/06/2026"}
    chef.post(url("add_decision", comite.pk), sent)
    decision = Decision.objects.get()
    page = text(chef, url("show", comite.pk))
    for said in ("Hôtel de ville", "14:30", "Une élue", "Halle", "Écrire à l&#x27;État", "Imprim"):
        assert said in page
    assert "en retard de" in page
    follow = {"statut": "faite", "suite": "Courrier parti", "version": decision.version}
    chef.post(url("follow_decision", comite.pk, decision.pk), follow)
    page = text(chef, url("register"))
    assert "Courrier parti" in page
    assert "en retard de" not in page


def test_the_page_shows_what_moved_since_the_committee_before(chef: Client, action: Action) -> None:
    jalon = make_jalon(action, "Livraison", prevision=forecast("31/12/2026", "01/01/2026"))
    values = forecast("31/03/2027", "01/05/2026")
    announce(by=system(action.plan.territoire), jalon=jalon, values=values)
    first = held(chef)
    assert "pas de comité précédent" in text(chef, url("show", first.pk)).lower()
    chef.post(url("add_decision", first.pk), DECIDED)
    second = held(chef, titre="Copil de juin", tenu_on="18/06/2026")
    page = text(chef, url("show", second.pk))
    assert "Livraison" in page
    assert '<span class="derive-plus">' in page
    assert re.search(r"\+\s?3\s(mois)", page)
    assert "Écrire à l&#x27;État" in page  # still open, from the committee before
    assert "Livraison" in text(chef, url("drift"))
    rows = list(csv.reader(io.StringIO(sheet(chef, "drift_csv")), delimiter=";"))
    assert rows[0][3].startswith("Dérive (jours), Comité de pilotage du 12/03/2026")
    assert rows[1][2:5] == ["Livraison", "90", "0"]
    assert "comité de pilotage du 18" in text(chef, reverse("territoires:show", args=[CODE]))
    assert "?depuis=2026-06-18" in text(chef, reverse("jalons:calendar", args=[CODE]))


def sheet(client: Client, name: str, asked: str = "") -> str:
    return client.get(url(name) + asked).content.decode("utf-8-sig")


def test_faults_are_all_said_and_nothing_is_lost(chef: Client) -> None:
    answer = chef.post(url("add"), {**FORM, "titre": "", "tenu_on": "31/02/2026", "lieu": "Mairie"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count('class="errorlist"') == 2
    assert 'value="Mairie"' in page
    assert 'value="31/02/2026"' in page
    assert not Comite.objects.exists()


def test_the_register_is_filtered_and_downloaded_as_shown(chef: Client) -> None:
    comite = held(chef)
    chef.post(url("add_decision", comite.pk), DECIDED)
    chef.post(url("add_decision", comite.pk), {**DECIDED, "texte": "Publier", "statut": "faite"})
    page = text(chef, url("register") + "?ouvertes=on")
    assert "Écrire à l&#x27;État" in page
    assert "Publier" not in page
    assert "Aucune décision ne répond" in text(chef, url("register") + "?texte=introuvable")
    rows = list(
        csv.reader(io.StringIO(sheet(chef, "register_csv", "?statut=faite")), delimiter=";")
    )
    assert [row[3] for row in rows[1:]] == ["Publier"]


def test_a_paper_is_laid_then_downloaded_then_taken_away(chef: Client) -> None:
    comite = held(chef)
    file = SimpleUploadedFile("dossier.txt", b"Le dossier")
    chef.post(url("add_document", comite.pk), {"fichier": file})
    paper = DocumentComite.objects.get()
    answer = chef.get(url("document", comite.pk, paper.pk))
    assert b"".join(answer.streaming_content) == b"Le dossier"
    assert "attachment" in answer["Content-Disposition"]
    chef.post(url("remove_document", comite.pk, paper.pk))
    assert not DocumentComite.objects.exists()
    bad = chef.post(url("add_document", comite.pk), {"lien": "javascript:alert(1)"})
    assert bad.status_code == 400


def test_deleting_asks_first(chef: Client) -> None:
    comite = held(chef)
    assert "Supprimer le comité" in text(chef, url("remove", comite.pk))
    assert Comite.objects.exists()
    chef.post(url("remove", comite.pk))
    assert not Comite.objects.exists()


def test_an_action_shows_its_decisions_to_members_only(
    chef: Client, plan: Plan, action: Action
) -> None:
    comite = held(chef)
    chef.post(url("add_decision", comite.pk), {**DECIDED, "actions": [str(action.pk)]})
    sheet_of_action = reverse("plan:action", args=[CODE, action.code])
    assert "Décisions de comité" in text(chef, sheet_of_action)
    assert "Décisions de comité" not in text(Client(), sheet_of_action)
    reader = Client()
    reader.force_login(make_member(plan.territoire, Role.LECTEUR))
    page = text(reader, url("show", comite.pk))
    assert "Écrire à l&#x27;État" in page
    assert url("edit", comite.pk) not in page
    assert Client().get(url("show", comite.pk)).status_code in (302, 403, 404)


def test_queries_do_not_grow_with_the_committee(chef: Client, plan: Plan) -> None:
    by = system(plan.territoire)
    comite = create_comite(by=by, plan=plan, nature="copil", titre="Copil", tenu_on="2026-06-18")

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            text(chef, url("show", comite.pk))
        return len(found)

    for number in range(2):
        chef.post(
            url("add_point", comite.pk), {"titre": f"P{number}", "confidentialite": "interne"}
        )
        chef.post(url("add_decision", comite.pk), DECIDED)
    count()
    few = count()
    for number in range(6):
        chef.post(
            url("add_point", comite.pk), {"titre": f"Q{number}", "confidentialite": "interne"}
        )
        chef.post(url("add_decision", comite.pk), DECIDED)
    assert count() == few


def test_drift_says_that_it_keeps_to_the_last_committees(chef: Client, action: Action) -> None:
    make_jalon(action, "Livraison", prevision=forecast("31/12/2026", "01/01/2026"))
    by = system(action.plan.territoire)
    for month in range(1, 8):
        day = dt.date(2026, month, 10)
        create_comite(
            by=by, plan=action.plan, nature="cotech", titre="C", tenu_on=day, statut="tenu"
        )
    page = text(chef, url("drift"))
    assert "aux 6 derniers comités tenus" in page
    assert "10/01/2026" not in page
    assert "derniers comités tenus" not in text(chef, url("drift") + "?nature=copil")


def test_the_file_of_a_committee_holds_the_matrices(
    chef: Client, plan: Plan, action: Action
) -> None:
    by = system(plan.territoire)
    risque = create_risque(by=by, action=action, titre="Pollution", probabilite=4, impact=5)
    coming = create_comite(
        by=by, plan=plan, titre="Copil", nature="copil", tenu_on=dt.date(2090, 1, 1),
        statut="prevu",
    )  # fmt: skip
    page = chef.get(url("show", coming.pk)).content.decode()
    assert page.count('class="matrice"') == 2
    assert f"{reverse('risques:register', args=[CODE])}#risque-{risque.pk}" in page
