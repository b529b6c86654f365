"""`essor friches document`: from a file of answers to a document."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import run_essor
from tests.engines.friches.studies import document


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "cataroux.json"
    path.write_text(json.dumps(document("industrie", area=20_000)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_writes_both_kinds(tmp_path, root, study, ending, start):
    out = tmp_path / f"etude.{ending}"
    done = run_essor(tmp_path / "ws", root, "friches", "document", str(study), "-o", str(out),
                     "--tirages", "100")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(start)


def test_another_kind_is_refused_before_the_computation(tmp_path, root, study):
    out = tmp_path / "etude.odt"
    done = run_essor(tmp_path / "ws", root, "friches", "document", str(study), "-o", str(out))
    assert done.returncode == 2
    assert ".pdf ou .docx" in done.stderr
    assert not out.exists()


def test_every_fault_of_the_study_is_said_and_nothing_is_written(tmp_path, root, study):
    data = json.loads(study.read_text(encoding="utf-8"))
    data["site"]["surface_m2"] = -1
    data["projet"]["programme"] = "chateau"
    study.write_text(json.dumps(data), encoding="utf-8")
    out = tmp_path / "etude.pdf"
    done = run_essor(tmp_path / "ws", root, "friches", "document", str(study), "-o", str(out))
    assert done.returncode == 2
    assert "surface_m2" in done.stderr
    assert "programme" in done.stderr
    assert not out.exists()
