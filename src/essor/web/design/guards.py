"""What every request and every answer goes through, whatever the page."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from essor.foundations.errors import Fault

Answer = Callable[[HttpRequest], HttpResponse]
TOO_LARGE = 413


class GuardMiddleware:
    """Refuses bodies that no form needs; keeps pages of signed-in people out of shared caches.

    Django limits fields but writes files of any size to the disk, before any view and for
    anybody: the announced length is checked first. A body without a length is read as empty.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse before a byte of the body is read."""
        if body_length(request) > settings.ESSOR_MAX_BODY_BYTES:
            return _too_large(request)
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and _is_signed_in(request):
            patch_cache_control(response, private=True, no_cache=True)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def body_length(request: HttpRequest) -> int:
    """Return the announced length of the body, in bytes."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def client_address(request: HttpRequest) -> str:
    """Return who is asking, as the lock on wrong passwords counts tries.

    ``X-Forwarded-For`` is believed only from a proxy on this machine or named by
    ``ESSOR_PROXIES``, and only its last entry, the one that proxy wrote: anybody can
    send the others.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    last = forwarded.rpartition(",")[2].strip()
    return last if _is_address(last) and _is_proxy(peer) else peer


def _is_proxy(peer: str) -> bool:
    if not peer:  # a Unix socket
        return True
    return peer in settings.ESSOR_PROXIES or (
        _is_address(peer) and ipaddress.ip_address(peer).is_loopback
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.ESSOR_MAX_BODY_BYTES // 1024**2
    fault = Fault(
        message="L'envoi est trop gros.", expected=f"{limit}\u00a0Mio au plus", code="taille"
    )
    context = {"faults": (fault,), "status": TOO_LARGE}
    return render(request, "design/faute.html", context, status=TOO_LARGE)
