"""One file, from an address to a path: only what changed, resumed where it was cut, whole or not.

The bytes go to a partial file, with the version they belong to; the file takes its name at once,
when its length is right and its checksum agrees. A version that changes in between starts again.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import urllib3

from essor.observatory.download import refusals
from essor.observatory.download.caller import Answer, Caller, PrivateAddressError
from essor.observatory.download.insisting import is_passing, wait_or_give_up
from essor.observatory.download.kept import (
    Kept,
    digest_of,
    manifest_of,
    partial_of,
    read_kept,
    write_kept,
)
from essor.observatory.download.patience import Patience

BLOCK = 1 << 18
MOST_BYTES = 12_000_000_000  # four times the biggest file of the catalogue
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """A checksum that the producer publishes. algorithm : sha1, sha256 or md5."""

    algorithm: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to bring.

    path : where it goes, under a name of ours ; most_bytes : refused beyond
    checksum : asks the producer for its checksum, once the bytes are here
    is_page : a page for people is what one wants
    on_progress : bytes here, bytes in all when they are known
    """

    href: str
    path: Path
    at: datetime
    most_bytes: int = MOST_BYTES
    checksum: Callable[[], Checksum | None] = lambda: None
    is_page: bool = False
    on_progress: Progress = field(default=lambda _here, _all: None)


class _Again(Exception):
    """Start from the first byte: what is here does not belong to what is there."""


def fetch(wanted: Wanted, *, caller: Caller, patience: Patience) -> tuple[Kept, bool]:
    """Bring a file; return what is known of it, and whether it changed.

    Raises UserFault when it does not come whole. The file that was there before then stays.
    """
    wanted.path.parent.mkdir(parents=True, exist_ok=True)
    attempt = 0
    while True:
        here, retry_after = _size(wanted), ""
        error: Exception | None = None
        status = 0
        try:
            with caller.get(wanted.href, _conditions(wanted)) as answer:
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
                if not is_passing(status):
                    return _taken(wanted, answer)
        except _Again:
            _forget(wanted)
            manifest_of(wanted.path).unlink(missing_ok=True)
        except (urllib3.exceptions.HTTPError, PrivateAddressError) as cut:
            error = cut
        attempt = 1 if _size(wanted) > here else attempt + 1
        wait_or_give_up(
            wanted.href, patience, attempt=attempt, error=error, status=status,
            retry_after=retry_after,
        )  # fmt: skip


def _conditions(wanted: Wanted) -> dict[str, str]:
    """Return the headers that spare bytes: the rest of a partial file, else only a new version."""
    begun = _begun(wanted)
    if begun is not None:
        size = partial_of(wanted.path).stat().st_size
        return {"Range": f"bytes={size}-", "If-Range": begun.validator}
    kept = _known(wanted)
    if kept is None:
        return {}
    found = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in found.items() if value}


def _known(wanted: Wanted) -> Kept | None:
    kept = read_kept(wanted.path)
    return kept if kept is not None and kept.href == wanted.href else None


def _begun(wanted: Wanted) -> Kept | None:
    begun = read_kept(partial_of(wanted.path))
    is_same = begun is not None and begun.href == wanted.href and bool(begun.validator)
    return begun if is_same and _size(wanted) else None


def _size(wanted: Wanted) -> int:
    partial = partial_of(wanted.path)
    return partial.stat().st_size if partial.exists() else 0


def _forget(wanted: Wanted) -> None:
    partial = partial_of(wanted.path)
    partial.unlink(missing_ok=True)
    manifest_of(partial).unlink(missing_ok=True)


def _taken(wanted: Wanted, answer: Answer) -> tuple[Kept, bool]:
    kept = _known(wanted)
    if answer.status == 304 and kept is not None and digest_of(wanted.path) == kept.sha256:
        return kept, False
    if answer.status in (304, 416):  # of a file that we do not have, or have too much of
        raise _Again
    if answer.status not in (200, 206):
        raise refusals.refused(wanted.href, answer.status)
    if not wanted.is_page and answer.headers.get("Content-Type", "").startswith("text/html"):
        raise refusals.not_a_file(wanted.href)
    start, total = _extent(wanted, answer)
    _check_room(wanted, start, total)
    begun = replace(_version(answer), href=wanted.href)
    _write(wanted, answer, begun, start, total)
    return _finish(wanted, begun, kept)


def _version(answer: Answer) -> Kept:
    return Kept(
        href=answer.href, etag=answer.headers.get("ETag", ""),
        last_modified=answer.headers.get("Last-Modified", ""),
    )  # fmt: skip


def _extent(wanted: Wanted, answer: Answer) -> tuple[int, int | None]:
    """Return the byte at which the body starts, and the length of the whole file if it is told."""
    is_asked = _size(wanted) > 0
    # Hub'Eau answers 206 to say that other pages follow, though nobody asked for a range.
    if answer.status == 200 or (not is_asked and "Content-Range" not in answer.headers):
        length = answer.headers.get("Content-Length", "")
        return 0, int(length) if length.isdecimal() and not answer.is_encoded else None
    told = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    is_next = told is not None and int(told[1]) == _size(wanted) and not answer.is_encoded
    begun = _begun(wanted)
    # A server that forgets If-Range would graft the end of one version on another's beginning.
    if (
        told is None
        or not is_next
        or begun is None
        or begun.validator != _version(answer).validator
    ):
        raise _Again
    return int(told[1]), int(told[2]) if told[2].isdecimal() else None


def _check_room(wanted: Wanted, start: int, total: int | None) -> None:
    if total is None:
        return
    if total > wanted.most_bytes:
        raise refusals.too_big(wanted.href, wanted.most_bytes)
    free = shutil.disk_usage(wanted.path.parent).free
    if total - start > free:
        raise refusals.no_room(wanted.href, total - start, free)


def _write(wanted: Wanted, answer: Answer, begun: Kept, start: int, total: int | None) -> None:
    partial = partial_of(wanted.path)
    here = start
    with partial.open("ab" if start else "wb") as out:
        # Without a validator, or compressed on the way, what is cut starts again from nothing.
        write_kept(
            partial, replace(begun, etag="", last_modified="") if answer.is_encoded else begun
        )
        for block in answer.raw.stream(BLOCK, decode_content=answer.is_encoded):
            here += len(block)
            if here > wanted.most_bytes:
                _forget(wanted)
                raise refusals.too_big(wanted.href, wanted.most_bytes)
            out.write(block)
            wanted.on_progress(here, total)
    if total is not None and here != total:
        raise _Again


def _finish(wanted: Wanted, begun: Kept, before: Kept | None) -> tuple[Kept, bool]:
    partial = partial_of(wanted.path)
    published = wanted.checksum()
    if published is not None:
        found = digest_of(partial, published.algorithm)
        if found != published.value.lower():
            _forget(wanted)
            raise refusals.wrong_checksum(wanted.href, found, published.value)
    kept = replace(
        begun, bytes=partial.stat().st_size, sha256=digest_of(partial),
        fetched_at=wanted.at.isoformat(),
        checked_by=f"{published.algorithm} {published.value.lower()}" if published else "",
    )  # fmt: skip
    partial.replace(wanted.path)
    write_kept(wanted.path, kept)
    manifest_of(partial).unlink(missing_ok=True)
    return kept, before is None or before.sha256 != kept.sha256
