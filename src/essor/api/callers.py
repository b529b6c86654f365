"""Who calls: nobody in particular, or a person through one of her tokens."""

from dataclasses import dataclass
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from essor.api.problem import Refusal
from essor.records.accounts.permissions import Access
from essor.records.jetons.calls import Allowance, count_call, note_use
from essor.records.jetons.models import Jeton
from essor.records.jetons.queries import access_with, find_open_jeton
from essor.records.jetons.scopes import Scope
from essor.records.territoires.models import Territoire

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Essor"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever calls, and the token she shows; None for the public."""

    jeton: Jeton | None

    def access(self, territoire: Territoire) -> Access:
        """Return what she is in a territory now."""
        return access_with(self.jeton, territoire)


class Door(HttpBearer):
    """Lets a call in: the token must be good if one is shown, and the scope must be there.

    scope : None for what anybody may ask
    """

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller. Raises Refusal."""
        token = _shown_token(request)
        jeton = None if token is None else find_open_jeton(token, at=timezone.now())
        _count(request, jeton)
        if token is not None and jeton is None:
            raise Refusal(401, "Ce jeton est inconnu, expiré ou révoqué.", headers=CHALLENGE)
        if self.scope is not None:
            self._require(jeton, self.scope)
        if jeton is not None:
            note_use(jeton, at=timezone.now())
        return Caller(jeton=jeton)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never called: ``__call__`` decides, because reading needs no token."""
        raise NotImplementedError

    def _require(self, jeton: Jeton | None, scope: Scope) -> None:
        if jeton is None:
            raise Refusal(401, headers=CHALLENGE)
        if not jeton.has_scope(scope):
            raise Refusal(
                403, f"Ce jeton n'a pas la portée « {scope.value} » : {scope.label.lower()}."
            )


def _shown_token(request: HttpRequest) -> str | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    kind, _, token = header.strip().partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal(401, "L'en-tête attendu est « Authorization: Bearer … ».", headers=CHALLENGE)
    return token.strip()


def _count(request: HttpRequest, jeton: Jeton | None) -> None:
    """Count the call. Raises Refusal when it is one too many in this minute."""
    limit: int = settings.ESSOR_API_CALLS if jeton else settings.ESSOR_API_PUBLIC_CALLS
    who = f"jeton:{jeton.pk}" if jeton else f"adresse:{get_client_ip_address(request)}"
    allowance = count_call(caller=who, limit=limit, at=timezone.now())
    request.essor_allowance = allowance  # type: ignore[attr-defined]
    if allowance.is_spent:
        raise Refusal(
            429,
            f"{limit} demandes par minute au plus ; réessayez dans {allowance.reset_s} secondes.",
            headers={"Retry-After": str(allowance.reset_s)},
        )


def allowance_of(request: HttpRequest) -> Allowance | None:
    """Return what is left to the caller, None when the call was not counted."""
    return getattr(request, "essor_allowance", None)


def caller_of(request: HttpRequest) -> Caller:
    """Return who was let in."""
    caller = getattr(request, "auth", None)
    return caller if isinstance(caller, Caller) else Caller(jeton=None)
