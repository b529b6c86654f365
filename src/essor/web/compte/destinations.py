"""Where a person goes once she is signed in."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from essor.records.accounts.models import User
from essor.records.accounts.queries import membres_of

PARAMETER = "next"
LONGEST = 500


def asked_destination(request: HttpRequest) -> str:
    """Return the page that was asked for before signing in, empty unless it is one of ours."""
    asked = request.POST.get(PARAMETER) or request.GET.get(PARAMETER) or ""
    is_ours = (
        asked.startswith("/")
        and len(asked) <= LONGEST
        and url_has_allowed_host_and_scheme(
            asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )
    return asked if is_ours else ""


def destination_for(person: User, asked: str) -> str:
    """Return the page that was asked for, else her only territory, else the front page."""
    if asked:
        return asked
    codes = {membre.territoire.code for membre in membres_of(person)}
    if len(codes) == 1:
        return resolve_url("territoires:show", codes.pop())
    return resolve_url("accueil")
