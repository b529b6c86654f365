"""A demonstration answers to its own machine only, whatever server was put in front of it."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
REFUSAL = (
    "Cet espace est une démonstration : il ne répond qu'à la machine où il est installé, car ses "
    "mots de passe sont publics.\n"
)


class LoopbackOnly:
    """Refuses every request that comes from another machine, before Django sees it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass a local request on; answer 403 to the others."""
        if is_loopback(environ.get("REMOTE_ADDR", "")):
            return self.application(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [REFUSAL.encode()]


def is_loopback(address: str) -> bool:
    """Tell whether a peer is this machine; a Unix socket has no address and is."""
    if not address:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
