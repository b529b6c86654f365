"""`essor friches classer`: a ranking read from a file."""

import copy
import json

import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.choice.ranking import read_question
from essor.foundations.errors import UserFault

QUESTION = {
    "criteres": [
        {"nom": "van_eur", "poids": 3},
        {"nom": "sols_ha", "poids": 1, "sens": "moins", "veto": 10},
    ],
    "options": {
        "parc": {"van_eur": 1.0, "sols_ha": 0.0},
        "usine": {"van_eur": 9.0, "sols_ha": 4.0},
        "zone": {"van_eur": 20.0, "sols_ha": 12.0},
    },
}


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "options.json"
    found.write_text(json.dumps(QUESTION), encoding="utf-8")
    return found


def test_the_ranking_has_weights_ranks_stability_and_vetoes(path):
    result = CliRunner().invoke(group, ["classer", str(path), "--json"], catch_exceptions=False)
    found = json.loads(result.stdout)
    assert [row["poids"] for row in found["criteres"]] == [0.75, 0.25]
    first, second, out = found["classement"]
    # Two options left, each best on one criterion: scores are the weights themselves.
    assert (first["option"], first["rang"], first["score"]) == ("usine", 1, 0.75)
    assert (second["option"], second["rang"], second["score"]) == ("parc", 2, 0.25)
    # Weights moved by half at most: 3 x 0.5 still beats 1 x 1.5, up to an exact draw.
    assert first["part_premier"] == 1.0
    assert first["rangs"] == [1, 1]
    assert (out["option"], out["score"], out["vetos"]) == ("zone", None, ["sols_ha"])


def test_the_same_seed_gives_the_same_ranking(path):
    runs = [CliRunner().invoke(group, ["classer", str(path), "--json"]).stdout for _ in range(2)]
    assert runs[0] == runs[1]


def test_the_ranking_reads_in_french(path):
    text = CliRunner().invoke(group, ["classer", str(path)]).output
    assert "van_eur 75\u00a0%" in text
    assert "1. usine\u00a0: score 0,75, première dans 100\u00a0% des tirages, rang 1" in text
    assert "écartée\u00a0: zone (veto\u00a0: sols_ha)" in text


def test_every_fault_comes_at_once():
    data = copy.deepcopy(QUESTION)
    data["criteres"][0]["sens"] = "haut"
    data["criteres"][1]["poids"] = -1
    data["options"] = {"parc": {"van_eur": "beaucoup"}}
    data["inconnu"] = 1
    with pytest.raises(UserFault) as caught:
        read_question(data)
    places = {fault.place.field for fault in caught.value.faults}
    assert {"criteres.1.sens", "criteres.2.poids", "options", "inconnu"} <= places


def test_a_missing_value_and_an_unknown_criterion_are_named():
    data = copy.deepcopy(QUESTION)
    data["options"]["parc"] = {"van_eur": 1.0, "bruit": 2.0}
    with pytest.raises(UserFault) as caught:
        read_question(data)
    found = {(fault.place.field, fault.message) for fault in caught.value.faults}
    assert found == {
        ("options.parc.sols_ha", "le champ manque"),
        ("options.parc.bruit", "le champ est inconnu"),
    }


@pytest.mark.parametrize("data", [None, [], {}, {"criteres": [], "options": {}}, {"criteres": 3}])
def test_another_shape_is_refused(data):
    with pytest.raises(UserFault):
        read_question(data)
