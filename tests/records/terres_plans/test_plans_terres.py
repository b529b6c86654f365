"""Plans of soils: what is kept, that it replays bit for bit, who may do what, undo."""

import pytest

from essor.records.jobs.models import Job
from essor.records.jobs.worker import drain
from essor.records.terres_plans.actions import (
    reproduces,
    run_plan_terres,
)
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import Question, solve_question
from essor.records.terres_plans.models import CalculTerres
from tests.factories import make_plan, make_territoire, system
from tests.records.terres_plans.made import (
    MONDAY,
    make_plan_terres,
    make_soils,
)

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
    placed = plan["totals"]["served_t"] + plan["totals"]["unserved_t"]
    assert placed == pytest.approx(3200)
    for other in ("glouton", "decharge"):
        cost = calcul.found[other]["totals"]["total_cost_eur"]
        assert plan["totals"]["total_cost_eur"] <= cost + GREEDY
    assert reproduces(calcul) == (True, "")
    CalculTerres.objects.filter(pk=calcul.pk)  # read again below, as another process would
    kept = CalculTerres.objects.get(pk=calcul.pk)
    question = Question(
        instance=kept.asked, nature="plan", objectif="cout", options=kept.options, seed=kept.seed
    )
    assert solve_question(question).resultats == kept.resultats
    assert question.instance_sha256 == kept.instance_sha256
