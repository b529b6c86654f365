"""`essor terres compatibilite` and `essor terres analyses`: French, JSON, faults."""

import json

from click.testing import CliRunner

from essor.commands.main import essor
from essor.foundations.errors import UserFault
from tests.engines.terres.compatibility.cases import CLEAN, ON, POLLUTED_SITE, SHEET

ARTICLE_6 = {"article_6": {"arrete": "AP", "seuils": {"eluat.sb": 0.18}}}


def written(tmp_path, data):
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


DATA = {
    "periods": 1,
    "starts_on": ON.isoformat(),
    "lots": [
        {"id": "remblai", "site": "S1", "class": "inerte", "waste_code": "17 05 04",
         "first_period": 0, "tonnes_per_period": [100], "lon": 3.1, "lat": 45.8,
         "analyses": CLEAN | {"eluat.sb": 0.1}, "profile": POLLUTED_SITE},
    ],
    "outlets": [
        {"id": "proche", "kind": "isdi", "lon": 3.11, "lat": 45.8, "accepts": ["*"],
         "fee_eur_t": 8, "sheet": SHEET},
        {"id": "loin", "kind": "isdi", "lon": 3.5, "lat": 45.8, "accepts": ["*"],
         "fee_eur_t": 8, "sheet": SHEET | ARTICLE_6},
    ],
    "costs": {"eur_per_tkm": 0.2, "loading_eur_t": 2, "holding_eur_t_period": 0.1,
              "unserved_eur_t": 500, "kgco2e_per_tkm": 0.1, "detour": 1.3, "access_km": 1.5},
}  # fmt: skip


def run(*arguments: str):
    return CliRunner().invoke(essor, ["terres", "compatibilite", *arguments])


def test_the_command_says_it_in_french(tmp_path):
    found = run(written(tmp_path, DATA))
    assert found.exit_code == 0, found.output
    assert "remblai  refusé  sous condition" in found.output
    assert "1,67\u00a0fois le seuil" in found.output
    assert "Antimoine sur éluat\u00a0: jusqu'à 7,8" in found.output  # 30 km more at 0,26 €/t·km


def test_the_command_answers_in_json(tmp_path):
    found = run(written(tmp_path, DATA), "--json")
    data = json.loads(found.output)
    assert [one["verdict"] for one in data["decisions"]] == ["refuse", "admis_sous_condition"]
    assert data["by_parameter"][0]["remedy"] == ["eluat.sb"]
    assert data["on"] == "2026-11-23"


def test_the_command_refuses_a_wrong_file_with_its_faults(tmp_path):
    lots = [DATA["lots"][0] | {"analyses": {"eluat.sb": -1}}]
    found = run(written(tmp_path, DATA | {"lots": lots}))
    assert isinstance(found.exception, UserFault)
    assert "lots[0].analyses.eluat.sb" in str(found.exception)


def test_the_day_changes_the_answer(tmp_path):
    late = run(written(tmp_path, DATA), "--json", "--au", "2028-01-01")
    reasons = json.loads(late.output)["decisions"][1]["sentence"]
    assert "a expiré le 01/06/2027" in reasons


def test_the_command_reads_a_report(tmp_path):
    path = tmp_path / "bulletin.csv"
    path.write_text("Paramètre;Valeur;Unité\nHCT;<20;mg/kg\nTruc;1;mg/kg\n", encoding="utf-8")
    refused = CliRunner().invoke(essor, ["terres", "analyses", str(path)])
    assert "A3" in str(refused.exception)
    found = CliRunner().invoke(essor, ["terres", "analyses", "--tout", str(path)])
    assert "Hydrocarbures C10-C40\u00a0: <\u00a020\u00a0mg/kg" in found.output
    assert "Passés\u00a0: Truc." in found.output
