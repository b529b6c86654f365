"""What a computed plan of soils says, on an instance small enough to be checked by hand."""

import datetime as dt
import json

import pytest

from essor.foundations.tables import read_workbook
from essor.records.terres_plans.compute import Question, solve_question
from essor.reports.document.pdf import render_pdf
from essor.reports.plan_terres import answer, compromises, drawings, prices, risk, tables
from essor.reports.plan_terres.compare import compare
from essor.reports.plan_terres.conflict import conflict_of
from essor.reports.plan_terres.document import LABEL, plan_document
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.figures import period_of, sourced_figure
from essor.reports.plan_terres.lots import lot_rows
from essor.reports.plan_terres.proof import proof_of
from essor.reports.plan_terres.why import why_of
from essor.reports.plan_terres.workbook import plan_workbook
from tests.records.terres_plans.made import MONDAY, NAMES, instance_data

DAY = dt.date(2026, 11, 23)


def made(nature="plan", options=None, instance=None, **changes) -> PlanSheet:
    question = Question(
        instance=instance or instance_data(),
        nature=nature,
        objectif="cout",
        options=options or {},
        seed=1,
    )
    solved = solve_question(question)
    known = {
        "titre": "Plan de l'automne", "notice": "", "territoire": "Clermont",
        "is_demonstration": True, "numero": 1, "nature": nature, "objectif": "cout",
        "options": question.options, "seed": 1, "engine_version": solved.engine_version,
        "instance_on": DAY, "instance": question.instance,
        "instance_sha256": question.instance_sha256, "names": NAMES,
        "results": json.loads(solved.resultats), "sha256": solved.sha256,
        "is_verified": solved.is_verified, "edited_on": DAY,
    }  # fmt: skip
    return PlanSheet(**{**known, **changes})


@pytest.fixture(scope="module")
def sheet() -> PlanSheet:
    return made()


def test_the_answer_agrees_with_the_flows(sheet: PlanSheet):
    reused = sum(one.tonnes for one in sheet.flows if one.destination.nature.value == "reemploi")
    assert reused == pytest.approx(sheet.totals["reused_t"]) == pytest.approx(2800)
    assert sum(one.tkm for one in sheet.flows) == pytest.approx(sheet.totals["tkm"])
    assert answer.headline(sheet).startswith("3\u00a0200\u00a0t placées, 88\u00a0% réutilisées")
    assert answer.proof(sheet) == "plan prouvé le moins cher possible, preuve revérifiée"
    greedy, landfill = answer.compared(sheet)
    assert greedy.cost_share < 0
    assert landfill.cost_share < greedy.cost_share
    assert "moins cher que le plan au fil de l'eau" in answer.sentence(sheet)
    assert answer.cautions(sheet) == []


def test_weeks_and_ways_hold_every_tonne(sheet: PlanSheet):
    weeks = tables.weeks(sheet)
    assert sum(row[1].value for row in weeks.cells) == pytest.approx(3200)
    assert sum(row[2].value for row in weeks.cells) == pytest.approx(3200)
    assert sum(row[3].value for row in tables.ways(sheet).cells) == pytest.approx(
        sum(one.tonnes for one in sheet.flows)
    )
    assert sheet.days(1) == "du 9\u00a0novembre\u00a02026 au 15\u00a0novembre\u00a02026"
    one_week = drawings.flow_map(sheet, 1)
    assert one_week is not None
    assert "du 9" in one_week.title
    for drawn in (one_week.svg(), one_week.phone_svg(), drawings.flow_gantt(sheet).phone_svg()):
        assert drawn.startswith("<svg")
        assert "nan" not in drawn
    assert drawings.flow_map(made(instance=without_places())) is None


def without_places():
    data = instance_data()
    rows = [*data["lots"], *data["outlets"], *data["platforms"]]
    for row in rows:
        del row["lon"], row["lat"]
    lots, outlets = [one["id"] for one in data["lots"]], [one["id"] for one in data["outlets"]]
    pairs = [{"lot": a, "outlet": b, "km": 10.0} for a in lots for b in outlets]
    return {**data, "platforms": [], "pairs": pairs}


def test_prices_name_what_is_scarce_and_are_the_duals(sheet: PlanSheet):
    found = {(one.family, one.place): one for one in prices.prices_of(sheet)}
    park = found["outlet_total", "Parc du Brézet"]
    assert park.saved_eur_t == pytest.approx(-sheet.plan["duals"]["outlet_total"]["PARC"])
    more = instance_data()
    more["outlets"][0]["capacity_t"] += 1
    gain = sheet.totals["total_cost_eur"] - made(instance=more).totals["total_cost_eur"]
    assert gain == pytest.approx(park.saved_eur_t, abs=1e-6)
    said = prices.sentences(sheet)
    assert any(one.startswith("Une tonne de place de plus à Parc du Brézet") for one in said)
    assert any("Les camions manquent au départ de Cataroux" in one for one in said)


def test_why_a_lot_goes_there_and_what_the_second_best_costs(sheet: PlanSheet):
    why = why_of(sheet, "L1")
    used = [one for one in why.choices if one.sent_t]
    assert sum(one.sent_t for one in used) == pytest.approx(1200)
    assert all(one.extra == pytest.approx(0, abs=1e-6) for one in used)
    assert why.sentences[0].startswith("Il va à ")
    row = next(one for one in lot_rows(sheet) if one.key == "L1")
    assert dict(row.destinations) == {one.name: one.sent_t for one in used}


def test_a_front_and_two_plans_compared(sheet: PlanSheet):
    front = made("pareto", {"pareto_points": 2})
    assert front.plan is None
    points = compromises.points_of(front, chosen=2)
    assert [one.is_chosen for one in points] == [False, True, False, False]
    assert "Le moins émetteur coûte" in compromises.summary_of(front)
    chart = compromises.chart_of(front)
    assert chart is not None
    assert chart.phone_svg().count("<circle") == len(points)
    cleanest = made("plan", {"pareto_points": 2, "compromis": 4})
    assert "à ce niveau d'émissions" in answer.proof(cleanest)
    found = compare(sheet, cleanest)
    assert found.instance_changes == ()
    assert any("de plus que le premier" in one for one in found.sentences)
    assert compare(sheet, sheet).moves.cells == ()


def test_what_may_change_and_what_cannot_be(sheet: PlanSheet):
    for nature in ("risque", "robuste", "deux_temps"):
        found = risk.answer_of(made(nature, {"draws": 10, "scenarios": 2}))
        assert found.sentences
        assert found.table.rows
        assert not any("«\u00a0CARRIERE\u00a0»" in one for one in found.sentences)
    data = instance_data()
    data["outlets"][0]["need_t"] = 99_999.0
    stuck = made(instance=data)
    assert stuck.plan is None
    (conflict,) = conflict_of(stuck)
    assert "«\u00a0Parc du Brézet\u00a0»" in conflict.sentence
    assert conflict.ways_out


def test_documents_say_the_whole_plan_and_that_it_is_invented(sheet: PlanSheet):
    document = plan_document(sheet)
    assert document.label == LABEL
    texts = document.texts()
    assert any(answer.headline(sheet) in one for one in texts)
    assert sum("Remblais de Cataroux" in one for one in texts) >= 1
    assert render_pdf(document)[:5] == b"%PDF-"
    book = read_workbook(plan_workbook(sheet), file_name="plan.xlsx")
    names = [one.title for one in book.sheets]
    assert names[:2] == ["Réponse", "Comparaison"]
    assert plan_workbook(sheet) == plan_workbook(sheet)
    assert any(one.label == "Écart entre les deux" for one in proof_of(sheet))
    real = plan_document(made(is_demonstration=False))
    assert real.label == ""


def test_a_figure_carries_its_source(sheet: PlanSheet):
    found = sourced_figure(sheet, "co2", href="https://exemple.fr/plan", on=DAY)
    assert float(found.value) == pytest.approx(sheet.totals["kgco2e"] / 1000, abs=0.05)
    assert found.unit == "tCO2e"
    assert "inventé pour la démonstration" in found.source.title
    assert period_of(sheet).start == MONDAY
    assert period_of(sheet).end == MONDAY + dt.timedelta(days=27)
