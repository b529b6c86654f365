"""Tell one set of producers' files from another without reading a great one to its end."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from essor.observatory.geojson import parts_of
from essor.observatory.source import SourceDescription

BLOCK = 1 << 20
SAMPLED = 64  # blocks read of a great file, the first and the last among them


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


def fingerprint(source: SourceDescription, files: Mapping[str, Path]) -> str:
    """Digest the files and what is done to them, so that a new rule is a new version.

    A streamed file of more than 64 Mio is told by its size, the instant of its last change and 64
    blocks of 1 Mio spread over it. Copied or downloaded again it is another version, loaded again
    for nothing at worst; to pass for the same, a changed file would need the same size, the same
    instant to the nanosecond and the same 64 blocks.
    """
    digest = hashlib.sha256()
    for path in sorted(source.folder.glob("*.*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.name.encode() + path.read_bytes())
    streamed = {one.role for one in source.files if one.is_streamed}
    for role in sorted(files):
        digest.update(role.encode())
        for part in parts_of(files[role]):
            _add(digest, part, is_streamed=role in streamed)
    return digest.hexdigest()[:16]


def _add(digest: _Digest, path: Path, *, is_streamed: bool) -> None:
    state = path.stat()
    last = state.st_size - BLOCK
    with path.open("rb") as stream:
        if is_streamed and state.st_size > SAMPLED * BLOCK:
            digest.update(f"{state.st_size}:{state.st_mtime_ns};".encode())
            for number in range(SAMPLED):
                stream.seek(last * number // (SAMPLED - 1))
                digest.update(stream.read(BLOCK))
            return
        while block := stream.read(BLOCK):
            digest.update(block)
