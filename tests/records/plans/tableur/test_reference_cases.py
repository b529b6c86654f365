"""The peers' own workbooks, with the outcomes that their test suite asserts."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from essor.records.plans.tableur import PlanFormat, PlanRead, read_plan, write_plan

pytestmark = pytest.mark.shared
NAMES = ("complex_plan", "plan_sans_axes", "modele-import-pa")


@pytest.fixture(scope="module")
def cases(shared_dir: Path) -> Path:
    return shared_dir / "reference_cases" / "plan_import"


@pytest.fixture(scope="module")
def expected(cases: Path) -> dict[str, Any]:
    return json.loads((cases / "expected_results.json").read_text())["files"]


def read(cases: Path, name: str) -> PlanRead:
    return read_plan((cases / f"{name}.xlsx").read_bytes(), file_name=f"{name}.xlsx")


def test_complex_plan(cases: Path, expected: dict[str, Any]) -> None:
    wanted, plan = expected["complex_plan.xlsx"], read(cases, "complex_plan")
    assert plan.faults == ()
    assert len(plan.drafts) == wanted["actions"] == 29
    tops = [path[0] for path in plan.axes if len(path) == 1]
    assert len(tops) == wanted["axes"]
    per_axis = Counter(draft.axes[0] for draft in plan.drafts)
    assert [per_axis[top] for top in tops] == wanted["actions_par_axe_R"]
    assert Counter(d.statut or "vide" for d in plan.drafts) == wanted["statuts_R"]
    assert Counter(d.priorite for d in plan.drafts) == wanted["priorites_R"]
    assert sum(d.budget_eur or 0 for d in plan.drafts) == wanted["budget_total_R"]
    # Excel serial numbers left in « General » format: 47727 is 1 September 2030.
    assert [d.fin_on for d in plan.drafts[1:4]] == [
        date(2030, 9, 1), date(2030, 9, 1), date(2026, 6, 1),
    ]  # fmt: skip
    assert all(d.fin_on and d.debut_on and d.debut_on <= d.fin_on for d in plan.drafts)
    first = plan.drafts[0]
    assert [(f.nom, f.montant_eur) for f in first.financeurs or ()] == [
        ("John Doe", 1000), ("Bernard", 25000), ("François", 666),
    ]  # fmt: skip
    assert first.services_pilotes == ("COM L1", "Contrat Local de Santé")
    assert first.is_amelioration_continue is True


def test_plan_without_axes(cases: Path, expected: dict[str, Any]) -> None:
    wanted, plan = expected["plan_sans_axes.xlsx"], read(cases, "plan_sans_axes")
    assert plan.faults == ()
    assert (len(plan.drafts), len(plan.axes)) == (wanted["actions"], wanted["axes"]) == (46, 0)
    assert sum(d.budget_eur or 0 for d in plan.drafts) == wanted["budget_total_R"]
    assert sum(d.budget_eur == 0 for d in plan.drafts) == 4  # zero is a value
    assert plan.drafts[11].titre == "12. Projet Alimentaire Territorial"


def test_a_budget_in_words_is_refused_with_every_other_fault(cases: Path) -> None:
    plan = read(cases, "plan_budget_issue")
    assert [(f.place.cell, f.value) for f in plan.faults] == [
        ("Z3", "Haut"), ("X4", "Entre 200 et 500"), ("Z10", "faible"),
    ]  # fmt: skip
    assert [d.priorite for d in plan.drafts] == [None, "Élevé", "Moyen", "Bas", None, None]
    assert len(plan.drafts) == 6
    # Rows that name a heading and no action keep the heading.
    assert len(plan.axes) == 9


def test_duplicate_titles_name_both_rows(cases: Path) -> None:
    plan = read(cases, "plan_with_duplicate_actions")
    assert len(plan.faults) == 1
    sentence = plan.faults[0].sentence()
    assert "D5" in sentence
    assert "lignes 4 et 5" in sentence


def test_the_public_model_is_accepted_and_its_help_row_skipped(cases: Path) -> None:
    plan = read(cases, "modele-import-pa")
    assert plan.faults == ()
    (action,) = plan.drafts
    assert action.row == 5
    assert action.parent_titre is None
    assert action.indicateurs_texte is None
    assert action.titre.startswith("Action 1 - Assurer la coordination")
    assert (action.debut_on, action.fin_on) == (date(2022, 11, 16), date(2024, 3, 9))
    assert action.budget_eur == 124566
    assert action.personnes_pilotes == ("Marie PAUL", "Pierre GWEN")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", PlanFormat)
def test_exported_and_read_again_nothing_changes(cases: Path, name: str, form: PlanFormat) -> None:
    plan = read(cases, name)
    again = read_plan(
        write_plan(plan.drafts, format=form, axes=plan.axes), file_name=f"plan.{form}"
    )
    assert again.faults == ()
    assert again.drafts == plan.drafts
    assert again.axes == plan.axes
