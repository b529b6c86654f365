"""Which addresses a message may go to: public ones, by https; this machine in a demonstration.

A person types the address that the server then calls: without this, she could have it call the
private network of the host (server-side request forgery, OWASP). The name is resolved once, every
address it gives is judged, and the connection goes to one of those and to nothing else.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from essor.foundations.errors import UserFault
from essor.foundations.internet import Ip, is_public

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that receives, taken apart. is_local : this machine, in a demonstration."""

    scheme: str
    host: str
    port: int
    path: str
    is_local: bool = False


def read_target(url: str, *, is_demonstration: bool) -> Target:
    """Take an address apart. Raises UserFault for one to which nothing may be sent."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _refused("Cette adresse ne se lit pas.", url) from error
    if not host or not url.isascii() or any(char <= " " or char == "\x7f" for char in url):
        raise _refused("Cette adresse ne se lit pas.", url)
    if parts.username is not None or parts.password is not None:
        raise _refused("Une adresse ne porte ni nom ni mot de passe.", url)
    is_local = is_demonstration and parts.scheme == "http" and host in LOOPBACK_NAMES
    if parts.scheme != "https" and not is_local:
        raise _refused("Un webhook part par https.", url)
    if not is_local and (address := _literal(host)) is not None and not is_public(address):
        raise _refused("Cette adresse est celle d'un réseau privé.", url)
    if not is_local and "." not in host and ":" not in host:
        raise _refused("Ce nom ne se lit que sur un réseau privé.", url)
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or (443 if parts.scheme == "https" else 80),
        path=f"{path}?{parts.query}" if parts.query else path,
        is_local=is_local,
    )


def addresses_of(target: Target, resolve: Resolve) -> list[str]:
    """Return the addresses to try. Raises UserFault when one of them may not be called."""
    try:
        found = list(dict.fromkeys(resolve(target.host, target.port)))
    except OSError as error:
        raise _refused("Ce nom de serveur ne mène à aucune adresse.", target.host) from error
    if not found:
        raise _refused("Ce nom de serveur ne mène à aucune adresse.", target.host)
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not (address.is_loopback if target.is_local else is_public(address)):
            raise _refused("Ce nom mène à l'adresse d'un réseau privé.", target.host)
    return found


def resolve_name(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name. Raises OSError."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _literal(host: str) -> Ip | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _refused(message: str, value: str) -> UserFault:
    return UserFault.single(
        message,
        field="url",
        value=value[:200],
        expected="une adresse publique, https://recepteur.exemple.fr/essor",
        code="adresse",
    )
