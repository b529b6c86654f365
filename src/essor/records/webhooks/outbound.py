"""One POST to the outside: pinned address, no redirection, a deadline, a short answer read."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.records.webhooks.addresses import Resolve, Target, addresses_of, resolve_name

DEADLINE_S = 15.0  # Standard Webhooks recommends 15 to 30 s; the queue waits meanwhile
READ_BYTES = 2048
EXCERPT_LENGTH = 500
Addresses = Callable[[Target, Resolve], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. status : None when nobody answered, ``fault`` then says why."""

    status: int | None = None
    duration_ms: int = 0
    excerpt: str = ""
    fault: str = ""
    retry_after_s: int | None = None

    @property
    def is_success(self) -> bool:
        """Tell whether the message was taken: any 2xx, and nothing else."""
        return self.status is not None and 200 <= self.status < 300


class _Pinned(http.client.HTTPConnection):
    """Connects to an address chosen beforehand, while asking for the name, in TLS too."""

    def __init__(
        self, target: Target, addresses: Sequence[str], context: ssl.SSLContext, timeout_s: float
    ) -> None:
        super().__init__(target.host, target.port, timeout=timeout_s)
        self.default_port = 443 if target.scheme == "https" else 80  # silent in the Host header
        self._target, self._addresses, self._context = target, addresses, context

    def connect(self) -> None:
        """Try each address in turn. Raises OSError."""
        raw = _first_open(self._addresses, self.port, float(self.timeout or DEADLINE_S))
        self.sock = raw
        if self._target.scheme == "https":
            self.sock = self._context.wrap_socket(
                raw, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()  # once the deadline can reach the socket


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolve: Resolve = resolve_name,
    addresses: Addresses = addresses_of,
    context: ssl.SSLContext | None = None,
    deadline_s: float = DEADLINE_S,
) -> Reply:
    """Send a message and return what came back; never raises for what the outside does."""
    start = time.monotonic()

    def spent() -> int:
        return round(1000 * (time.monotonic() - start))

    try:
        found = addresses(target, resolve)
    except UserFault as error:
        return Reply(fault=error.faults[0].message, duration_ms=spent())
    connection = _Pinned(target, found, context or ssl.create_default_context(), deadline_s)
    try:
        with _cut_after(connection, deadline_s):
            connection.request("POST", target.path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            text = answer.read(READ_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = spent() >= 1000 * deadline_s
        return Reply(fault=_said(error, is_late=is_late), duration_ms=spent())
    finally:
        connection.close()
    return Reply(
        status=answer.status,
        duration_ms=spent(),
        excerpt=readable(text),
        retry_after_s=_seconds(answer.headers.get("Retry-After")),
    )


def readable(text: bytes) -> str:
    """Return the beginning of an answer as text that a page may show and a database keep."""
    said = text.decode("utf-8", "replace")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in said)[:EXCERPT_LENGTH]


def _first_open(addresses: Sequence[str], port: int, timeout_s: float) -> socket.socket:
    """Connect to the first address that answers, the time shared between them."""
    fault: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout_s / len(addresses))
        except OSError as error:
            fault = error
    raise fault


@contextmanager
def _cut_after(connection: _Pinned, deadline_s: float) -> Iterator[None]:
    """Close the connection when the time is up: a timeout alone starts again at each byte."""

    def cut() -> None:
        if connection.sock is not None:
            try:
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)  # not the polite one
            except OSError:
                return  # already closed by the other side

    timer = threading.Timer(deadline_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _seconds(header: str | None) -> int | None:
    """Read a Retry-After in seconds; the form with a date is left aside."""
    return int(header) if header and header.isascii() and header.isdigit() else None


def _said(error: Exception, *, is_late: bool) -> str:
    if is_late or isinstance(error, TimeoutError):
        return "Pas de réponse à temps."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"Le certificat du serveur n'est pas valable ({error.verify_message})."[:300]
    if isinstance(error, ssl.SSLError):
        return "La connexion chiffrée n'a pas pu s'établir."
    if isinstance(error, ConnectionRefusedError):
        return "Le serveur refuse la connexion."
    if isinstance(error, http.client.HTTPException):
        return "La réponse du serveur ne se lit pas."
    return f"Le serveur n'a pas pu être joint ({type(error).__name__})."
