"""What is known of a file brought here: where it came from, which version, its checksum."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file, or the beginning of one (then its checksum is empty).

    etag, last_modified : as the server wrote them, empty when it did not
    fetched_at : ISO 8601 instant ; checked_by : checksum of the producer that agreed, or empty
    """

    href: str
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    sha256: str = ""
    fetched_at: str = ""
    checked_by: str = ""

    @property
    def validator(self) -> str:
        """Return what tells that the file is byte for byte the same, empty when nothing does.

        A weak ETag (RFC 9110, 8.8.1) promises the same meaning only: no file is resumed on it.
        """
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


def manifest_of(path: Path) -> Path:
    """Return where the manifest of a file is; no producer's name begins with a dot."""
    return path.with_name(f".{path.name}.json")


def partial_of(path: Path) -> Path:
    """Return where the beginning of a file waits for its end."""
    return path.with_name(f".{path.name}.partiel")


def read_kept(path: Path) -> Kept | None:
    """Return what is known of a file, None when it is absent, or not what was written."""
    try:
        data: dict[str, Any] = json.loads(manifest_of(path).read_text(encoding="utf-8"))
        kept = Kept(**data)
        size = path.stat().st_size
    except (OSError, ValueError, TypeError):
        return None
    return kept if not kept.sha256 or size == kept.bytes else None


def write_kept(path: Path, kept: Kept) -> None:
    """Write the manifest of a file, at once."""
    temporary = path.with_name(f".{path.name}.nouveau")
    temporary.write_text(json.dumps(asdict(kept), indent=1, sort_keys=True), encoding="utf-8")
    os.replace(temporary, manifest_of(path))


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    """Return the hexadecimal checksum of a file."""
    digest = hashlib.new(algorithm)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
