"""Suitability in French words: every criterion and answer has its own, weights may be changed."""

import datetime as dt

import pytest

from essor.engines.friches.suitability import Usage
from essor.foundations.errors import UserFault
from essor.records.studies.screening import (
    CRITERIA,
    USES,
    answers_of,
    default_weights,
    screen_site,
)
from essor.references.loader import parameters
from essor.reports.etude_friche.aptitude import aptitude_of, table_of

DAY = dt.date(2026, 11, 23)
KNOWN = {"zonage": "activites", "pollution": "averee", "inondation": "alea_fort"}


def screened(answers, weights=None):
    found = screen_site(answers, weights or {}, on=DAY, parameters=parameters())
    return aptitude_of(found)


def test_every_criterion_answer_and_use_has_words():
    assert set(default_weights(on=DAY, parameters=parameters())) == set(CRITERIA)
    assert set(USES) == set(Usage)
    for name, (_, words) in CRITERIA.items():
        assert set(answers_of(name, on=DAY, parameters=parameters())) == set(words)


def test_a_veto_puts_housing_out_and_says_why():
    uses = {one.label: one for one in screened(KNOWN).uses}
    assert uses["Logements"].vetoes == ("Risque d'inondation",)
    assert not uses["Industrie"].vetoes
    assert "zone du plan local d'urbanisme\u00a0: activités" in uses["Industrie"].helps
    assert [row[1] for row in table_of(screened(KNOWN)).cells][-1] == "écarté"


def test_a_weight_changes_the_score_and_ignorance_the_range():
    base, heavier = (
        {one.label: one for one in screened(KNOWN, weights).uses}
        for weights in ({}, {"zonage": 20.0})
    )
    assert float(heavier["Industrie"].score) > float(base["Industrie"].score)
    wide = {one.label: one for one in screened({}).uses}["Industrie"]
    known = base["Industrie"]
    assert known.high - known.low < wide.high - wide.low
    assert wide.score == ""


def test_no_weight_at_all_is_refused():
    with pytest.raises(UserFault, match="Aucun critère"):
        screened(KNOWN, dict.fromkeys(CRITERIA, 0.0))
