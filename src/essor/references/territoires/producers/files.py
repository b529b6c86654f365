"""Open what a producer publishes: a file, its gzip, a folder or an npm archive.

Sizes are bounded before anything is parsed, so that a hostile archive costs little.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from essor.foundations.errors import Place, UserFault

MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """Content of one file, unzipped, and its fingerprint.

    The fingerprint is of the content, so that the plain file, its gzip and the npm archive of one
    edition are known as the same.
    """

    name: str
    content: bytes
    sha256: str

    def text(self) -> str:
        """Decode as UTF-8 (with or without mark), else as Windows-1252, as ANCT tools write."""
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise _unreadable(self.name, "un texte UTF-8 ou Windows-1252")

    def json(self) -> Any:
        """Decode as JSON. Raises UserFault when it is not JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise _unreadable(self.name, "un fichier JSON entier et valide") from error


def read_raw(path: Path) -> RawFile:
    """Read one file, unzipped when its name ends with .gz. Raises UserFault."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise UserFault.single(
            "le fichier ne peut pas être lu", value=str(path), expected="un fichier lisible"
        ) from error
    if raw is None:
        raise _too_big(path.name)
    content = _gunzip(raw, path.name) if path.suffix == ".gz" else raw
    return _raw_file(path.name.removesuffix(".gz"), content)


def read_named(path: Path, names: tuple[str, ...]) -> dict[str, RawFile]:
    """Files called `names` inside a folder or a .tgz; absent ones are left out.

    A folder is searched at its root then in `data/`, where the npm package keeps its files.
    """
    if path.is_dir():
        return _read_folder(path, names)
    return _read_archive(path, names)


def _read_folder(path: Path, names: tuple[str, ...]) -> dict[str, RawFile]:
    found: dict[str, RawFile] = {}
    for name in names:
        places = [base / (name + end) for base in (path, path / "data") for end in ("", ".gz")]
        first = next((p for p in places if p.is_file()), None)
        if first is not None:
            found[name] = read_raw(first)
    return found


def _read_archive(path: Path, names: tuple[str, ...]) -> dict[str, RawFile]:
    found: dict[str, RawFile] = {}
    raw = read_raw(path)
    content = _gunzip(raw.content, path.name) if path.suffix == ".tgz" else raw.content
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name.removesuffix(".gz")
                if name not in names or name in found or not member.isfile():
                    continue
                if member.size > MAX_BYTES:
                    raise _too_big(member.name)
                handle = archive.extractfile(member)
                packed = handle.read() if handle else b""
                is_zipped = member.name.endswith(".gz")
                content = _gunzip(packed, member.name) if is_zipped else packed
                found[name] = _raw_file(name, content)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise _unreadable(path.name, "un dossier ou une archive npm .tgz") from error
    return found


def _raw_file(name: str, content: bytes) -> RawFile:
    return RawFile(name=name, content=content, sha256=hashlib.sha256(content).hexdigest())


def _gunzip(raw: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(name, "un fichier gzip entier") from error
    if len(content) > MAX_BYTES:
        raise _too_big(name)
    return content


def _unreadable(name: str, expected: str) -> UserFault:
    return UserFault.single(
        "le contenu du fichier est illisible", expected=expected, place=Place(file=name)
    )


def _too_big(name: str) -> UserFault:
    return UserFault.single(
        "le fichier est trop gros",
        expected=f"au plus {MAX_BYTES // 1_000_000} Mo une fois décompressé",
        place=Place(file=name),
    )
