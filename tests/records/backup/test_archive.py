"""The archive on disk: what comes out is what went in, or a refusal that names every fault."""

import datetime as dt
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.foundations.errors import FaultGatherer, UserFault
from essor.records.backup.archive import reading, writing
from essor.records.backup.manifest import Manifest, Scope

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
ROWS = [{"id": 1, "titre": "Énergie"}, {"id": 2, "titre": "x" * 3000}]
CONTENT = b"%PDF-1.7 un document" * 200
DIGEST = "7e7d4a1b7a2b9c4ad4c6a9d0a5f6c9f0c1f0a3d1b2c3d4e5f60718293a4b5c6d"
per_example = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


def write(path: Path) -> Manifest:
    document = path.with_suffix(".bin")
    document.write_bytes(CONTENT)
    manifest = Manifest(
        scope=Scope.TERRITOIRE,
        territoires=("ti-8404",),
        essor="0.1.0",
        made_at=AT,
        migrations={"plans": "0001_initial"},
        members=(),
    )
    with writing(path) as writer:
        writer.add_rows("plans.action", ROWS)
        writer.add_rows("plans.note", [])
        writer.add_file(hashlib.sha256(CONTENT).hexdigest(), document)
        return writer.finish(manifest)


def contents(path: Path) -> tuple[list[object], bytes]:
    """Read everything, checks first. Raises UserFault."""
    with reading(path) as reader:
        with FaultGatherer() as faults:
            reader.verify(faults)
        rows: list[object] = []
        file = b""
        for member in reader.manifest.members:
            if member.kind:
                rows += [row for _, row in reader.rows(member)]
            else:
                target = path.with_name("sorti")
                reader.copy_file(member, target)
                file = target.read_bytes()
        return rows, file


def rewrite(path: Path, change) -> None:
    """Write the archive again after changing its members, a name -> bytes mapping."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def sentences(path: Path) -> str:
    with pytest.raises(UserFault) as caught:
        contents(path)
    return str(caught.value)


def test_what_comes_out_is_what_went_in(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    written = write(path)
    with reading(path) as reader:
        assert reader.manifest == written
    assert contents(path) == (ROWS, CONTENT)
    assert [member.rows for member in written.members] == [2, 0, None]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    write(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.zip")
    write(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_failure_leaves_the_previous_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write(path)
    before = path.read_bytes()

    def half() -> object:
        yield {"id": 1}
        raise RuntimeError

    with pytest.raises(RuntimeError), writing(path) as writer:
        writer.add_rows("plans.action", half())
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.bin", "a.zip"]


@per_example
@given(st.data())
def test_no_truncation_goes_unseen(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "a.zip"
    write(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(UserFault):
        contents(path)


@per_example
@given(st.data())
def test_a_flipped_bit_is_refused_or_harmless(tmp_path: Path, data: st.DataObject) -> None:
    """A bit of a date or of a name in a local header may flip: the content never does."""
    path = tmp_path / "a.zip"
    write(path)
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(whole))
    try:
        found = contents(path)
    except UserFault:
        return
    assert found == (ROWS, CONTENT)


def test_every_altered_member_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write(path)

    def spoil(members: dict[str, bytes]) -> None:
        for name in members:
            if name != "manifest.json":
                members[name] += b" "
        del members["donnees/plans.note.jsonl"]
        members["intrus.txt"] = b""

    rewrite(path, spoil)
    text = sentences(path)
    assert "donnees/plans.action.jsonl" in text
    assert "donnees/plans.note.jsonl" in text
    assert "fichiers/" in text
    assert "intrus.txt" in text


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write(path)

    def rename(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        (entry,) = (item for item in manifest["members"] if item["name"].startswith("fichiers/"))
        members[f"fichiers/{DIGEST}"] = members.pop(entry["name"])
        entry["name"] = f"fichiers/{DIGEST}"
        members["manifest.json"] = json.dumps(manifest).encode()

    rewrite(path, rename)
    assert "empreinte" in sentences(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "autre"),
        ("version", 2),
        ("portee", "planete"),
        ("members", "rien"),
        ("members", [{"name": "../../etc/passwd", "sha256": "0" * 64, "size_bytes": 1, "rows": 1}]),
        ("made_at", "hier"),
        ("migrations", []),
        ("territoires", [8404]),
    ],
)
def test_a_false_manifest_is_refused(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "a.zip"
    write(path)

    def falsify(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"]) | {name: value}
        members["manifest.json"] = json.dumps(manifest).encode()

    rewrite(path, falsify)
    sentences(path)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"PK\x03\x04"])
def test_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "illisible" in sentences(path)


def test_a_zip_without_manifest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bonjour.txt", "bonjour")
    assert "manifeste" in sentences(path)
