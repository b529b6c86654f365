import json
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from essor.commands import references
from essor.foundations.errors import UserFault

BAD = "description: Essai\nunit: euros\n"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    monkeypatch.setattr(references, "today", lambda: date(2026, 12, 1))


def run(*arguments):
    result = CliRunner().invoke(references.group, arguments, catch_exceptions=True)
    if isinstance(result.exception, UserFault):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_list_gives_the_value_of_the_day():
    code, output = run("list", "--json", "--au", "2024-07-04")
    rows = {row["name"]: row for row in json.loads(output)}
    assert code == 0
    assert rows["programme/nombre_territoires"]["value"]["value"] == "183"


def test_list_says_when_there_is_no_value():
    _, output = run("list", "--au", "01/01/2010")
    assert "programme/phases\u00a0: sans valeur à cette date" in output


def test_show_gives_references_and_status():
    code, output = run("show", "programme/enveloppe_nationale")
    assert code == 0
    assert "à relire" in output
    assert "https://www.investinclermont.eu/" in output


def test_show_json_at_a_date():
    _, output = run("show", "programme/axes", "--json", "--au", "2024-01-01")
    data = json.loads(output)
    assert data["at"]["items"][3] == "Mobiliser un foncier industriel adapté"


def test_show_unknown_name_is_a_fault():
    code, output = run("show", "programme/inconnu")
    assert code == 2
    assert "n'existe pas" in output


def test_ambiguous_date_is_refused_with_its_reason():
    code, output = run("list", "--au", "12/14/20")
    assert code == 2
    assert "Champ «\u00a0--au\u00a0»" in output
    assert "deux chiffres" in output


def test_check_of_the_package_is_clean():
    code, output = run("check", "--json")
    assert code == 0
    assert json.loads(output) == {
        "ok": True,
        "parameters": len(references.parameters()),
        "errors": [],
        "warnings": [],
    }


def test_check_warns_after_twelve_months_and_still_passes():
    code, output = run("check", "--json", "--au", "2028-01-01")
    report = json.loads(output)
    assert code == 0
    assert len(report["warnings"]) == report["parameters"]


def test_check_exits_2_with_every_fault(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("un", "deux"):
        (tmp_path / "a" / f"{name}.yaml").write_text(BAD, encoding="utf-8")
    code, output = run("check", "--dossier", str(tmp_path), "--json")
    report = json.loads(output)
    assert code == 2
    assert report["ok"] is False
    assert {error["file"] for error in report["errors"]} == {"a/un.yaml", "a/deux.yaml"}
    assert {error.get("field") for error in report["errors"]} >= {"unit", "checked_on", "status"}
    assert run("check", "--dossier", str(tmp_path))[0] == 2


def test_page_is_written_where_asked(tmp_path):
    file = tmp_path / "nouveau" / "page.md"
    code, _ = run("page", "--ecrire", str(file))
    assert code == 0
    assert file.read_text(encoding="utf-8").startswith("# Paramètres\n")
    assert run("page")[1] == file.read_text(encoding="utf-8")


def test_command_needs_no_django():
    script = (
        "import sys; sys.modules['django'] = None; "
        "from essor.commands.references import group; "
        "group(['check'], standalone_mode=False)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "aucune faute" in done.stdout
