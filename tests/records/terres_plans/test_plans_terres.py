"""Plans of soils: what is kept, that it replays bit for bit, who may do what, undo."""

import json

import pytest

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job
from essor.records.jobs.worker import drain
from essor.records.journal.actions import Conflict, revert_operation
from essor.records.journal.models import Operation
from essor.records.terres.models import Exutoire
from essor.records.terres.outlets import change_exutoire
from essor.records.terres_plans.actions import (
    change_plan_terres,
    choose_compromise,
    delete_plan_terres,
    duplicate_plan_terres,
    reproduces,
    restore_plan_terres,
    retain_calcul,
    run_plan_terres,
)
from essor.records.terres_plans.changes import changes_since
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import Question, solve_question
from essor.records.terres_plans.gather import horizon_of
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from tests.factories import make_plan, make_territoire, system
from tests.records.terres_plans.made import MONDAY, instance_data, make_plan_terres, make_soils

pytestmark = pytest.mark.django_db
GREEDY = 1e-6


@pytest.fixture
def plan_terres():
    plan = make_plan(make_territoire())
    make_soils(plan)
    return make_plan_terres(plan)


@pytest.fixture
def by(plan_terres):
    return system(plan_terres.plan.territoire)


def computed(by, row, nature=NatureCalcul.PLAN):
    found = run_plan_terres(by=by, plan_terres=row, on=MONDAY, nature=nature)
    if isinstance(found, Job):
        drain()
        found.refresh_from_db()
        assert found.state == "reussi", found.fault
        return CalculTerres.objects.filter(plan_terres=row).latest("numero")
    return found


def test_a_computation_is_proven_judged_and_replays_bit_for_bit(by, plan_terres):
    calcul = computed(by, plan_terres)
    plan = calcul.found["plan"]
    assert calcul.numero == 1
    assert calcul.is_verifie
    assert plan["optimal"]
    assert abs(plan["certificate"]["gap"]) < 1e-6
    assert plan["totals"]["served_t"] == pytest.approx(3200)
    assert plan["totals"]["unserved_t"] == pytest.approx(0)
    for other in ("glouton", "decharge"):
        cost = calcul.found[other]["totals"]["total_cost_eur"]
        assert plan["totals"]["total_cost_eur"] <= cost + GREEDY
    assert reproduces(calcul) == (True, "")
    kept = CalculTerres.objects.get(pk=calcul.pk)
    question = Question(
        instance=kept.asked, nature="plan", objectif="cout", options=kept.options, seed=kept.seed
    )
    assert solve_question(question).resultats == kept.resultats
    assert question.instance_sha256 == kept.instance_sha256


def test_no_plan_is_an_answer_that_says_the_smallest_conflict(by, plan_terres):
    data = instance_data()
    data["outlets"][0] |= {"need_t": 99_999.0}
    question = Question(instance=data, nature="plan", objectif="cout", options={}, seed=1)
    solved = solve_question(question)
    found = json.loads(solved.resultats)
    assert "plan" not in found
    assert not solved.is_verified
    assert "PARC" in found["conflit"]["conflicts"][0]["sentence"]
    assert found["conflit"]["conflicts"][0]["relaxations"]


def test_front_compromise_retained_then_undone(by, plan_terres):
    computed(by, plan_terres)
    front = computed(by, plan_terres, NatureCalcul.PARETO)
    points = front.found["front"]["points"]
    assert [one["cost_eur"] for one in points] == sorted(one["cost_eur"] for one in points)
    last = len(points)
    chosen = choose_compromise(by=by, plan_terres=plan_terres, front=front, point=last)
    assert chosen.is_plan
    assert chosen.is_verifie
    assert chosen.instance_sha256 == front.instance_sha256
    assert chosen.found["plan"]["totals"]["kgco2e"] == pytest.approx(points[-1]["kgco2e"])
    assert reproduces(chosen) == (True, "")
    plan_terres.refresh_from_db()
    assert plan_terres.retenu_numero == chosen.numero
    revert_operation(
        author=by, row=Operation.objects.filter(kind="terres.plan.retenir").latest("at")
    )
    plan_terres.refresh_from_db()
    assert plan_terres.retenu_numero is None
    with pytest.raises(UserFault, match="compromis"):
        choose_compromise(by=by, plan_terres=plan_terres, front=front, point=last + 1)
    with pytest.raises(UserFault, match="flux"):
        retain_calcul(by=by, plan_terres=plan_terres, numero=front.numero)


def test_what_changed_since_a_computation_is_said(by, plan_terres):
    calcul = computed(by, plan_terres)
    asked = {"plan_terres": plan_terres, "instance": calcul.asked, "names": calcul.names}
    assert changes_since(**asked, on=MONDAY) == []
    outlet = Exutoire.objects.get(code="ISDI")
    change_exutoire(by=by, exutoire=outlet, tarif_eur_t=20)
    assert changes_since(**asked, on=MONDAY) == ["Exutoire ISDI de Puy-Long\u00a0: tarif"]
    change_plan_terres(by=by, plan_terres=plan_terres, periods=5)
    plan_terres.refresh_from_db()
    asked["plan_terres"] = plan_terres
    assert "Le nombre de semaines a changé." in changes_since(**asked, on=MONDAY)
    assert reproduces(calcul) == (True, "")  # what was computed does not move


def test_a_plan_is_never_freer_than_its_places(by, plan_terres):
    change_plan_terres(by=by, plan_terres=plan_terres, confidentialite="public")
    plan_terres.refresh_from_db()
    with pytest.raises(UserFault, match="plus confidentiels"):
        run_plan_terres(by=by, plan_terres=plan_terres, on=MONDAY)
    change_plan_terres(by=by, plan_terres=plan_terres, confidentialite="interne")
    plan_terres.refresh_from_db()
    computed(by, plan_terres)
    with pytest.raises(UserFault, match="plus confidentiels"):
        change_plan_terres(by=by, plan_terres=plan_terres, confidentialite="public")


def test_two_people_at_once_a_copy_a_bin_and_what_a_computation_forbids(by, plan_terres):
    calcul = computed(by, plan_terres)
    change_plan_terres(by=by, plan_terres=plan_terres, expected_version=1, titre="Un")
    with pytest.raises(Conflict):
        change_plan_terres(by=by, plan_terres=plan_terres, expected_version=1, titre="Deux")
    with pytest.raises(UserFault, match="hors des bornes"):
        change_plan_terres(by=by, plan_terres=plan_terres, options={"gamma": -1})
    copy = duplicate_plan_terres(by=by, plan_terres=plan_terres, titre="Copie")
    assert copy.calculs.count() == 0
    assert copy.debut_on == plan_terres.debut_on
    with pytest.raises(Exception, match="ne se modifie pas"):
        calcul.clean()
    row = delete_plan_terres(by=by, plan_terres=plan_terres)
    assert not PlanTerres.objects.filter(pk=plan_terres.pk).exists()
    restore_plan_terres(by=by, plan=copy.plan, row=row)
    back = CalculTerres.objects.get(plan_terres_id=plan_terres.pk)
    assert back.resultats == calcul.resultats
    assert horizon_of(copy.plan, on=MONDAY) == (MONDAY, 5)
