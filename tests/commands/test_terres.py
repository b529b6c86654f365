"""`essor terres resoudre`, from the file to the plan, as a person types it."""

import json
from pathlib import Path

import pytest

from essor.commands.main import main
from essor.engines.terres.writing import instance_json
from tests.engines.terres.instances import random_instance

ONE = random_instance(7, lots=6, outlets=5, periods=5, platforms=1, sites=2, needs=True, most_t=300)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance_json(ONE)), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    try:
        main(["terres", *map(str, arguments)])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_the_answer_has_everything_that_is_promised(given: Path, tmp_path: Path, capsys):
    out = tmp_path / "plan.json"
    assert run("resoudre", given, "-o", out) == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["optimal"] is True
    assert data["bound_eur"] == pytest.approx(data["total_cost_eur"])
    for name in ("total_cost_eur", "tkm", "kgco2e", "reused_t", "unserved_t"):
        assert data[name] == data["totals"][name]
    assert {"flows", "stocks", "duals", "certificate", "prices", "comparison"} <= set(data)
    assert all({"lot", "outlet", "period", "tonnes", "km"} <= set(one) for one in data["flows"])
    assert [one["baseline"] for one in data["comparison"]] == ["chronologique", "decharge"]
    assert all(one["gains"]["eur"] >= -1e-6 for one in data["comparison"])
    said = capsys.readouterr().out
    assert "Plan optimal, prouvé par les prix" in said
    assert "Tout en décharge" in said


def test_co2_and_the_front(given: Path, tmp_path: Path):
    out = tmp_path / "plan.json"
    assert run("resoudre", given, "-o", out, "--objectif", "co2", "--pareto", 3) == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["objective"] == "co2"
    assert data["bound_eur"] is None
    assert data["certificate"]["unit"] == "kgCO2e"
    assert data["pareto"]


def test_platforms_and_lots_that_the_pairs_forget_are_named(tmp_path: Path, capsys):
    data = instance_json(ONE)
    data["pairs"] = [{"lot": ONE.lots[0].id, "outlet": ONE.outlets[0].id, "km": 3}]
    for outlet in data["outlets"]:
        outlet.pop("need_t", None)
    data["lots"][1]["analyses"] = []
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run("resoudre", path, "-o", tmp_path / "plan.json") == 0
    said = capsys.readouterr().err
    assert ONE.platforms[0].id in said
    assert all(lot.id in said for lot in ONE.lots[1:] if lot.total_t > 0)


def test_a_faulty_file_ends_in_two_with_every_fault(tmp_path: Path, capsys):
    path = tmp_path / "faux.json"
    path.write_text('{"periods": 0, "lots": [], "outlets": [{}], "surprise": 1}', encoding="utf-8")
    assert run("resoudre", path) == 2
    said = capsys.readouterr().err
    for word in ("periods", "lots", "outlets[0].kind", "outlets[0].accepts", "surprise"):
        assert f"« {word} »" in said.replace("\u00a0", " ")


def test_needs_that_nothing_meets_end_in_two_and_say_why(tmp_path: Path, capsys):
    data = instance_json(ONE)
    data["outlets"][0] |= {"need_t": 1e6}  # type: ignore[index]
    data["outlets"][0].pop("virgin_eur_t", None)  # type: ignore[index]
    path = tmp_path / "faim.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run("resoudre", path) == 2
    assert "R0" in capsys.readouterr().err


def test_a_matrix_of_distances_is_used(given: Path, tmp_path: Path):
    matrix, out = tmp_path / "km.csv", tmp_path / "plan.json"
    rows = [f"{lot.id};{outlet.id};7,25" for lot in ONE.lots for outlet in ONE.outlets]
    matrix.write_text("origin;destination;km\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert run("resoudre", given, "-o", out, "--distances", matrix) == 0
    flows = json.loads(out.read_text(encoding="utf-8"))["flows"]
    assert {one["km"] for one in flows if "lot" in one and "outlet" in one} == {7.25}
