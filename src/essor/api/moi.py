"""Whose token this is, and what it opens now."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from essor.api.answers import send
from essor.api.callers import CHALLENGE, caller_of
from essor.api.contract import reading
from essor.api.problem import Refusal
from essor.api.types import Shown
from essor.records.accounts.queries import membres_of
from essor.records.accounts.roles import Role
from essor.records.jetons.scopes import Scope

router = Router()


class ShownPlace(Shown):
    """A role in a territory."""

    territoire: str = Field(description="Code du territoire.")
    nom: str = Field(description="Nom du territoire.")
    role: Role = Field(description="Rôle, relu à chaque appel.")


class ShownMe(Shown):
    """The token and its owner."""

    nom: str = Field(description="Nom affiché dans l'historique.")
    jeton: str = Field(description="Usage du jeton.")
    portees: list[Scope] = Field(description="Ce que le jeton permet.")
    expires_at: dt.datetime = Field(description="Fin de validité.")
    territoires: list[ShownPlace] = Field(description="Territoires que le jeton ouvre.")


@reading(router, "moi", out=ShownMe, resume="À qui est ce jeton", scope=Scope.LECTURE)
def read_me(request: HttpRequest) -> HttpResponse:
    """Show the token."""
    jeton = caller_of(request).jeton
    if jeton is None:
        raise Refusal(401, headers=CHALLENGE)
    places = [
        ShownPlace(
            territoire=membre.territoire.code, nom=membre.territoire.nom, role=Role(membre.role)
        )
        for membre in membres_of(jeton.user)
        if jeton.territoire_code in ("", membre.territoire.code)
    ]
    shown = ShownMe(
        nom=jeton.user.label,
        jeton=jeton.titre,
        portees=[Scope(scope) for scope in jeton.scopes],
        expires_at=jeton.expires_at,
        territoires=places,
    )
    return send(request, shown)
