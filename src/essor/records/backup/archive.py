"""The archive on disk: a ZIP of JSON lines and files, each with its digest in the manifest.

Reading trusts nothing: sizes, digests and names are checked before a row is believed.
"""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.records.backup.manifest import NAME, Manifest, Member, parse_manifest

CHUNK_BYTES = 1024 * 1024
MANIFEST_LIMIT_BYTES = 64 * 1024 * 1024
LINE_LIMIT_BYTES = 64 * 1024 * 1024  # a row is read whole: one endless line must not fill memory
PRIVATE = 0o600
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class ArchiveWriter:
    """Adds members one by one; the manifest comes last."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: list[Member] = []

    def add_rows(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write one table, a JSON object per line."""
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"

        member = self._add(f"donnees/{kind}.jsonl", lines())
        self._members.append(replace(member, rows=count))

    def add_file(self, digest: str, path: Path) -> None:
        """Copy one uploaded file, kept under its digest."""
        with path.open("rb") as stream:
            self._members.append(self._add(f"fichiers/{digest}", chunks(stream)))

    def finish(self, manifest: Manifest) -> Manifest:
        """Write the manifest with every member added; return it."""
        whole = replace(manifest, members=tuple(self._members))
        self._add(NAME, iter([whole.to_json().encode()]))
        return whole

    def _add(self, name: str, parts: Iterator[bytes]) -> Member:
        info = zipfile.ZipInfo(name)  # dated 1980: the same content makes the same bytes
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = PRIVATE << 16
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as stream:
            for part in parts:
                digest.update(part)
                size += len(part)
                stream.write(part)
        return Member(name=name, sha256=digest.hexdigest(), size_bytes=size)


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Make an archive, readable by its owner only; nothing appears at ``path`` on failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.en-cours")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            yield ArchiveWriter(archive)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


class ArchiveReader:
    """Reads members that the manifest names."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def verify(self, faults: FaultGatherer) -> None:
        """Gather every member that is missing, unexpected, altered or unreadable."""
        names = self._archive.namelist()
        expected = {member.name for member in self.manifest.members} | {NAME}
        for name in sorted({name for name in names if names.count(name) > 1}):
            _fault(faults, name, "Le membre est en double dans l'archive.")
        for name in sorted(set(names) - expected):
            _fault(faults, name, "Le membre n'est pas au manifeste.")
        for member in self.manifest.members:
            if member.name not in names:
                _fault(faults, member.name, "Le membre manque dans l'archive.")
            elif self._archive.getinfo(member.name).file_size != member.size_bytes:
                _fault(faults, member.name, "La taille ne correspond pas au manifeste.")
            else:
                self._verify_member(member, faults)

    def require_room(self, folder: Path) -> None:
        """Raise UserFault when the unpacked archive would not fit on the disk of a folder."""
        wanted = sum(member.size_bytes for member in self.manifest.members)
        free = shutil.disk_usage(folder).free
        if wanted > free:
            raise UserFault.single(
                "L'archive dépliée ne tient pas sur le disque.",
                value=f"{wanted // 1024**2}\u00a0Mio, pour {free // 1024**2}\u00a0Mio libres",
                expected="plus de place, ou une archive de «\u00a0essor sauvegarder\u00a0»",
                code="place",
            )

    def rows(self, member: Member) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row with its line number. Raises UserFault on a line that is not one."""
        with self._archive.open(member.name) as stream:
            lines = iter(lambda: stream.readline(LINE_LIMIT_BYTES), b"")
            for number, line in enumerate(lines, start=1):
                yield number, _row(line, member.name, number)

    def copy_file(self, member: Member, target: Path) -> None:
        """Put an uploaded file in its place, whole or not at all."""
        fresh = target.with_name(f".depot-{target.name}")
        try:
            with self._archive.open(member.name) as stream, fresh.open("wb") as out:
                shutil.copyfileobj(stream, out, CHUNK_BYTES)
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)

    def _verify_member(self, member: Member, faults: FaultGatherer) -> None:
        digest, size = hashlib.sha256(), 0
        try:
            with self._archive.open(member.name) as stream:
                for part in chunks(stream):
                    size += len(part)
                    if size > member.size_bytes:
                        break  # larger than announced: no need to unpack the rest
                    digest.update(part)
        except UNREADABLE as error:
            _fault(faults, member.name, "Le membre est illisible.", str(error))
            return
        if size != member.size_bytes or digest.hexdigest() != member.sha256:
            _fault(faults, member.name, "Le contenu ne correspond pas à son empreinte.")


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive by its manifest. Raises UserFault when it is not one of ours."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UserFault.single(
            "L'archive est illisible ou tronquée."
            if path.is_file()
            else "Il n'y a pas d'archive à cet endroit.",
            place=Place(file=path.name),
            value=str(path),
            expected="une archive complète produite par «\u00a0essor sauvegarder\u00a0»",
            code="illisible",
        ) from error
    with archive:
        try:
            with archive.open(NAME) as stream:
                text = stream.read(MANIFEST_LIMIT_BYTES).decode()
        except (KeyError, UnicodeDecodeError, *UNREADABLE) as error:
            raise UserFault.single(
                "Le manifeste de la sauvegarde est absent ou illisible.",
                place=Place(file=path.name),
                expected=f"une archive qui contient {NAME}",
                code="manifeste",
            ) from error
        yield ArchiveReader(archive, parse_manifest(text))


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream piece by piece."""
    while part := stream.read(CHUNK_BYTES):
        yield part


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for part in chunks(stream):
            digest.update(part)
    return digest.hexdigest()


def _row(line: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise UserFault.single(
            "La ligne n'est pas un objet JSON.",
            place=Place(file=name, field=f"ligne {number}"),
            code="ligne",
        )
    return row


def _fault(faults: FaultGatherer, name: str, message: str, value: str | None = None) -> None:
    faults.add_message(message, place=Place(file=name), value=value, code="membre")
