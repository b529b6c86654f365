"""`essor terres distances`, against a routing server of ours on this machine."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from essor.commands.terres_distances import distances_command
from essor.commands.terres_mesurer import measure_command
from essor.engines.terres.reading import read_instance
from essor.engines.terres.writing import instance_json
from essor.foundations.errors import UserFault
from essor.records.terres.models import Distance
from tests.factories import make_plan
from tests.records.terres.made import make_chantier, make_exutoire
from tests.records.terres_distances.server import SEA, listening
from tests.records.terres_distances.test_measuring import instance


@pytest.fixture
def question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ESSOR_OSRM_URL", raising=False)
    monkeypatch.delenv("ESSOR_VALHALLA_URL", raising=False)
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance_json(instance())), encoding="utf-8")
    return path


def run(question: Path, *options: str) -> tuple[Result, list[dict[str, object]]]:
    output = question.parent / "sortie.json"
    result = CliRunner().invoke(distances_command, [str(question), "-o", str(output), *options])
    if result.exception is not None:
        raise result.exception
    data = json.loads(output.read_text(encoding="utf-8"))
    assert read_instance(data).pairs  # what is written is an instance
    return result, data["pairs"]


def test_a_server_fills_the_pairs_and_says_which_it_could_not(question: Path) -> None:
    with listening() as world:
        result, pairs = run(question, "--osrm", world.url, "--sans-memoire")
    assert [(pair.get("lot"), pair.get("platform"), pair.get("outlet")) for pair in pairs] == [
        ("A", None, "carriere"),
        ("B", None, "carriere"),
        ("A", "plateforme", None),
        ("B", "plateforme", None),
        (None, "plateforme", "carriere"),
    ]
    assert pairs[0]["km"] == 40.007
    assert pairs[0]["minutes"] == 44.45
    assert f"OSRM (driving), {world.url}, données 2026-10-01" in str(pairs[0]["provenance"])
    assert "laissées de côté" in result.stderr
    assert "aucune route près de ce point" in result.stderr
    assert "C → carriere" in result.stderr


def test_the_estimate_stands_in_only_when_asked_and_says_so(question: Path) -> None:
    with listening() as world:
        result, pairs = run(question, "--valhalla", world.url, "--repli", "--sans-memoire")
    (lost, _) = [pair for pair in pairs if pair.get("lot") == "C"]
    assert str(lost["provenance"]).startswith("à vol d'oiseau × détour (aucune route")
    assert "gardent une estimation" in result.stderr


def test_a_matrix_fills_the_pairs(question: Path) -> None:
    matrix = question.parent / "matrice.csv"
    matrix.write_text("origine;destination;km\nA;carriere;17,5\n", encoding="utf-8")
    _, pairs = run(question, "--matrice", str(matrix))
    assert pairs == [
        {"lot": "A", "outlet": "carriere", "km": 17.5, "provenance": "matrice importée"}
    ]


def test_the_installation_may_name_a_server(
    question: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as world:
        monkeypatch.setenv("ESSOR_VALHALLA_URL", world.url)
        _, pairs = run(question, "--sans-memoire")
    assert str(pairs[0]["provenance"]).startswith("Valhalla (truck)")


def test_without_a_source_nothing_is_asked_to_anybody(question: Path) -> None:
    with pytest.raises(UserFault, match="ucune source") as caught:
        run(question)
    assert "ESSOR_OSRM_URL ou ESSOR_VALHALLA_URL" in str(caught.value.faults[0].expected)


def test_two_sources_are_refused(question: Path) -> None:
    with pytest.raises(UserFault, match="ne seule source"):
        run(question, "--osrm", "http://127.0.0.1:1", "--valhalla", "http://127.0.0.1:1")


@pytest.mark.django_db
def test_a_second_run_asks_nothing(question: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essor.commands.terres_distances.workspace_exists", lambda: True)
    with listening() as world:
        _, first = run(question, "--osrm", world.url)
        calls = len(world.heard)
        result, again = run(question, "--osrm", world.url)
        assert len(world.heard) == calls
        assert again == first
        assert "déjà connus\u00a0: 7" in result.stderr
        run(question, "--osrm", world.url, "--rafraichir")
        assert len(world.heard) > calls


def test_without_a_workspace_it_works_and_says_that_nothing_is_kept(
    question: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essor.commands.terres_distances.workspace_exists", lambda: False)
    with listening() as world:
        result, pairs = run(question, "--osrm", world.url)
    assert len(pairs) == 5
    assert "ne seront pas gardées" in result.stderr


@pytest.mark.django_db
def test_the_distances_of_a_territory_are_measured_and_kept(
    question: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_plan()
    make_chantier(plan, code="S", latitude=Decimal("45.7"), longitude=Decimal("3.1"))
    make_exutoire(plan, code="E", latitude=Decimal("45.9"), longitude=Decimal("3.3"))
    make_exutoire(plan, code="MER", latitude=Decimal(SEA[1]), longitude=Decimal(SEA[0]))
    monkeypatch.setattr("essor.commands.terres_mesurer.require_workspace", lambda: None)
    code = plan.territoire.code
    with listening() as world:
        result = CliRunner().invoke(measure_command, [code, "--valhalla", world.url])
        again = CliRunner().invoke(measure_command, [code, "--valhalla", world.url])
    assert result.exit_code == again.exit_code == 0, result.output
    (kept,) = Distance.objects.all()
    assert (kept.origine, kept.destination, str(kept.distance_km)) == ("S", "E", "40.01")
    assert kept.source_title.startswith("Valhalla (truck), http://127.0.0.1")
    assert "S → MER\u00a0: aucune route près de ce point" in result.stderr
    assert "dont 1 nouvelles" in result.stderr
    assert "dont 0 nouvelles" in again.stderr
