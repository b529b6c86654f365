"""A territory, or everything, comes back exactly as it was: rows, files and history."""

import datetime as dt
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from essor.foundations.errors import UserFault
from essor.records.accounts.models import Membre, User
from essor.records.accounts.roles import Role
from essor.records.backup import actions as backup
from essor.records.backup.scope import (
    installation_models,
    kind,
    rows_of,
    territoire_models,
)
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import create_action, restore_operation
from essor.records.plans.files import path_of
from essor.records.plans.models import Action, Document, Participant, Plan
from tests.factories import make_territoire, make_user, system
from tests.records.backup.world import (
    DELETED_PDF,
    PDF,
    dump,
    full_territoire,
    people,
    plan_of,
    replayed,
    stored,
)

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
CODE = "ti-8404"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    return tmp_path / "fichiers"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    full_territoire(CODE)
    path = tmp_path / "ti-8404.zip"
    backup.back_up_territoire(code=CODE, path=path, at=AT)
    return path


def restore(path: Path, *, replace: bool = True) -> backup.RestoreResult:
    return backup.restore(
        path=path, replace=replace, safety_folder=path.parent / "sauvegardes", at=AT
    )


def wipe(code: str) -> None:
    """Leave the territory with its perimeter only, as in a new installation."""
    for model in (Event, Operation, *reversed(territoire_models())):
        while rows := list(rows_of(model, (code,))):
            parents = {getattr(row, "parent_id", None) for row in rows}
            leaves = [row.pk for row in rows if row.pk not in parents]
            model._base_manager.filter(pk__in=leaves).delete()


def renumber(model: type, gap: int) -> None:
    """Give the accounts other numbers, as they have in another installation."""
    User.objects.all().delete()
    for rank in range(gap):
        make_user(f"autre{rank}@exemple.fr")


def rewrite(path: Path, name: str, change) -> None:
    """Change the text of one member, and its digest in the manifest."""
    with zipfile.ZipFile(path) as archive:
        members = {item: archive.read(item) for item in archive.namelist()}
    members[name] = change(members[name].decode()).encode()
    manifest = json.loads(members["manifest.json"])
    for entry in manifest["members"]:
        if entry["name"] == name:
            entry["sha256"] = hashlib.sha256(members[name]).hexdigest()
            entry["size_bytes"] = len(members[name])
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for item, data in members.items():
            archive.writestr(item, data)


def everything() -> dict[str, list[dict]]:
    return {kind(m): list(m._base_manager.order_by("pk").values()) for m in installation_models()}


def test_the_world_fills_every_table_of_the_plan_and_the_accounts(archive: Path) -> None:
    watched = [m for m in territoire_models() if m._meta.app_label in ("plans", "accounts")]
    empty = [kind(model) for model in watched if not rows_of(model, (CODE,)).exists()]
    assert empty == [], "give world.py a row of each, or its round trip proves nothing"


def test_a_territory_comes_back_exactly(archive: Path, media: Path) -> None:
    before, accounts = dump(CODE), people()
    wipe(CODE)
    for path in media.iterdir():
        path.unlink()
    result = restore(archive, replace=False)
    assert dump(CODE) == before
    assert people() == accounts
    assert sorted(path.read_bytes() for path in media.iterdir()) == sorted([PDF, DELETED_PDF])
    assert (result.safety, result.left_out, result.files) == (None, 0, 2)
    assert replayed(CODE) == stored(CODE)


def test_a_territory_moves_to_an_installation_where_numbers_differ(archive: Path) -> None:
    before = dump(CODE)
    numbers = dict(User.objects.values_list("email", "pk"))
    wipe(CODE)
    renumber(User, 7)
    result = restore(archive, replace=False)
    assert result.accounts == len(numbers)
    moved = dict(User.objects.filter(email__in=numbers).values_list("email", "pk"))
    assert not set(moved.values()) & set(numbers.values())
    assert replayed(CODE) == stored(CODE)
    pilot = Participant.objects.get(user__isnull=False, action__plan__territoire__code=CODE)
    assert pilot.user.email == f"pilote@{CODE}.exemple.fr"
    assert not pilot.user.has_usable_password()
    authors = Operation.objects.filter(kind="invitation.creer").values_list("author_id", flat=True)
    assert list(authors) == [moved[f"chef_de_projet@{CODE}.exemple.fr"]]
    after = dump(CODE)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    for name in ("plans.action", "plans.axe", "plans.document", "plans.annonce"):
        assert after[name] == before[name]


def test_the_restored_history_still_undoes(archive: Path) -> None:
    wipe(CODE)
    restore(archive, replace=False)
    by = system(make_territoire(CODE))
    deletion = Operation.objects.filter(kind="plan.action.supprimer").order_by("-at").first()
    restore_operation(by=by, row=deletion)
    assert Action.objects.filter(titre="Supprimée").exists()
    gone = Operation.objects.get(kind="plan.action.document.supprimer")
    restore_operation(by=by, row=gone)
    assert path_of(Document.objects.get(file_name="x.pdf").sha256).read_bytes() == DELETED_PDF
    create_action(by=by, plan=plan_of(CODE), titre="Nouvelle")
    assert replayed(CODE) == stored(CODE)


def test_another_territory_is_not_touched(archive: Path) -> None:
    full_territoire("ti-1101")
    other = dump("ti-1101")
    restore(archive)
    assert dump("ti-1101") == other


def test_existing_data_is_refused_unless_asked(archive: Path) -> None:
    before = dump(CODE)
    with pytest.raises(UserFault, match="--remplacer"):
        restore(archive, replace=False)
    assert dump(CODE) == before
    assert not (archive.parent / "sauvegardes").exists()


def test_what_is_replaced_is_saved_first(archive: Path) -> None:
    created = create_action(by=system(make_territoire(CODE)), plan=plan_of(CODE), titre="Récente")
    recent = dump(CODE)
    result = restore(archive)
    assert not Action.objects.filter(pk=created.pk).exists()
    assert result.safety is not None
    restore(result.safety)
    assert dump(CODE) == recent


def test_a_faulty_row_writes_nothing_and_names_every_fault(archive: Path, media: Path) -> None:
    def spoil(text: str) -> str:
        return text.replace("2024-02-29", "2024-02-30").replace('"titre"', '"tître"', 1)

    rewrite(archive, "donnees/plans.action.jsonl", spoil)
    before = dump(CODE)
    for path in media.iterdir():
        path.unlink()
    with pytest.raises(UserFault) as caught:
        restore(archive)
    assert "2024-02-30" in str(caught.value)
    assert "tître" in str(caught.value)
    assert dump(CODE) == before
    assert list(media.iterdir()) == []


def test_an_incoherent_archive_writes_nothing(archive: Path) -> None:
    rewrite(archive, "donnees/plans.axe.jsonl", lambda text: "")
    before = dump(CODE)
    with pytest.raises(UserFault, match="rien n'a été écrit"):
        restore(archive)
    assert dump(CODE) == before


def test_an_archive_of_a_newer_version_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive) as found:
        members = {item: found.read(item) for item in found.namelist()}
    manifest = json.loads(members["manifest.json"])
    manifest["migrations"]["plans"] = "9999_avenir"
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(archive, "w") as target:
        for item, data in members.items():
            target.writestr(item, data)
    with pytest.raises(UserFault, match="9999_avenir"):
        restore(archive)


def test_a_territory_that_is_not_loaded_is_refused(archive: Path) -> None:
    wipe(CODE)
    Membre.objects.all().delete()
    Plan.objects.all().delete()
    make_territoire(CODE).delete()
    with pytest.raises(UserFault, match="essor migrer"):
        restore(archive, replace=False)
    assert not Operation.objects.filter(territoire_code=CODE).exists()


def test_an_unknown_territory_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="ti-0000"):
        backup.back_up_territoire(code="ti-0000", path=tmp_path / "a.zip", at=AT)
    assert not (tmp_path / "a.zip").exists()


def test_a_lost_file_is_said_and_does_not_prevent_the_backup(archive: Path, media: Path) -> None:
    (kept,) = (path for path in media.iterdir() if path.read_bytes() == PDF)
    kept.write_bytes(b"rouille")
    manifest = backup.back_up_territoire(code=CODE, path=archive, at=AT)
    assert manifest.missing_files == (kept.name,)
    assert restore(archive).manifest.missing_files == (kept.name,)


def test_passwords_stay_out_of_the_archive_of_a_territory(archive: Path) -> None:
    with zipfile.ZipFile(archive) as found:
        accounts = found.read("donnees/accounts.user.jsonl").decode()
    assert "chef_de_projet@ti-8404.exemple.fr" in accounts
    assert "password" not in accounts


def test_only_people_of_the_territory_are_named(archive: Path) -> None:
    make_user("ailleurs@exemple.fr")
    full_territoire("ti-1101")
    backup.back_up_territoire(code=CODE, path=archive, at=AT)
    with zipfile.ZipFile(archive) as found:
        text = b"".join(found.read(name) for name in found.namelist()).decode("utf-8", "replace")
    assert "ailleurs@exemple.fr" not in text
    assert "ti-1101" not in text


def test_demonstration_accounts_stay_out_of_a_real_installation(archive: Path, settings) -> None:
    User.objects.filter(email__startswith="pilote").update(is_demonstration=True)
    backup.back_up_territoire(code=CODE, path=archive, at=AT)
    wipe(CODE)
    User.objects.all().delete()
    settings.IS_DEMONSTRATION = False
    result = restore(archive, replace=False)
    assert result.left_out == 1
    assert not User.objects.filter(is_demonstration=True).exists()
    assert Participant.objects.filter(nom="Ana Roy", user__isnull=True).exists()
    assert {membre.role for membre in Membre.objects.all()} == {Role.CHEF_DE_PROJET}


def test_an_account_already_there_keeps_its_password(archive: Path) -> None:
    before = people()
    restore(archive)
    assert people() == before


def test_everything_comes_back_exactly(tmp_path: Path) -> None:
    full_territoire(CODE)
    full_territoire("ti-1101")
    User.objects.update(password="scrypt$digest")
    path = tmp_path / "tout.zip"
    backup.back_up_installation(path=path, at=AT)
    before = everything()
    create_action(by=system(make_territoire(CODE)), plan=plan_of(CODE), titre="Après")
    with pytest.raises(UserFault, match="--remplacer"):
        restore(path, replace=False)
    result = restore(path)
    Operation.objects.filter(kind=backup.KIND_RESTORE).delete()
    assert everything() == before
    assert result.safety is not None


def test_new_rows_get_new_numbers_after_a_restoration(tmp_path: Path) -> None:
    full_territoire(CODE)
    path = tmp_path / "tout.zip"
    backup.back_up_installation(path=path, at=AT)
    restore(path)
    make_user("nouvelle@exemple.fr")
    create_action(by=system(make_territoire(CODE)), plan=plan_of(CODE), titre="Nouvelle")
    connection.check_constraints()
    assert replayed(CODE) == stored(CODE)


def test_a_whole_demonstration_is_refused_elsewhere(tmp_path: Path, settings) -> None:
    full_territoire(CODE)
    User.objects.filter(email__startswith="pilote").update(is_demonstration=True)
    path = tmp_path / "tout.zip"
    backup.back_up_installation(path=path, at=AT)
    before = everything()
    settings.IS_DEMONSTRATION = False
    with pytest.raises(UserFault, match="compte de démonstration"):
        restore(path)
    assert everything() == before


def test_a_restoration_leaves_its_trace_outside_the_territory(archive: Path) -> None:
    restore(archive)
    trace = Operation.objects.get(kind=backup.KIND_RESTORE)
    assert trace.territoire_code == ""
    assert CODE in trace.reason
