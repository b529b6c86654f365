"""Uploaded files: which are accepted, and where they are kept, named by their SHA-256."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

from essor.foundations.errors import Fault, Place, UserFault

MAX_SIZE_BYTES = 20 * 1024 * 1024
MAX_NAME_LENGTH = 255
CONTROL = {*range(9), 11, 12, *range(14, 32)}  # control characters but tab and line ends
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """A kind of file that may be attached, told by its name and confirmed by its content."""

    label: str
    content_type: str
    is_content: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that passed every check, not stored yet."""

    name: str
    content: bytes
    sha256: str


def _starts_with(signature: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signature)


def _is_text(content: bytes) -> bool:
    return not CONTROL & set(content) and any(
        _decodes(content, encoding) for encoding in ("utf-8-sig", "cp1252")
    )


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_office(folder: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        names = _zip_names(content)
        return (
            "[Content_Types].xml" in names
            and any(name.startswith(f"{folder}/") for name in names)
            and not any(name.endswith("vbaProject.bin") for name in names)
        )

    return check


def _is_open_document(kind: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        # The specification puts the type first, stored, so that it can be read without unzipping.
        has_type = content[30:].startswith(b"mimetype" + f"{OPEN_DOCUMENT}{kind}PK".encode())
        names = _zip_names(content)
        return (
            has_type
            and "content.xml" in names
            and not any(name.startswith(("Basic/", "Scripts/")) for name in names)
        )

    return check


def _zip_names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return []


def _type(label: str, content_type: str, is_content: Callable[[bytes], bool]) -> FileType:
    return FileType(label=label, content_type=content_type, is_content=is_content)


TYPES: dict[str, FileType] = {
    ".pdf": _type("PDF", "application/pdf", _starts_with(b"%PDF-")),
    ".png": _type("image PNG", "image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    ".jpg": _type("image JPEG", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".jpeg": _type("image JPEG", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".docx": _type("Word", f"{OFFICE}wordprocessingml.document", _is_office("word")),
    ".xlsx": _type("Excel", f"{OFFICE}spreadsheetml.sheet", _is_office("xl")),
    ".pptx": _type("PowerPoint", f"{OFFICE}presentationml.presentation", _is_office("ppt")),
    ".odt": _type("texte OpenDocument", f"{OPEN_DOCUMENT}text", _is_open_document("text")),
    ".ods": _type(
        "classeur OpenDocument", f"{OPEN_DOCUMENT}spreadsheet", _is_open_document("spreadsheet")
    ),
    ".odp": _type(
        "présentation OpenDocument",
        f"{OPEN_DOCUMENT}presentation",
        _is_open_document("presentation"),
    ),
    ".csv": _type("CSV", "text/csv", _is_text),
    ".txt": _type("texte", "text/plain", _is_text),
}


def check_file(*, name: str, content: BinaryIO) -> CheckedFile:
    """Read a file and check its name, size and content. Raises UserFault with every fault."""
    clean = clean_name(name)
    data = content.read(MAX_SIZE_BYTES + 1)
    faults = list(_faults(clean, data))
    if faults:
        raise UserFault([fault.at(Place(file=clean or None)) for fault in faults])
    return CheckedFile(name=clean, content=data, sha256=hashlib.sha256(data).hexdigest())


def store_file(file: CheckedFile) -> None:
    """Put a file in its place, whole or not at all; the same content is kept once."""
    target = path_of(file.sha256)
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".depot-", delete=False) as fresh:
        fresh.write(file.content)
        fresh.flush()
        os.fsync(fresh.fileno())
    os.replace(fresh.name, target)


def path_of(sha256: str) -> Path:
    """Return where the file of this digest is kept, whether it is there or not."""
    return Path(settings.MEDIA_ROOT) / sha256


def content_type_of(name: str) -> str:
    """Return the type to serve a file under, by its name; always as an attachment."""
    file_type = TYPES.get(PurePosixPath(name).suffix.lower())
    return file_type.content_type if file_type else "application/octet-stream"


def clean_name(name: str) -> str:
    """Return the last part of a path, from any system, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-MAX_NAME_LENGTH:]


def _faults(name: str, data: bytes) -> list[Fault]:
    faults = []
    file_type = TYPES.get(PurePosixPath(name).suffix.lower())
    if not data:
        faults.append(Fault(message="Le fichier est vide.", code="vide"))
    if len(data) > MAX_SIZE_BYTES:
        limit = f"{MAX_SIZE_BYTES // 1024 // 1024}\u00a0Mio au plus"
        faults.append(Fault(message="Le fichier est trop gros.", expected=limit, code="taille"))
    if file_type is None:
        faults.append(
            Fault(
                message="Ce type de fichier n'est pas accepté.",
                value=name,
                expected=", ".join(TYPES),
                code="type",
            )
        )
    elif data and len(data) <= MAX_SIZE_BYTES and not file_type.is_content(data):
        faults.append(
            Fault(
                message="Le contenu ne correspond pas à l'extension, ou contient des macros.",
                expected=f"un fichier {file_type.label} sans macro",
                code="contenu",
            )
        )
    return faults
