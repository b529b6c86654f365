"""`essor terres variante` and `expliquer`: other questions, same file. No database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from essor.commands.terres_variantes import explain_command, variant_command
from essor.engines.terres.writing import instance_json
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import instance_of


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance_json(instance_of(8))), encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(variant_command, arguments)
    if result.exception is not None:
        raise result.exception
    return result


def test_a_variant_with_its_settings_is_written_with_its_sentences(question: Path) -> None:
    output = question.parent / "sortie.json"
    result = run(
        "robuste", str(question), "-o", str(output), "--reglage", "gamma=3",
        "--reglage", "share=0.2", "--reglage", "draws=20",
    )  # fmt: skip
    data = json.loads(output.read_text(encoding="utf-8"))
    assert (data["options"]["gamma"], data["options"]["share"]) == (3, 0.2)
    assert data["sentences"][0] in result.output
    assert data["plan"]["totals"]["total_cost_eur"] == pytest.approx(data["report"]["cost_eur"])


def test_a_front_gives_its_plans(question: Path) -> None:
    data = json.loads(run("pareto", str(question), "--reglage", "pareto_points=1").output)
    assert len(data["plans"]) == len(data["report"]["points"]) == 3


def test_words_and_null_are_settings_too(question: Path) -> None:
    data = json.loads(
        run(
            "risque", str(question), "--reglage", "law=lognormale", "--reglage",
            "replan_eur_t=null", "--reglage", "draws=3",
        ).output
    )  # fmt: skip
    assert data["options"]["law"] == "lognormale"
    assert data["options"]["replan_eur_t"] is None


def test_every_setting_that_cannot_be_read_is_told(question: Path) -> None:
    with pytest.raises(UserFault) as caught:
        run("risque", str(question), "--reglage", "gama=3", "--reglage", "draws=1,5")
    assert [fault.value for fault in caught.value.faults] == ["gama=3", "draws=1,5"]


def test_a_lot_is_explained(question: Path) -> None:
    output = question.parent / "lot.json"
    result = CliRunner().invoke(explain_command, [str(question), "L1", "-o", str(output)])
    assert result.exception is None
    data = json.loads(output.read_text(encoding="utf-8"))
    assert data["lot"] == "L1"
    assert data["sentences"][0] in result.output
