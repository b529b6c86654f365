"""`essor terres registre`: all faults at once, code 2, nothing written that would be refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from essor.commands.terres_registre import register_group
from essor.engines.terres.registre.lines import Genre
from essor.engines.terres.registre.reading import read_register
from essor.engines.terres.registre.writing import write_csv
from tests.engines.terres.registre.made import champs, check

DAY = ["--jour", "2026-11-23"]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    good = check(Genre.SORTANT, champs(Genre.SORTANT))[0]
    bad = check(Genre.SORTANT, champs(Genre.SORTANT, publicId="B", wasteCode="17 01 01"))[0]
    path = tmp_path / "registre.csv"
    path.write_bytes(write_csv([good, bad], genre=Genre.SORTANT))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register_group, list(arguments))


def test_it_says_every_fault_and_ends_with_code_2(register: Path):
    found = run("verifier", str(register), *DAY)
    assert found.exit_code == 2
    assert "ligne 3" in found.output
    assert "20 02 02" in found.output
    assert "1 seraient prises, 1 refusées" in found.output


def test_it_answers_in_json(register: Path):
    found = json.loads(run("verifier", str(register), *DAY, "--json").output)
    assert (found["registre"], found["lignes"], found["refusees"]) == ("sortant", 2, 1)
    assert [one["code"] for one in found["remarques"]] == ["code_dechet_terres"]


def test_what_is_already_declared_is_refused(register: Path):
    found = run("verifier", str(register), *DAY, "--declare", str(register), "--json")
    assert json.loads(found.output)["refusees"] == 2


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_holds_only_what_would_be_taken(register: Path, tmp_path: Path, suffix: str):
    out = tmp_path / "sortie"
    found = run("exporter", str(register), *DAY, "-o", str(out), "--format", suffix)
    assert found.exit_code == 0
    assert "Laissée de côté, ligne 3" in found.output
    (file,) = out.iterdir()
    lines = read_register(file.read_bytes(), file_name=file.name).lines
    assert [line.champs["publicId"] for line in lines] == ["TEXS-1"]
    assert run("verifier", str(file), *DAY).exit_code == 0


def test_an_export_writes_the_calls_of_the_api(register: Path, tmp_path: Path):
    out = tmp_path / "sortie"
    run("exporter", str(register), *DAY, "-o", str(out), "--format", "json")
    body = json.loads((out / "lot-001.json").read_text(encoding="utf-8"))
    assert body["variables"]["lines"][0]["publicId"] == "TEXS-1"
