"""One call to a routing server: deadline, no redirection, a few attempts, French faults."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from essor import __version__
from essor.foundations.errors import UserFault
from essor.records.terres_distances.calls import Answer, Call

TIMEOUT_S = 60.0
WAITS_S = (0.5, 2.0)  # before the second and the third attempt
MOST_BYTES = 64 * 1024 * 1024
PASSING = frozenset({429, 500, 502, 503, 504})


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirection would send the coordinates to a server that nobody chose."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing: the answer is then the redirection itself."""


# No proxy either: the address written is the address called.
_OPENER = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def fetch_json(
    call: Call, *, timeout_s: float = TIMEOUT_S, sleep: Callable[[float], None] = time.sleep
) -> Answer:
    """Return the answer to a call, good or bad, as JSON.

    Tries again what may pass: a cut connection, 429, 5xx. Raises UserFault when no answer comes,
    or when it is not JSON.
    """
    for wait_s in WAITS_S:
        try:
            status, raw = _once(call, timeout_s)
        except (OSError, http.client.HTTPException):
            sleep(wait_s)
            continue
        if status not in PASSING:
            return _as_json(call, status, raw)
        sleep(wait_s)
    try:
        return _as_json(call, *_once(call, timeout_s))
    except (OSError, http.client.HTTPException) as error:
        raise UserFault.single(
            f"le serveur d'itinéraires ne répond pas, après {len(WAITS_S) + 1} essais",
            value=f"{_server(call)} : {_said(error, timeout_s)}",
            expected="un serveur en marche à cette adresse",
            code="itineraires_injoignables",
        ) from error


def _once(call: Call, timeout_s: float) -> tuple[int, bytes]:
    """Send the request; return the status and the body. Raises OSError, HTTPException."""
    headers = {"Accept": "application/json", "User-Agent": f"Essor/{__version__}"}
    body = None
    if call.body is not None:
        body = json.dumps(call.body, allow_nan=False).encode()
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(call.url, data=body, headers=headers)
    try:
        with _OPENER.open(request, timeout=timeout_s) as answer:
            return answer.status, answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(MOST_BYTES + 1)


def _as_json(call: Call, status: int, raw: bytes) -> Answer:
    try:
        if len(raw) > MOST_BYTES:
            raise ValueError("answer too long")
        return Answer(status=status, data=json.loads(raw.decode("utf-8")))
    except ValueError as error:
        raise UserFault.single(
            "la réponse du serveur d'itinéraires n'est pas du JSON",
            value=f"{_server(call)} : code {status}, {raw[:120].decode('utf-8', 'replace')}",
            expected="l'adresse de base d'un serveur OSRM ou Valhalla",
            code="itineraires_illisibles",
        ) from error


def _server(call: Call) -> str:
    return "/".join(call.url.split("/")[:3])


def _said(error: Exception, timeout_s: float) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return f"pas de réponse en {timeout_s:g} s"
    if isinstance(reason, ConnectionRefusedError):
        return "connexion refusée"
    return str(reason) or type(error).__name__
