"""Call a producer's server: https, public addresses only, redirections judged one by one.

A redirection, or a name that changes its mind, could lead to a machine of the private network: the
address is judged once the connection is made, before a single byte is sent.
"""

import ipaddress
import socket
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from essor import __version__
from essor.foundations.errors import UserFault
from essor.foundations.internet import is_public

REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTIONS = 5
HEADERS = {
    # Bytes are counted and resumed: they must be those of the file, not of its compression.
    "Accept-Encoding": "identity",
    "User-Agent": f"Essor/{__version__} (observatoire des Territoires d'industrie)",
}


class PrivateAddressError(Exception):
    """The connection leads to a machine that is not of the public internet."""


def _judged(sock: socket.socket) -> socket.socket:
    text = str(sock.getpeername()[0]).partition("%")[0]
    if is_public(ipaddress.ip_address(text)):
        return sock
    sock.close()
    raise PrivateAddressError(text)


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _judged(super()._new_conn())


class _LoopbackHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        if ipaddress.ip_address(sock.getpeername()[0]).is_loopback:
            return sock
        sock.close()
        raise PrivateAddressError("http")


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _LoopbackPool(HTTPConnectionPool):
    ConnectionCls = _LoopbackHTTP


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """How producers are called.

    is_loopback_allowed : http towards this machine itself, for tests and local mirrors
    timeout_s : silence after which a connection is given up
    proxy_for : gives the proxy of a host, None for a direct connection
    """

    is_loopback_allowed: bool = False
    timeout_s: float = 30.0
    proxy_for: Callable[[str], str | None] = lambda host: system_proxy(host)
    _managers: dict[str | None, urllib3.PoolManager] = field(default_factory=dict, repr=False)

    def get(self, href: str, headers: Mapping[str, str] | None = None) -> "Answer":
        """Send a request, follow redirections, return the answer with its body unread.

        Raises UserFault for an address that may not be called, urllib3's HTTPError and
        PrivateAddressError when no answer comes.
        """
        for _ in range(MOST_REDIRECTIONS + 1):
            check_address(href, is_loopback_allowed=self.is_loopback_allowed)
            answer = self._once(href, {**HEADERS, **(headers or {})})
            to = answer.headers.get("Location")
            if answer.status not in REDIRECTIONS or not to:
                return Answer(answer, href)
            answer.close()
            href = urljoin(href, to)
        raise UserFault.single(
            "L'adresse renvoie sans fin à une autre.", value=href, code="adresse_sans_fin"
        )

    def _once(self, href: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        return self._manager(urlsplit(href).hostname or "").request(
            "GET", href, headers=headers, redirect=False, retries=False, preload_content=False,
            decode_content=False, timeout=urllib3.Timeout(self.timeout_s),
        )  # fmt: skip

    def _manager(self, host: str) -> urllib3.PoolManager:
        proxy = self.proxy_for(host)
        if proxy not in self._managers:
            self._managers[proxy] = _manager(proxy)
        return self._managers[proxy]


class Answer:
    """An answer whose body is read by pieces. href : where it came from, redirections followed."""

    def __init__(self, raw: urllib3.BaseHTTPResponse, href: str) -> None:
        """Hold the answer; whoever receives it closes it."""
        self.raw = raw
        self.href = href
        self.status = raw.status
        self.headers = raw.headers

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: Any) -> None:
        self.raw.close()

    @property
    def is_encoded(self) -> bool:
        """Tell whether the server compressed the file though it was asked not to."""
        return self.headers.get("Content-Encoding", "identity").lower() not in ("", "identity")


def check_address(href: str, *, is_loopback_allowed: bool = False) -> None:
    """Raise UserFault for an address that is not https towards the public internet."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    address = _literal(host)
    is_loopback = host == "localhost" or (address is not None and address.is_loopback)
    if is_loopback and is_loopback_allowed:
        return
    if parts.scheme != "https":
        raise _refused("Un fichier ne se télécharge que par https.", href)
    if parts.username is not None or parts.password is not None:
        raise _refused("Une adresse ne porte ni nom ni mot de passe.", href)
    if is_loopback or "." not in host.strip(".") or (address and not is_public(address)):
        raise _refused("Cette adresse est celle d'un réseau privé.", href)


def _manager(proxy: str | None) -> urllib3.PoolManager:
    if proxy:  # the proxy of the house calls in our place, and has its own rules
        return urllib3.ProxyManager(proxy)
    manager = urllib3.PoolManager()
    manager.pool_classes_by_scheme = {"https": _PublicPool, "http": _LoopbackPool}
    return manager


def system_proxy(host: str) -> str | None:
    """Return the proxy that this machine uses for a host (HTTPS_PROXY, NO_PROXY)."""
    if urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get("https")


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _refused(message: str, href: str) -> UserFault:
    return UserFault.single(
        message, value=href, expected="une adresse publique en https", code="adresse_refusee"
    )
