"""Every refusal of the API, in the form of RFC 9457, with all that is wrong at once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel, ConfigDict, Field

from essor.foundations.errors import Fault, UserFault
from essor.records.journal.models import Tracked

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/documentation/#probleme-"
# status -> (name in the address of the type, title)
PROBLEMS: dict[int, tuple[str, str]] = {
    400: ("demande", "La demande ne se lit pas."),
    401: ("jeton", "Cette demande se fait avec un jeton valable."),
    403: ("droits", "Vos droits ne permettent pas cela."),
    404: ("introuvable", "Rien à cette adresse, ou rien que vous puissiez lire."),
    405: ("methode", "Cette adresse ne répond pas à cette méthode."),
    409: ("conflit", "Une autre personne a modifié la même donnée."),
    412: ("version", "La donnée a changé depuis que vous l'avez lue."),
    413: ("taille", "L'envoi est trop gros."),
    415: ("format", "Le corps de la demande doit être en JSON."),
    422: ("faute", "La demande contient des fautes."),
    428: ("version-requise", "Dire quelle version vous avez lue : l'en-tête If-Match manque."),
    429: ("cadence", "Trop de demandes en une minute."),
    500: ("panne", "Essor a rencontré une erreur."),
}


class ProblemFault(BaseModel):
    """One thing to mend."""

    model_config = ConfigDict(title="Faute")

    detail: str = Field(description="Phrase en français : quoi, où, ce qui est attendu.")
    code: str = Field(description="Nom stable de la faute.")
    pointer: str | None = Field(
        default=None, description="Pointeur JSON (RFC 6901) vers le champ du corps."
    )
    parametre: str | None = Field(
        default=None, description="Paramètre d'adresse ou en-tête en cause."
    )
    valeur: str | None = Field(default=None, description="Ce qui a été trouvé.")
    attendu: str | None = Field(default=None, description="Ce qui serait juste.")


class Problem(BaseModel):
    """Body of every refusal."""

    model_config = ConfigDict(title="Problème", extra="allow")

    type: str = Field(description="Nature du problème : adresse dans la documentation.")
    title: str = Field(description="Le problème en une phrase, la même pour toute cette nature.")
    status: int = Field(description="Statut HTTP.")
    detail: str = Field(description="Ce cas précis.")
    instance: str = Field(description="Adresse demandée.")
    errors: list[ProblemFault] = Field(description="Toutes les fautes à la fois.")


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """What a view raises to refuse; becomes a problem with this status."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail = status, detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Write a refusal."""
    errors = [fault_as_error(fault) for fault in refusal.faults]
    return problem(
        request,
        refusal.status,
        detail=refusal.detail,
        errors=errors,
        headers=refusal.headers,
        more=refusal.more,
    )


def problem(
    request: HttpRequest,
    status: int,
    *,
    detail: str = "",
    errors: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Write a problem; what the client sent is quoted, never interpreted."""
    slug, title = PROBLEMS.get(status, PROBLEMS[500 if status >= 500 else 400])
    body = {
        "type": TYPES + slug,
        "title": title,
        "status": status,
        "detail": detail or title,
        "instance": request.path,
        "errors": list(errors),
        **(more or {}),
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def refusal_of(error: UserFault, status: int) -> Refusal:
    """Turn faults of the domain into a refusal."""
    detail = error.faults[0].sentence() if len(error.faults) == 1 else ""
    if len(error.faults) > 1:
        detail = f"{len(error.faults)} fautes sont à corriger."
    return Refusal(status, detail, faults=error.faults)


def fault_as_error(fault: Fault) -> dict[str, Any]:
    """Write one fault, pointing at the field that it names."""
    known = {
        "detail": fault.sentence(),
        "code": fault.code,
        "pointer": pointer_to(fault.place.field),
        "valeur": fault.value,
        "attendu": fault.expected,
    }
    return {name: value for name, value in known.items() if value is not None}


def pointer_to(field: str | None) -> str | None:
    """Return the JSON pointer to a field, from its name or from its French label."""
    if not field:
        return None
    if field.startswith("/"):
        return f"#{field}"
    name = _field_names().get(field.lower(), field)
    return f"#/{name}" if name.isidentifier() else None


@cache
def _field_names() -> dict[str, str]:
    """Return every label of every tracked field, with the name that the API gives it."""
    return {
        str(field.verbose_name).lower(): field.name
        for model in apps.get_models()
        if issubclass(model, Tracked)
        for field in model._meta.concrete_fields
    }
