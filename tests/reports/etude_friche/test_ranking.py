"""Several criteria over studies: declared weights decide, a veto cannot be bought back."""

import json
import uuid
from types import SimpleNamespace

import pytest

from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.ranking import ranking


def answer(facts, titre: str, **found) -> StudyAnswer:
    """One study whose results are those of the computed one, but for what is given."""
    results = json.loads(json.dumps(facts.sheet.results))
    results["incertitude"]["van_eur"]["p50"] = found.pop("valeur", 0.0)
    results["mesures"] |= {"emplois_exploitation_etp": found.pop("emplois", 0.0)}
    results |= found
    sheet = SimpleNamespace(results=results)
    study = SimpleNamespace(pk=uuid.uuid5(uuid.NAMESPACE_URL, titre), titre=titre)
    return StudyAnswer(study=study, run=None, sheet=sheet, is_stale=False)


@pytest.fixture
def answers(facts):
    return [
        answer(facts, "Quartier", valeur=9e6, emplois=10.0, bilan_amenageur_eur=-8e6),
        answer(facts, "Usine", valeur=2e6, emplois=400.0, bilan_amenageur_eur=-1e6),
    ]


@pytest.mark.parametrize(
    ("weights", "first"),
    [({"valeur": 5.0, "emplois": 1.0}, "Quartier"), ({"valeur": 1.0, "emplois": 5.0}, "Usine")],
)
def test_the_weights_decide_and_the_rank_holds(answers, weights, first):
    rows = ranking(answers, weights=weights, vetoes={}).rows
    assert [row[0] for row in rows][0] == first
    assert rows[0][1:3] == ("1", "0,83")
    assert rows[0][3] == "100\u00a0% des tirages"
    assert rows[0][4] == "1"


def test_close_weights_give_a_rank_that_does_not_hold(answers):
    rows = ranking(answers, weights={"valeur": 1.1, "emplois": 1.0}, vetoes={}).rows
    assert rows[0][4] == "de 1 à 2"


def test_a_veto_puts_out_whatever_the_score_and_says_why(answers):
    rows = ranking(answers, weights={"valeur": 9.0}, vetoes={"bilan": -5.0}).rows
    assert rows[0][:2] == ("Usine", "1")
    assert rows[1][:2] == ("Quartier", "écartée")
    assert "bilan de l'aménageur" in rows[1][4]
