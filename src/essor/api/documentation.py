"""How the API works, a page written from its own description: no script, no other site."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.api import webhooks
from essor.api.problem import PROBLEMS
from essor.api.v1 import api


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show every call, what it takes, what it answers."""
    context = {
        "groups": _groups(),
        "introduction": _introduction(),
        "webhooks": _messages(),
        "example": webhooks.EXAMPLE,
        "problems": [(status, *words) for status, words in PROBLEMS.items()],
    }
    return render(request, "jetons/documentation.html", context)


@cache
def _groups() -> list[dict[str, Any]]:
    """Return the calls by resource; the description does not change while the server runs."""
    schema = api.get_openapi_schema()
    calls = [
        _call(schema, method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return [
        {**tag, "calls": [one for one in calls if one["tag"] == tag["name"]]}
        for tag in schema["tags"]
    ]


@cache
def _messages() -> list[dict[str, Any]]:
    """Return the messages that Essor sends, with their fields."""
    schema = api.get_openapi_schema()
    return [
        {
            "name": name,
            "summary": one["post"]["summary"],
            "description": one["post"]["description"],
            "fields": _body_fields(schema, one["post"]["requestBody"]),
            "headers": one["post"]["parameters"],
        }
        for name, one in schema["webhooks"].items()
    ]


def _body_fields(schema: Any, body: Any) -> list[dict[str, Any]]:
    """Return the fields of a message, those of its data and of each object after them."""
    whole = _resolved(schema, body["content"]["application/json"]["schema"])
    data = _resolved(schema, whole["properties"]["data"])
    found = _fields(schema, whole) + _under("data.", _fields(schema, data))
    if "objets" in data["properties"]:
        items = data["properties"]["objets"]["items"]
        found += _under("data.objets[].", _fields(schema, items))
    return found


def _under(prefix: str, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "name": prefix + one["name"]} for one in fields]


@cache
def _introduction() -> list[str]:
    """Return the general rules, one sentence group per item."""
    text: str = api.get_openapi_schema()["info"]["description"]
    return [part.strip(" -\n").replace("`", "") for part in text.split("\n- ")]


def _call(schema: Any, method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [_resolved(schema, one) for one in operation["parameters"]]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    done = {code: one for code, one in operation["responses"].items() if code.startswith("2")}
    ((status, answer),) = done.items()
    sent = answer.get("content", {}).get("application/json")
    needs = operation["security"][0].get("jeton", [])
    return {
        "id": operation["operationId"],
        "tag": operation["tags"][0],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "needs": ", ".join(needs),
        "parameters": parameters,
        "body": _fields(schema, body["schema"]) if body else [],
        "status": status,
        "answer": _fields(schema, sent["schema"]) if sent else [],
        "refusals": [code for code in operation["responses"] if code >= "4"],
    }


def _fields(schema: Any, shape: Any) -> list[dict[str, Any]]:
    shape = _resolved(schema, shape)
    required = shape.get("required", [])
    return [
        {
            "name": name,
            "is_required": name in required,
            "kind": _kind(field),
            "description": field.get("description", ""),
        }
        for name, field in shape.get("properties", {}).items()
    ]


def _kind(field: Any) -> str:
    """Name a type in a few words: « texte ou null », « liste de ShownJalon »."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " ou ".join(dict.fromkeys(_kind(one) for one in field["anyOf"]))
    if "allOf" in field:
        return _kind(field["allOf"][0])
    if field.get("type") == "array":
        return f"liste de {_kind(field.get('items', {}))}"
    words = {
        "string": "texte", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux",
        "object": "objet", "null": "null",
    }  # fmt: skip
    formats = {"date": "jour", "date-time": "instant", "uuid": "identifiant"}
    kind = str(field.get("type", ""))
    return formats.get(field.get("format", ""), words.get(kind, "valeur"))


def _resolved(schema: Any, item: Any) -> Any:
    if "$ref" not in item:
        return item
    found = schema
    for part in item["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found
