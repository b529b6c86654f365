"""From a demonstration on SQLite to another installation, here or on PostgreSQL, and back."""

import json
import os
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.commands.conftest import PRODUCTION, environment, run_essor

pytestmark = pytest.mark.slow
EDIT = """
import io
import django
django.setup()
from essor.records.accounts.permissions import Access
from essor.records.plans.actions import change_action, create_action, delete_action
from essor.records.plans.documents import add_document
from essor.records.plans.models import Plan
plan = Plan.objects.select_related("territoire").get()
place = plan.territoire
by = Access.system(territoire_id=place.pk, territoire_code=place.code)
action = create_action(by=by, plan=plan, titre="Créée par le test")
add_document(by=by, action=action, file_name="cr.pdf", content=io.BytesIO(b"%PDF-1.7 essai"))
change_action(by=by, action=action, statut="en_cours")
delete_action(by=by, action=create_action(by=by, plan=plan, titre="Supprimée par le test"))
"""


def digests(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        members = json.loads(archive.read("manifest.json"))["members"]
    return {member["name"]: member["sha256"] for member in members}


@pytest.fixture
def target_database() -> Iterator[dict[str, str]]:
    """Give a new database of the PostgreSQL under test; nothing, for SQLite, without one."""
    url = os.environ.get("ESSOR_TEST_DATABASE_URL")
    if not url:
        yield {}
        return
    name = f"essor_{uuid.uuid4().hex}"
    head, _, _ = url.rpartition("/")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield {"DATABASE_URL": f"{head}/{name}"}
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture
def archive(demonstration: Path, root: Path, tmp_path: Path) -> Path:
    """Save the demonstration after a few edits, an uploaded file among them."""
    extra = {"DJANGO_SETTINGS_MODULE": "essor.config.settings"}
    subprocess.run(
        [sys.executable, "-c", EDIT], env=environment(demonstration, root, extra), check=True
    )
    path = tmp_path / "ti-8404.zip"
    done = run_essor(demonstration, root, "sauvegarder", "--territoire", "ti-8404", "-o", str(path))
    assert done.returncode == 0, done.stderr
    assert "1 fichiers" in done.stderr
    return path


def test_a_territory_moves_with_its_files_and_history(
    archive: Path, root: Path, tmp_path: Path, target_database: dict[str, str]
) -> None:
    folder = tmp_path / "ailleurs" / "essor"
    folder.mkdir(parents=True)
    (folder / "demonstration.json").write_text("{}", encoding="utf-8")

    def essor(*words: str) -> "subprocess.CompletedProcess[str]":
        return run_essor(folder, root, *words, **target_database)

    assert essor("migrer").returncode == 0
    done = essor("restaurer", str(archive))
    assert done.returncode == 0, done.stderr
    assert essor("restaurer", str(archive)).returncode == 2
    again = tmp_path / "encore.zip"
    assert essor("sauvegarder", "--territoire", "ti-8404", "-o", str(again)).returncode == 0
    assert digests(again) == digests(archive)
    replaced = essor("restaurer", "--remplacer", str(again))
    assert replaced.returncode == 0, replaced.stderr
    assert list((folder / "sauvegardes").glob("avant-restauration-*.zip"))


def test_a_real_installation_takes_the_plan_and_leaves_the_demonstration_accounts(
    archive: Path, root: Path, tmp_path: Path, target_database: dict[str, str]
) -> None:
    folder = tmp_path / "production" / "essor"
    folder.mkdir(parents=True)

    def essor(*words: str) -> "subprocess.CompletedProcess[str]":
        return run_essor(folder, root, *words, **PRODUCTION, **target_database)

    assert essor("migrer").returncode == 0
    done = essor("restaurer", str(archive))
    assert done.returncode == 0, done.stderr
    assert "démonstration laissées de côté" in done.stderr
    check = essor("check", "--deploy")
    assert (check.stdout.strip(), check.stderr) == ("Aucun problème", "")
    everything = tmp_path / "tout.zip"
    assert essor("sauvegarder", "--tout", "-o", str(everything)).returncode == 0
    assert essor("restaurer", "--remplacer", str(everything)).returncode == 0


def test_an_archive_that_is_not_one_is_refused(migrated: Path, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "faux.zip"
    path.write_bytes(b"bonjour")
    done = run_essor(migrated, root, "restaurer", str(path), **PRODUCTION)
    assert done.returncode == 2
    assert "illisible ou tronquée" in done.stderr
    assert "Traceback" not in done.stderr
    assert "not a zip" not in done.stderr
    absent = run_essor(migrated, root, "restaurer", str(tmp_path / "absent.zip"), **PRODUCTION)
    assert absent.returncode == 2
    assert "Il n'y a pas d'archive à cet endroit" in absent.stderr
    assert "Errno" not in absent.stderr


@pytest.mark.parametrize("words", [[], ["--territoire", "ti-8404", "--tout"]])
def test_one_must_say_what_to_save(migrated: Path, root: Path, tmp_path: Path, words) -> None:
    done = run_essor(
        migrated, root, "sauvegarder", *words, "-o", str(tmp_path / "a.zip"), **PRODUCTION
    )
    assert done.returncode == 2
    assert "l'un des deux" in done.stderr
