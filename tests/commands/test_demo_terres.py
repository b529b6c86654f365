"""Excavated soils of the demonstration: real places, invented figures that all say so."""

import datetime as dt
from typing import Any

import pytest

from essor.commands.demo_content import load_demonstration
from essor.commands.demo_terres import load_terres
from essor.commands.demo_terres_plan import load_plan_terres
from essor.engines.terres.compatibility.vocabulary import Outcome, Verdict
from essor.records.accounts.actions import create_demonstration_accounts
from essor.records.bordereaux.models import Bordereau
from essor.records.journal.models import Operation
from essor.records.plans.models import Plan
from essor.records.registre.models import LigneRegistre
from essor.records.terres.matrix import matrix_of
from essor.records.terres.models import (
    Analyse,
    Chantier,
    Dap,
    Exutoire,
    Lot,
    Plateforme,
    Resultat,
)
from essor.records.terres.queries import soils_of
from essor.records.terres.stakes import CLASSE_DU_LOT, remedies_of
from essor.records.terres_plans.models import CalculTerres
from essor.references.demonstration.loader import clermont_arverne
from essor.references.demonstration.terres import terres
from tests.factories import make_territoire, system

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
LABEL = "inventé pour la démonstration"


@pytest.fixture
def plan(settings: Any) -> Plan:
    settings.IS_DEMONSTRATION = True
    territoire = make_territoire()
    accounts = create_demonstration_accounts(territoire=territoire)
    load_demonstration(facts=clermont_arverne(), territoire=territoire, accounts=accounts)
    for load in (load_terres, load_plan_terres):
        assert load(facts=terres(), territoire=territoire, today=TODAY)
    written = Operation.objects.count()
    for load in (load_terres, load_plan_terres):
        assert not load(facts=terres(), territoire=territoire, today=TODAY)
    assert Operation.objects.count() == written
    return Plan.objects.get()


def test_the_demonstration_of_soils(plan: Plan) -> None:
    """One world, since writing it is what costs."""
    every_row_says_that_it_was_invented()
    the_matrix_shows_each_kind_of_answer(plan)
    what_one_parameter_costs_is_told_even_where_the_class_is_refused_too(plan)
    the_plan_is_proven_and_beats_the_habits()
    trucks_and_lines_follow_the_plan()


def every_row_says_that_it_was_invented() -> None:
    for model in (Chantier, Lot, Exutoire, Plateforme, Dap, Analyse):
        rows = model._default_manager.all()
        assert rows.count() > 1
        assert all(one.is_demonstration for one in rows)
        assert {one.source_title for one in rows} == {"Inventé pour la démonstration"}
    assert {one.siret for one in Exutoire.objects.all()} == {""}  # no real firm is named
    assert all(
        "monstration" in one.nom for one in [*Exutoire.objects.all(), *Plateforme.objects.all()]
    )
    assert Resultat.objects.filter(is_borne=True).count() > 50


def the_matrix_shows_each_kind_of_answer(plan: Plan) -> None:
    matrix = matrix_of(soils_of(plan, system(plan.territoire)), TODAY)
    found = {
        lot.code: {cell.exutoire.code: cell for cell in matrix.row(lot)} for lot in matrix.lots
    }
    assert {cell.verdict for row in found.values() for cell in row.values()} == set(Verdict)
    # one parameter blocks this lot at the ordinary landfill; the one with adapted limits takes it
    refusals = [
        one.parameter
        for one in found["CAT-2"]["CARRIERE"].decision.findings
        if one.outcome is Outcome.NON_CONFORME and one.parameter
    ]
    assert refusals == ["eluat.sb"]
    assert found["CAT-2"]["ISDI-PLUS"].verdict is Verdict.ADMIS_SOUS_CONDITION
    # nobody measured its PAH: no outlet may say yes
    assert {one.verdict for one in found["CHA-2"].values()} == {
        Verdict.DONNEE_MANQUANTE,
        Verdict.REFUSE,
    }
    assert [lot.code for lot in matrix.lots if not matrix.is_placeable(lot)] == ["CHA-2"]


def what_one_parameter_costs_is_told_even_where_the_class_is_refused_too(plan: Plan) -> None:
    soils = soils_of(plan, system(plan.territoire))
    prices = {one.remedy: one for one in remedies_of(matrix_of(soils, TODAY), soils, TODAY)}
    antimony = prices["eluat.sb", CLASSE_DU_LOT]
    assert antimony.lots == ("CAT-2",)
    assert (antimony.eur or 0) > 50_000
    assert (CLASSE_DU_LOT,) not in prices  # a class alone is no parameter to bring back
    assert all(one.eur_per_t > 0 or one.stranded for one in prices.values())


def the_plan_is_proven_and_beats_the_habits() -> None:
    calcul = CalculTerres.objects.get()
    assert calcul.is_demonstration
    assert calcul.is_verifie
    found = calcul.found
    best, greedy, landfill = (found[name] for name in ("plan", "glouton", "decharge"))
    assert best["optimal"]
    assert list(best["unserved"]) == ["CHA-2"]
    totals = best["totals"]
    assert totals["reused_t"] > totals["landfill_t"]
    for habit in (greedy, landfill):
        other = habit["totals"]
        assert totals["total_cost_eur"] < 0.9 * other["total_cost_eur"]
        assert totals["reused_t"] > other["reused_t"]
    assert calcul.plan_terres.retenu_numero == calcul.numero
    assert LABEL in calcul.plan_terres.notice.lower()


def trucks_and_lines_follow_the_plan() -> None:
    slips = list(Bordereau.objects.all())
    assert 100 < len(slips) < 300
    assert all(one.is_demonstration and one.realise_on < TODAY for one in slips)
    lines = list(LigneRegistre.objects.all())
    assert len(lines) == 12
    assert all(one.is_demonstration for one in lines)
