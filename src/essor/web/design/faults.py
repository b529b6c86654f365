"""Faults on screen: the person's own, listed whole; ours, with a reference number."""

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essor.foundations.errors import Fault, UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.journal.actions import Conflict

logger = logging.getLogger("essor.faults")

# What a refused form never shows again: secrets, and the machinery of the form itself.
SECRETS = ("csrf", "pass", "secret", "code", "token", "version", "empreinte", "_FORMS")
SHORT = 12


class FaultMiddleware:
    """Turns a ``UserFault`` that no form caught into a 4xx page that lists everything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render the person's faults; leave bugs to ``server_error``."""
        if not isinstance(error, UserFault):
            return None
        status = status_of(error)
        return render(
            request, "design/faute.html", {"faults": error.faults, "status": status}, status=status
        )


def status_of(error: UserFault) -> int:
    """Return the HTTP status that says what kind of fault it is."""
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, Conflict):
        return 409
    return 400


def server_error(request: HttpRequest) -> HttpResponse:
    """Show a reference number that the log holds too."""
    reference = secrets.token_hex(4)
    # %a: an address may hold line ends, which must not write lines of their own in the log
    logger.error("server error shown with reference %s on %a", reference, request.path)
    return render(request, "design/erreur.html", {"reference": reference}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse what no browser sends by itself: a wrong host name, a forged field count."""
    fault = Fault(message="La demande est incorrecte.", code="demande")
    return render(request, "design/faute.html", {"faults": (fault,), "status": 400}, status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what to do when an address leads nowhere."""
    return render(request, "design/introuvable.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why a form was refused."""
    return render(request, "design/refuse.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old, that nothing was written, and give the text back."""
    context = {"csrf": True, "typed": typed_texts(request)}
    return render(request, "design/refuse.html", context, status=403)


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts of a refused form, for the person to copy; never a secret."""
    return [
        value
        for name, values in request.POST.lists()
        if not any(word in name for word in SECRETS)
        for value in values
        if " " in value.strip() or len(value) > SHORT
    ]
