"""Studies under a public budget: alternatives exclude each other, every year is kept."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest

from essor.references.loader import parameters
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.portfolio import choice_of
from tests.engines.friches.studies import document

DAY = dt.date(2026, 11, 23)
YEARS = range(2024, 2032)


def answer(titre: str, programme: str, action: str | None = None, **inputs) -> StudyAnswer:
    given = document(programme, area=20_000) | inputs
    sheet = SimpleNamespace(inputs=given, profil="france-2025", parameters_on=DAY)
    study = SimpleNamespace(pk=uuid.uuid5(uuid.NAMESPACE_URL, titre), titre=titre, action=action)
    return StudyAnswer(study=study, run=None, sheet=sheet, is_stale=False)


@pytest.fixture
def answers():
    return [
        answer("Quartier", "centralite_urbaine", "A01 Nord"),
        answer("Bureaux", "bureaux", "A01 Nord"),
        answer("Panneaux", "centrale_photovoltaique"),
    ]


def chosen(found):
    return {row[0] for row in found.studies.cells if row[2] == "retenue"}


def test_a_wide_budget_takes_the_best_alternative_of_each_site(answers):
    found = choice_of(answers, dict.fromkeys(YEARS, 1e9), files=parameters())
    gains = {row[0]: row[3] for row in found.studies.cells}
    best = max(("Quartier", "Bureaux"), key=gains.get)
    wanted = {best} | ({"Panneaux"} if gains["Panneaux"] > 0 else set())
    assert chosen(found) == {name for name in wanted if gains[name] > 0}
    assert "C'est prouvé" in found.sentences[1]


def test_no_year_is_overspent_and_the_next_euro_is_named(answers):
    found = choice_of(answers, dict.fromkeys(YEARS, 1_000.0), files=parameters())
    assert chosen(found) == set()
    assert "rien de ce qui tient dans le budget" in found.sentences[0]
    assert "prochain euro" in found.sentences[-1]
    for _, budget, spent, _ in found.years.cells:
        assert spent <= budget


def test_a_study_that_is_no_longer_read_is_said(answers):
    broken = answer("Cassée", "industrie", champ_disparu=1)
    found = choice_of([*answers, broken], {2027: 1e9}, files=parameters())
    assert found.unread == ("Cassée",)
    assert len(found.studies.cells) == 3
