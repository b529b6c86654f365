"""The demonstration studies: published facts, the rest said, and the same twice."""

import datetime as dt

import pytest

from essor.commands.demo_studies import load_studies
from essor.records.studies.actions import reproduces
from essor.records.studies.models import Study
from essor.references.demonstration.etudes import etudes
from essor.references.demonstration.loader import clermont_arverne
from tests.factories import make_action, make_plan

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)


def test_two_studies_are_written_once_attached_and_labelled() -> None:
    plan = make_plan()
    for fact in clermont_arverne().actions:
        make_action(plan, fact.titre, confidentialite="public")
    assert load_studies(facts=etudes(), territoire=plan.territoire, on=DAY)
    assert not load_studies(facts=etudes(), territoire=plan.territoire, on=DAY)
    studies = list(Study.objects.order_by("titre"))
    assert len(studies) == 2
    for study in studies:
        assert study.is_demonstration
        assert study.action is not None
        assert "Non publié, donc supposé" in study.notice
        assert reproduces(study.runs.get()) == (True, "")


def test_surfaces_are_those_that_the_sources_give() -> None:
    said = {
        annonce.sujet: annonce.value
        for action in clermont_arverne().actions
        for annonce in action.annonces
    }
    cataroux = etudes()[0]
    assert cataroux.zones[0]["site"]["surface_m2"] == said["Quartier des Pistes, surface"] * 10_000
    rest = (said["Surface du site"] - said["Quartier des Pistes, surface"]) * 10_000
    law = cataroux.incertitudes["Pôles d'activité/site.surface_m2"]
    assert law["haut"] == rest
