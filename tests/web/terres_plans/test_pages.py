"""Pages of the plans of soils: one visit of everything, what is refused, what is taken away."""

import html
import json
from decimal import Decimal

import pytest
from django.test import Client

from essor.records.accounts.roles import Role
from essor.records.indicateurs.models import Cible
from essor.records.jobs.worker import drain
from essor.records.terres_plans.actions import run_plan_terres
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from tests.factories import make_member, make_plan, make_territoire, system
from tests.records.comites.made import make_comite
from tests.records.indicateurs.made import make_indicateur
from tests.records.projets.made import make_projet
from tests.records.terres_plans.made import MONDAY, make_plan_terres, make_soils

pytestmark = pytest.mark.django_db
BASE = "/territoires/ti-8404/terres/plans/"
HEADLINE = "3\u00a0200\u00a0t placées"


@pytest.fixture
def plan():
    return make_plan(make_territoire())


@pytest.fixture
def chef(plan):
    client = Client()
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def test_three_answers_make_a_proven_plan(plan, chef):
    assert "Aucun plan de terres" in text(chef.get(BASE))
    asked = {"titre": "Plan d'essai", "debut_on": "2026-11-04", "periods": "6"}
    refused = chef.post(f"{BASE}nouveau/", {**asked, "periods": "0"})
    assert refused.status_code == 422
    assert "essai" in refused.content.decode()
    nothing = text(chef.post(f"{BASE}nouveau/", asked, follow=True))
    assert "Aucun lot n'est assez décrit" in nothing
    assert "Pas encore calculé" in nothing
    make_soils(plan)
    row = PlanTerres.objects.get()
    assert row.debut_on == MONDAY  # the Monday of the week that was given
    page = text(chef.post(f"{BASE}{row.id}/calculer/", {"nature": "plan"}, follow=True))
    assert HEADLINE in page
    assert "preuve revérifiée" in page
    assert "Aller plus loin" in page
    assert HEADLINE.split()[0] in text(chef.get(BASE))
    again = chef.post(f"{BASE}{row.id}/calculs/1/verifier/", follow=True)
    assert "au bit près" in text(again)


@pytest.fixture
def computed(plan) -> PlanTerres:
    make_soils(plan, is_demonstration=True)
    row = make_plan_terres(plan, periods=6)
    run_plan_terres(by=system(plan.territoire), plan_terres=row, on=MONDAY)
    return row


def test_every_page_and_file_of_a_plan(plan, chef, computed):
    there = f"{BASE}{computed.id}/"
    for name in ("", "semaines/", "prix/", "lots/", "lots/L1/", "certificat/", "carte/?semaine=2"):
        page = text(chef.get(f"{there}{name}"))
        assert "Inventé pour la démonstration" in page
    piece = text(chef.get(f"{there}carte/?semaine=2", HTTP_HX_REQUEST="true"))
    assert "<html" not in piece
    assert "Semaine 2, du 9" in piece
    flows = chef.get(f"{there}flux.csv").content.decode("utf-8-sig")
    assert flows.splitlines()[0].startswith("Semaine du;Lot;De;Vers")
    assert "Limons" in flows
    one_week = chef.get(f"{there}flux.csv?semaine=1").content.decode("utf-8-sig")
    assert 1 < len(one_week.splitlines()) < len(flows.splitlines())
    assert chef.get(f"{there}inconnue.csv").status_code == 404
    instance = json.loads(chef.get(f"{there}instance.json").content)
    assert {one["id"] for one in instance["lots"]} == {"C1", "C2", "L1"}
    assert all("km" in one for one in instance["pairs"])
    result = json.loads(chef.get(f"{there}resultat.json").content)
    assert result["totals"]["served_t"] == pytest.approx(3200)
    assert result["total_cost_eur"] == result["totals"]["total_cost_eur"]
    assert result["certificate"]["gap"] == pytest.approx(0, abs=1e-6)
    assert chef.get(f"{there}plan.pdf").content[:5] == b"%PDF-"
    assert chef.get(f"{there}plan.xlsx").content[:2] == b"PK"
    assert "prix" in chef.get(f"{there}prix.csv")["Content-Disposition"]


def test_long_questions_go_through_a_job_that_can_be_stopped(plan, chef, computed):
    there = f"{BASE}{computed.id}/"
    page = text(chef.post(f"{there}calculer/", {"nature": "pareto"}, follow=True))
    assert "Le calcul attend son tour" in page
    assert "déjà en cours" in text(
        chef.post(f"{there}calculer/", {"nature": "risque"}, follow=True)
    )
    assert "attend son tour" in text(chef.get(f"{there}avancement/"))
    chef.post(f"{there}annuler/")
    drain()
    assert CalculTerres.objects.count() == 1
    chef.post(f"{there}calculer/", {"nature": "pareto"})
    drain()
    front = text(chef.get(f"{there}compromis/"))
    assert "Le plan le moins cher coûte" in front
    chosen = text(chef.post(f"{there}compromis/2/choisir/", {"calcul": "2"}, follow=True))
    assert "calcul 3 retenu" in chosen
    assert "à ce niveau d'émissions" in chosen
    assert "Qu'est-ce qui change" in text(
        chef.get(f"{BASE}comparer/?a={computed.id}.1&b={computed.id}.3")
    )
    csv = chef.get(f"{BASE}comparer.csv?a={computed.id}.1&b={computed.id}.3")
    assert "Coût total (€)" in csv.content.decode("utf-8-sig")
    assert chef.post(f"{there}calculer/", {"nature": "autre"}).status_code == 404


def test_the_plan_is_on_its_big_project_in_committee_and_feeds_an_indicator(plan, chef, computed):
    projet = make_projet(plan)
    comite = make_comite(plan)
    there = f"{BASE}{computed.id}/"
    form = {
        "titre": computed.titre, "debut_on": "2026-11-02", "periods": "6", "objectif": "cout",
        "confidentialite": "interne", "seed": "1", "version": computed.version,
        "action": projet.pk, "gamma": "3",
    }  # fmt: skip
    assert "C'est enregistré" in text(chef.post(f"{there}modifier/", form, follow=True))
    computed.refresh_from_db()
    assert computed.options == {"gamma": 3.0}
    assert computed.titre in text(chef.get(f"/territoires/ti-8404/projets/{projet.code}/"))
    desk = f"/territoires/ti-8404/comites/{comite.pk}/"
    page = text(chef.post(f"{desk}terres/presenter/", {"plan_terres": computed.pk}, follow=True))
    assert HEADLINE in page
    assert "inventé pour la démonstration" in page
    assert comite.titre in text(chef.get(there))
    reused = make_indicateur(plan, "Terres réutilisées", unit="t")
    sent = {"chiffre": "reutilisees", "indicateur": reused.pk}
    said = chef.post(f"{there}indicateur/", sent, follow=True, SERVER_NAME="localhost")
    assert "cible" in text(said)
    target = Cible.objects.get(indicateur=reused)
    assert target.value == Decimal(3200)
    assert target.is_demonstration
    assert f"{computed.id}/?calcul=1" in target.source_href
    wrong = chef.post(f"{there}indicateur/", {**sent, "chiffre": "cout"})
    assert wrong.status_code == 422
    assert "unité" in wrong.content.decode()


def test_bin_and_who_reads(plan, chef, computed):
    there = f"{BASE}{computed.id}/"
    assert Client().get(there).status_code == 404
    assert "est dans la corbeille" in text(
        chef.post(f"{there}supprimer/", {"motif": "essai"}, follow=True)
    )
    admin = Client()
    admin.force_login(make_member(plan.territoire, Role.ADMINISTRATEUR))
    page = text(admin.get(f"{BASE}corbeille/"))
    address = page.split('action="', 10)
    action = next(one.split('"')[0] for one in address if "/retablir/" in one.split('"')[0])
    assert "rétabli avec ses calculs" in text(admin.post(action, follow=True))
    assert HEADLINE in text(chef.get(there))
    assert CalculTerres.objects.get().nature == NatureCalcul.PLAN
