"""`essor plan import` and `essor plan export`, as a person types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from essor.commands.plan import group
from essor.records.plans.models import Action
from tests.factories import make_territoire
from tests.records.plans.tableur.sheets import TITLE, workbook

pytestmark = pytest.mark.django_db
KEYS = ["ok", "created", "updated", "unchanged", "errors", "warnings", "actions"]


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    make_territoire()
    monkeypatch.setattr("essor.commands.plan.require_workspace", lambda: None)


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    labels = ["Axe (x)", TITLE, "Statut", "Niveau de priorité", "Budget", "Date de fin",
              "Financeur 1", "Montant € HT"]  # fmt: skip
    row = ["A", "Une action", "en cours", "eleve", "1 200,50 €", 47727, "ADEME", 500]
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook(labels, [row]))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments])


def imported(path: Path, *more: str, code: str = "ti-8404") -> tuple[int, dict[str, Any]]:
    result = run("import", path, "--territoire", code, "--json", *more)
    document = json.loads(result.stdout)
    assert list(document) == KEYS
    return result.exit_code, document


def test_the_json_of_an_import(fichier: Path) -> None:
    code, document = imported(fichier, "--dry-run")
    assert code == 0
    assert not Action.objects.exists()
    assert document["actions"] == [
        {
            "axes": ["A"],
            "title": "Une action",
            "parent": None,
            "status": "En cours",
            "priority": "Élevé",
            "budget_eur": 1200.5,
            "start": None,
            "end": "2030-09-01",
            "funders": [["ADEME", 500]],
        }
    ]
    assert (document["ok"], document["created"]) == (True, 1)
    assert imported(fichier)[1]["created"] == 1
    assert imported(fichier)[1]["unchanged"] == 1
    assert Action.objects.count() == 1


def test_faults_say_where_what_and_why(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    rows = [["Une action", "Entre 200 et 500"], ["Une autre", 12]]
    path.write_bytes(workbook([TITLE, "Budget"], rows))
    code, document = imported(path)
    assert code == 2
    assert (document["ok"], document["created"]) == (False, 0)
    (error,) = document["errors"]
    assert list(error) == ["sheet", "cell", "column", "value", "message"]
    assert (error["sheet"], error["cell"], error["column"], error["value"]) == (
        "Plan", "B2", "Budget", "Entre 200 et 500",
    )  # fmt: skip
    assert [action["title"] for action in document["actions"]] == ["Une action", "Une autre"]
    assert not Action.objects.exists()


def test_an_unreadable_file_or_an_unknown_territory_answers_in_json_too(
    tmp_path: Path, fichier: Path
) -> None:
    absent = imported(tmp_path / "absent.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(fichier.read_bytes()[:500])
    for code, document in (absent, imported(broken), imported(fichier, code="ti-0000")):
        assert code == 2
        assert document["ok"] is False
        assert len(document["errors"]) == 1
        assert document["actions"] == [] or document["actions"]
    assert imported(tmp_path)[0] == 2


def test_what_is_not_a_file_is_said_to_be_so(tmp_path: Path) -> None:
    absent = run("import", tmp_path / "absent.xlsx", "--territoire", "ti-8404").stdout
    assert "ce fichier n'existe pas" in absent
    assert "1 point à corriger" in absent
    folder = run("import", tmp_path, "--territoire", "ti-8404").stdout
    assert "c'est un dossier" in folder


def test_people_read_french(fichier: Path, tmp_path: Path) -> None:
    done = run("import", fichier, "--territoire", "ti-8404")
    assert done.exit_code == 0
    assert "1 action créée, 0 modifiée, 0 inchangée" in done.stdout
    path = tmp_path / "suite.xlsx"
    path.write_bytes(workbook([TITLE, "Axe (x)", "Statut"], [["Une action", "A", "Bloqué"]]))
    changed = run("import", path, "--territoire", "ti-8404", "--dry-run")
    assert "Statut\u00a0: En cours → Bloqué" in changed.stdout
    path.write_bytes(workbook([TITLE, "Statut"], [["Une action", "peut-être"]]))
    refused = run("import", path, "--territoire", "ti-8404")
    assert refused.exit_code == 2
    assert "Rien n'a été écrit" in refused.stdout
    assert "cellule B2" in refused.stdout


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv", "json"])
def test_export_then_import_changes_nothing(fichier: Path, tmp_path: Path, form: str) -> None:
    imported(fichier)
    path = tmp_path / f"export.{form}"
    written = run("export", "--territoire", "ti-8404", "--format", form, "-o", path)
    assert written.exit_code == 0, written.output
    code, document = imported(path)
    assert code == 0
    assert (document["created"], document["updated"], document["unchanged"]) == (0, 0, 1)


def test_nothing_to_export(tmp_path: Path) -> None:
    result = run("export", "--territoire", "ti-8404", "-o", tmp_path / "x.xlsx")
    assert "pas encore de plan" in str(result.exception)
    assert not (tmp_path / "x.xlsx").exists()
