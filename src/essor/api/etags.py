"""Which version the client read: no useless answer, no lost update.

An ETag is « version-digest »: the version of the row (or the mark of a list), then a digest of the
very bytes. Reading compares it whole; writing compares the version, which is what may be lost.
"""

import hashlib
import re

from django.http import HttpRequest

from essor.api.problem import Refusal

ETAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')
ANY = "*"
DIGEST_LENGTH = 20


def etag_of(body: bytes, version: object = None) -> str:
    """Return the strong validator of an answer."""
    digest = hashlib.sha256(body).hexdigest()[:DIGEST_LENGTH]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Tell whether the client already holds this very answer."""
    asked = request.headers.get("If-None-Match", "")
    return asked.strip() == ANY or etag.strip('"') in _values(asked)


def require_version(request: HttpRequest, current: object) -> None:
    """Raise Refusal unless the client read the version that stands: 428 unsaid, 412 stale."""
    asked = request.headers.get("If-Match")
    if asked is None:
        raise Refusal(
            428, "Relire l'élément, puis envoyer son ETag dans l'en-tête If-Match ; « * » écrase."
        )
    if asked.strip() == ANY:
        return
    versions = {value.rpartition("-")[0] for value in _values(asked)}
    if str(current) not in versions:
        raise Refusal(412, "Relire l'élément : sa version actuelle est dans « etat_actuel ».")


def _values(header: str) -> list[str]:
    return [found.group(1) for found in ETAG.finditer(header)]
