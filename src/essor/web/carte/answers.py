"""Open data sent once and kept: compressed, with a mark that changes when it does."""

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

JSON = "application/json"
GEOJSON = "application/geo+json"
KEPT_S = 60
ONE_YEAR_S = 365 * 24 * 3600


def packed_json(body: Mapping[str, Any]) -> bytes:
    """Write and compress: nothing here is private, so nothing can be guessed from its length."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)


def mark_of(*what: str) -> str:
    """Return a short mark of what an answer is made of."""
    return sha256("\0".join(what).encode()).hexdigest()[:20]


def compressed_answer(
    request: HttpRequest, content: bytes, *, kind: str, version: str
) -> HttpResponse:
    """Send compressed content, or say that the reader already has it.

    An address that names the version (`v`) is kept for a year; another is asked again.
    """
    is_named = request.GET.get("v") == version
    tag = f'"{version}"'
    answer: HttpResponse
    if tag in (part.strip().removeprefix("W/") for part in _asked(request)):
        answer = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(content, content_type=kind)
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer = HttpResponse(gzip.decompress(content), content_type=kind)
    kept = f"max-age={ONE_YEAR_S}, immutable" if is_named else f"max-age={KEPT_S}"
    answer.headers["Cache-Control"] = f"public, {kept}"
    answer.headers["ETag"] = tag
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _asked(request: HttpRequest) -> list[str]:
    return request.headers.get("If-None-Match", "").split(",")
