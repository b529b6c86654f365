"""Archives made to harm: endless lines, deep JSON, sizes that lie, more than the disk holds."""

import json
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from essor.foundations.errors import UserFault
from essor.records.backup import archive
from essor.records.backup.archive import reading
from essor.records.backup.manifest import NAME
from tests.records.backup.test_archive import contents, rewrite, sentences, write

TABLE = "donnees/plans.action.jsonl"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "a.zip"
    write(target)
    return target


def test_a_manifest_nested_without_end_is_refused(path: Path) -> None:
    rewrite(path, lambda members: members.update({NAME: b"[" * 200_000}))
    with pytest.raises(UserFault, match="pas une sauvegarde d'Essor"):
        contents(path)


def test_a_size_that_lies_is_refused_before_unpacking(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lie(members: dict[str, bytes]) -> None:
        members[TABLE] = b"0" * 50_000_000

    rewrite(path, lie)
    monkeypatch.setattr(archive.ArchiveReader, "_verify_member", _never)
    with zipfile.ZipFile(path) as opened:
        others = {name for name in opened.namelist() if name not in (TABLE, NAME)}
    assert others
    with reading(path) as reader:
        monkeypatch.setattr(
            reader, "manifest", SimpleNamespace(members=[_named(reader.manifest, TABLE)])
        )
        faults = archive.FaultGatherer()
        reader.verify(faults)
    assert any("La taille ne correspond pas" in fault.message for fault in faults.faults)


def _never(*_: object) -> None:
    raise AssertionError("the member was unpacked")


def _named(manifest: archive.Manifest, name: str) -> object:
    return next(member for member in manifest.members if member.name == name)


def test_a_line_without_end_is_not_read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LINE_LIMIT_BYTES", 1000)  # a row of the archive has 3000
    assert "La ligne n'est pas un objet JSON." in sentences(path)


def test_an_archive_larger_than_the_disk_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=10))
    with reading(path) as reader, pytest.raises(UserFault, match="ne tient pas sur le disque"):
        reader.require_room(path.parent)


@pytest.mark.parametrize("name", ["fichiers/../../etc/passwd", "/etc/passwd", "donnees/../x.jsonl"])
def test_a_name_that_climbs_out_is_refused(path: Path, name: str) -> None:
    def climb(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[NAME])
        manifest["members"][0]["name"] = name
        members[NAME] = json.dumps(manifest).encode()
        members[name] = members.pop(TABLE)

    rewrite(path, climb)
    assert "un membre avec son nom" in sentences(path)
