"""Documents: what is accepted is what it says it is; a file is kept once, under its digest."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.journal.models import Operation
from essor.records.plans import files
from essor.records.plans.actions import restore_operation
from essor.records.plans.documents import add_document, change_document, delete_document
from essor.records.plans.files import TYPES, check_file, clean_name, content_type_of, path_of
from essor.records.plans.models import Action, Document
from tests.factories import make_access, make_action, make_plan, system

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 compte rendu"


def office(folder: str, *more: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def open_document(kind: str, *more: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name in ("content.xml", *more):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


GOOD = {
    ".pdf": PDF,
    ".png": b"\x89PNG\r\n\x1a\n....",
    ".jpg": b"\xff\xd8\xff\xe0....",
    ".jpeg": b"\xff\xd8\xff\xe0....",
    ".docx": office("word"),
    ".xlsx": office("xl"),
    ".pptx": office("ppt"),
    ".odt": open_document("text"),
    ".ods": open_document("spreadsheet"),
    ".odp": open_document("presentation"),
    ".csv": "Région;Montant\nAuvergne;1 200,50 €\n".encode(),
    ".txt": "Énergie\tœuvre\r\n".encode("cp1252"),
}


def check(name: str, content: bytes) -> str:
    return check_file(name=name, content=io.BytesIO(content)).sha256


def test_every_type_has_its_example() -> None:
    assert set(GOOD) == set(TYPES)


@pytest.mark.parametrize("suffix", GOOD)
def test_a_true_file_is_accepted(suffix: str) -> None:
    assert check(f"Compte rendu{suffix.upper()}", GOOD[suffix]) == (
        hashlib.sha256(GOOD[suffix]).hexdigest()
    )
    assert content_type_of(f"a{suffix}") == TYPES[suffix].content_type


@pytest.mark.parametrize("suffix", GOOD)
@pytest.mark.parametrize("other", [".pdf", ".png", ".docx", ".ods"])
def test_a_file_under_a_false_name_is_refused(suffix: str, other: str) -> None:
    if suffix == other:
        return
    with pytest.raises(UserFault, match="ne correspond pas"):
        check(f"faux{other}", GOOD[suffix])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office("word", "word/vbaProject.bin")),
        ("a.xlsx", office("xl", "xl/vbaProject.bin")),
        ("a.ods", open_document("spreadsheet", "Basic/Standard/script.xml")),
        ("a.odt", open_document("text", "Scripts/python/a.py")),
    ],
)
def test_macros_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(UserFault, match="macros"):
        check(name, content)


@pytest.mark.parametrize("name", ["a.exe", "a.svg", "a.html", "a.docm", "a", ".pdf", "a.pdf.js"])
def test_other_types_are_refused(name: str) -> None:
    with pytest.raises(UserFault, match="n'est pas accepté"):
        check(name, PDF)


def test_a_file_that_is_too_big_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_SIZE_BYTES", len(PDF) - 1)
    with pytest.raises(UserFault, match="trop gros"):
        check("a.pdf", PDF)
    monkeypatch.setattr(files, "MAX_SIZE_BYTES", len(PDF))
    check("a.pdf", PDF)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UserFault, match="vide"):
        check("a.pdf", b"")


@given(st.binary(max_size=200), st.sampled_from(sorted(TYPES)))
def test_no_content_makes_the_check_fall(content: bytes, suffix: str) -> None:
    try:
        check(f"a{suffix}", content)
    except UserFault:
        return
    assert suffix in (".csv", ".txt") or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8"))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_keeps_its_last_part_only(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.fixture
def action(db, settings, tmp_path: Path) -> Action:
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    return make_action(make_plan(), "Action")


def add(action: Action, **values) -> Document:
    return add_document(by=system(action.plan.territoire), action=action, **values)


def test_a_file_is_kept_once_under_its_digest(action: Action, tmp_path: Path) -> None:
    first = add(action, file_name="CR du 3.pdf", content=io.BytesIO(PDF))
    second = add(action, titre="Copie", file_name="copie.pdf", content=io.BytesIO(PDF))
    assert (first.titre, second.titre) == ("CR du 3", "Copie")
    assert (first.file_name, first.size_bytes) == ("CR du 3.pdf", len(PDF))
    assert first.sha256 == second.sha256
    assert [path.name for path in (tmp_path / "fichiers").iterdir()] == [first.sha256]
    assert path_of(first.sha256).read_bytes() == PDF


def test_a_deleted_document_comes_back_with_its_file(action: Action) -> None:
    document = add(action, file_name="a.pdf", content=io.BytesIO(PDF))
    by = system(action.plan.territoire)
    delete_document(by=by, document=document)
    assert not Document.objects.exists()
    restore_operation(by=by, row=Operation.objects.get(kind="plan.action.document.supprimer"))
    assert path_of(Document.objects.get().sha256).read_bytes() == PDF


def test_a_link_is_kept_with_a_title(action: Action) -> None:
    assert add(action, href=" https://exemple.fr/a ").titre == "https://exemple.fr/a"
    document = add(action, href="http://exemple.fr", titre="Site")
    renamed = change_document(by=system(action.plan.territoire), document=document, titre="Le site")
    assert renamed.titre == "Le site"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "ftp://exemple.fr", "//exemple.fr", "exemple.fr", "https://"]
)
def test_a_link_that_is_not_of_the_web_is_refused(action: Action, href: str) -> None:
    with pytest.raises(UserFault, match="adresse du web"):
        add(action, href=href)


def test_a_document_is_a_file_or_a_link(action: Action) -> None:
    with pytest.raises(UserFault, match="l'un des deux"):
        add(action)
    with pytest.raises(UserFault, match="l'un des deux"):
        add(action, href="https://exemple.fr", file_name="a.pdf", content=io.BytesIO(PDF))


@pytest.mark.parametrize("role", [Role.CONTRIBUTEUR, Role.LECTEUR, Role.PUBLIC])
def test_who_may_not_add_a_document(action: Action, role: Role, tmp_path: Path) -> None:
    by = make_access(action.plan.territoire, role)
    with pytest.raises(Forbidden):
        add_document(by=by, action=action, file_name="a.pdf", content=io.BytesIO(PDF))
    assert not (tmp_path / "fichiers").exists()
