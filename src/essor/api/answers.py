"""What the API sends back, and the two shapes that every answer takes: one thing, or a page."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from essor.api.etags import etag_of, is_unchanged
from essor.api.problem import Refusal
from essor.foundations.errors import Fault, Place


def send(
    request: HttpRequest,
    content: BaseModel,
    *,
    version: object = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Send one thing with its ETag, or 304 when the client already holds it."""
    body = content.model_dump_json().encode()
    return _send(request, body, version=version, status=status, headers=headers or {})


def send_page(
    request: HttpRequest,
    page: BaseModel,
    *,
    fields: frozenset[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Send a page of things, each cut down to the fields asked for, if any were."""
    include: Any = None
    if fields is not None:
        include = {"donnees": {"__all__": set(fields)}, "suivant": True}
    body = page.model_dump_json(include=include).encode()
    return _send(request, body, headers=headers or {})


def send_fields(
    request: HttpRequest, content: BaseModel, *, fields: frozenset[str] | None, version: object
) -> HttpResponse:
    """Send one thing cut down to the fields asked for."""
    body = content.model_dump_json(include=None if fields is None else set(fields)).encode()
    return _send(request, body, version=version, headers={})


def asked_fields(champs: str | None, model: type[BaseModel]) -> frozenset[str] | None:
    """Return the fields asked for, the identity always among them. Raises Refusal."""
    if not champs:
        return None
    asked = {name.strip() for name in champs.split(",") if name.strip()}
    if unknown := sorted(asked - model.model_fields.keys()):
        raise Refusal(
            422,
            f"Champs inconnus : {', '.join(unknown)}.",
            faults=[
                Fault(
                    message="Ces champs n'existent pas",
                    place=Place(field="champs"),
                    value=", ".join(unknown),
                    expected=", ".join(model.model_fields),
                    code="champ_inconnu",
                )
            ],
        )
    return frozenset(asked | {"id"})


def nothing() -> HttpResponse:
    """Say that it is done and that nothing is left to show."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def state_of(content: BaseModel) -> dict[str, Any]:
    """Return a thing as JSON values, to show its present state beside a refusal."""
    found: dict[str, Any] = json.loads(content.model_dump_json())
    return found


def _send(
    request: HttpRequest,
    body: bytes,
    *,
    version: object = None,
    status: int = 200,
    headers: Mapping[str, str],
) -> HttpResponse:
    etag = etag_of(body, version)
    if request.method == "GET" and is_unchanged(request, etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, status=status, content_type="application/json")
    response["ETag"] = etag
    for name, value in headers.items():
        response[name] = value
    return response
