"""A saved computation gives the document of what it kept, not of what the study became."""

import datetime as dt

import pytest

from essor.foundations.french import format_date
from essor.records.studies.actions import change_study, run_study
from essor.references.loader import parameters
from essor.reports.etude_friche.facts import gather
from essor.reports.etude_friche.sheet import sheet_of
from essor.reports.etude_friche.study_document import study_document
from tests.factories import make_plan, system
from tests.records.studies.made import make_inputs, make_study

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 3)


def test_the_document_is_that_of_the_computation():
    plan = make_plan()
    by = system(plan.territoire)
    study = make_study(plan, is_demonstration=True)
    run = run_study(by=by, study=study, on=DAY)
    change_study(by=by, study=study, inputs=make_inputs(surface_ha=9.0), titre="Autre titre")
    facts = gather(sheet_of(study, run), files=parameters())
    made = study_document(facts)
    assert facts.is_reproduced
    assert facts.sheet.inputs == run.inputs
    assert run.sha256 in " ".join(made.texts())
    assert plan.territoire.nom in made.subtitle
    assert format_date(run.created_at.date()) in made.subtitle
    assert "5\u00a0ha" in made.texts()
    assert made.label
