"""`essor terres regions`: pieces, regions and draws from a file. No database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from essor.commands.terres_regions import regions_command
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.writing import instance_json
from essor.foundations.errors import UserFault
from tests.engines.terres.regions.test_coordination import tight

INSTANCE = tight(3)


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance_json(INSTANCE)), encoding="utf-8")
    return path


def run(question: Path, *options: str) -> tuple[Result, dict[str, Any]]:
    output = question.parent / "sortie.json"
    result = CliRunner().invoke(regions_command, [str(question), "-o", str(output), *options])
    if result.exception is not None:
        raise result.exception
    return result, json.loads(output.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def best_eur() -> float:
    return solve(instance=INSTANCE).totals.total_cost_eur


def test_without_option_the_independent_pieces(question: Path, best_eur: float) -> None:
    _, data = run(question)
    assert data["total_cost_eur"] == pytest.approx(best_eur)
    assert data["optimal"] is True
    assert data["tours"] == []


def test_declared_regions_agree_by_common_prices(question: Path, best_eur: float) -> None:
    table = question.parent / "regions.csv"
    rows = [f"S{number};{'nord' if number % 2 else 'sud'}" for number in range(8)]
    table.write_text("\n".join(["site;region", *rows]), encoding="utf-8-sig")
    result, data = run(question, "--regions", str(table))
    assert data["total_cost_eur"] == pytest.approx(best_eur, rel=2e-6)
    assert data["totals"]["total_cost_eur"] == data["total_cost_eur"]
    assert data["bound_eur"] <= best_eur + 1e-6
    assert data["ecart_atteint"] is True
    assert [one["name"] for one in data["regions"]] == ["nord", "sud"]
    assert f"Tour {len(data['tours'])}" in result.stderr


def test_stopped_early_the_gap_is_said(question: Path, best_eur: float) -> None:
    _, data = run(question, "--carte", "4", "--tours", "1")
    assert data["ecart_atteint"] is False
    assert data["optimal"] is False
    assert data["ecart"] > 0
    assert data["bound_eur"] <= best_eur <= data["total_cost_eur"]


def test_draws_depend_on_the_seed_alone(question: Path) -> None:
    _, once = run(question, "--scenarios", "3", "--graine", "7")
    _, again = run(question, "--scenarios", "3", "--graine", "7")
    _, other = run(question, "--scenarios", "3", "--graine", "8")
    assert once == again != other
    assert [one["optimal"] for one in once["scenarios"]] == [True] * 3


def test_a_table_of_regions_gives_all_its_faults(question: Path) -> None:
    table = question.parent / "regions.csv"
    table.write_text("site;region\nS0;nord\nailleurs;sud\nS1\n", encoding="utf-8")
    with pytest.raises(UserFault) as caught:
        run(question, "--regions", str(table))
    assert [fault.place.field for fault in caught.value.faults] == ["ligne 3", "ligne 4"]
    table.write_text("lot,region\n", encoding="utf-8")
    with pytest.raises(UserFault, match="en-tête"):
        run(question, "--regions", str(table))


def test_options_that_contradict_are_refused(question: Path) -> None:
    with pytest.raises(UserFault, match="ne vont pas ensemble"):
        run(question, "--carte", "2", "--scenarios", "3")
