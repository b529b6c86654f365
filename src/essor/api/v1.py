"""Version 1: its calls, what it does with faults, and where its description is."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from essor.api import (
    actions,
    annonces,
    axes,
    etudes,
    historique,
    indicateurs,
    jalons,
    moi,
    notes,
    observatoire,
    parts,
    plans,
    points_bloquants,
    risques,
    territoires,
)
from essor.api.callers import CHALLENGE, caller_of
from essor.api.document import complete
from essor.api.gate import server_problem
from essor.api.problem import Refusal, answer_refusal, problem, refusal_of
from essor.api.validation import errors_of
from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.journal.actions import Conflict

RESOURCES = {
    "Moi": moi,
    "Territoires": territoires,
    "Plans": plans,
    "Axes": axes,
    "Actions": actions,
    "Listes d'une action": parts,
    "Notes": notes,
    "Annonces": annonces,
    "Jalons": jalons,
    "Indicateurs": indicateurs,
    "Risques": risques,
    "Points bloquants": points_bloquants,
    "Études": etudes,
    "Historique": historique,
    "Observatoire": observatoire,
}


class JsonParser(Parser):
    """Reads JSON only, keeping every decimal as written."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body as Python values. Raises Refusal."""
        if (request.content_type or "").lower() != "application/json":
            raise Refusal(415, "L'en-tête Content-Type attendu est « application/json ».")
        try:
            return json.loads(
                request.body.decode(), parse_float=Decimal, parse_constant=_refuse_constant
            )
        except (ValueError, RecursionError) as error:
            raise Refusal(400, "Le corps de la demande n'est pas du JSON.") from error


class EssorAPI(NinjaAPI):
    """The API with a complete description."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Describe every call, every refusal; written once, since no call appears meanwhile."""
        if self._described is None:
            kwargs["path_prefix"] = "api/v1/"
            self._described = complete(super().get_openapi_schema(**kwargs))
        return self._described


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def make_api() -> NinjaAPI:
    """Return the API, its routes and what it does with faults."""
    found = EssorAPI(
        title="Essor",
        version="1",
        urls_namespace="api-v1",
        docs_url=None,
        openapi_url=None,
        parser=JsonParser(),
    )
    for tag, module in RESOURCES.items():
        found.add_router("", module.router, tags=[tag])
    answers: tuple[tuple[type[Exception], Any], ...] = (
        (Exception, server_problem),
        (Refusal, answer_refusal),
        (UserFault, _answer_fault),
        (Http404, _answer_absent),
        (HttpError, _answer_http),
        (ValidationError, _answer_invalid),
    )
    for kind, answer in answers:
        found.add_exception_handler(kind, answer)
    return found


def _answer_fault(request: HttpRequest, error: UserFault) -> HttpResponse:
    if isinstance(error, Forbidden):
        if caller_of(request).jeton is None:
            return answer_refusal(request, Refusal(401, str(error), headers=CHALLENGE))
        return answer_refusal(request, refusal_of(error, 403))
    return answer_refusal(request, refusal_of(error, 409 if isinstance(error, Conflict) else 422))


def _answer_absent(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 404)


def _answer_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    refusal = error.__cause__
    if isinstance(refusal, Refusal):  # raised by the parser, wrapped on its way
        return answer_refusal(request, refusal)
    return problem(request, error.status_code)


def _answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any(fault["loc"][0] == "path" for fault in error.errors):
        return problem(request, 404)
    errors = errors_of(error.errors)
    detail = errors[0]["detail"] if len(errors) == 1 else f"{len(errors)} fautes sont à corriger."
    return problem(request, 422, detail=detail, errors=errors)


api = make_api()
