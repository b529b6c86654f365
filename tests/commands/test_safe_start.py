"""What Essor refuses to start with, in the real command."""

import subprocess
import sys

import pytest

from tests.commands.conftest import RunEssor, environment

pytestmark = pytest.mark.slow


def test_a_well_configured_installation_passes_every_check(essor, migrated, production) -> None:
    done = essor("check", "--deploy", **production)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("Aucun problème", "", 0)


def test_every_reason_is_said_at_once(essor: RunEssor, migrated) -> None:
    done = essor("check", "--deploy", ESSOR_DEBUG="1", ESSOR_SECRET_KEY="court")
    assert done.returncode == 2
    for reason in ("mise au point", "clé secrète", "nom de site"):
        assert reason in done.stderr
    assert "Aucun problème" not in done.stdout


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ESSOR_DEBUG": "1"}, "mise au point"),
        ({"ESSOR_SECRET_KEY": ""}, "clé secrète"),
        ({"ESSOR_SECRET_KEY": "trop-court"}, "clé secrète"),
        ({"ESSOR_HOSTS": ""}, "nom de site"),
    ],
)
def test_an_unsafe_installation_is_not_served(essor, migrated, production, changes, reason) -> None:
    done = essor("servir", "--port", "18763", **(production | changes))
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Essor répond" not in done.stdout + done.stderr


def test_a_database_that_is_behind_is_not_served(essor, production, tmp_path) -> None:
    database = tmp_path / "essor" / "essor.sqlite3"
    database.parent.mkdir()
    database.touch()
    done = essor("servir", "--port", "18763", **production)
    assert done.returncode == 2
    assert "essor migrer" in done.stderr


def test_a_demonstration_account_outside_a_demonstration_is_refused(
    essor, production, demonstration
) -> None:
    (demonstration / "demonstration.json").unlink()
    for command in (("servir", "--port", "18763"), ("check", "--deploy")):
        done = essor(*command, **production)
        assert done.returncode == 2
        assert "comptes de démonstration" in done.stderr
        assert "chef@demo.invalid" in done.stderr


def test_a_demonstration_is_not_checked_as_a_production_site(essor, demonstration) -> None:
    assert (demonstration / "demonstration.json").exists()
    assert essor("check").returncode == 0
    done = essor("check", "--deploy")
    assert done.returncode == 2
    assert "ne se met pas en production" in done.stderr
    assert "HSTS" not in done.stderr


def test_a_demonstration_is_served_on_this_machine_only(essor, tmp_path) -> None:
    folder = tmp_path / "essor"
    folder.mkdir()
    (folder / "demonstration.json").write_text("{}", encoding="utf-8")
    done = essor("servir", "--hote", "0.0.0.0")
    assert done.returncode == 2
    assert "sur cette machine" in done.stderr


def test_no_workspace_no_server(essor, production) -> None:
    done = essor("servir", **production)
    assert done.returncode == 2
    assert "Aucun espace de travail" in done.stderr


def test_each_secret_is_new_and_long_enough(essor) -> None:
    first, second = (essor("secret").stdout.strip() for _ in range(2))
    assert first != second
    assert len(first) >= 50


def test_a_demonstration_put_behind_another_server_still_refuses_other_machines(
    demonstration, root
) -> None:
    """gunicorn itself, on every address: a caller from elsewhere gets the refusal."""
    code = (
        "from essor.config.wsgi import application\n"
        "said = []\n"
        "environ = {'REMOTE_ADDR': '203.0.113.7', 'REQUEST_METHOD': 'GET', 'PATH_INFO': '/'}\n"
        "body = b''.join(application(environ, lambda status, headers: said.append(status)))\n"
        "print(said[0], body.decode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(demonstration, root, {"DJANGO_SETTINGS_MODULE": "essor.config.settings"}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("403 Forbidden")


@pytest.mark.parametrize(
    "database", [{}, {"DATABASE_URL": "postgresql://personne@127.0.0.1:1/rien"}]
)
def test_a_database_that_does_not_answer_is_said_without_a_trace(
    essor, production, database
) -> None:
    done = essor("check", "--deploy", **production, **database)
    assert done.returncode == 2
    assert "La base de données ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr
