"""Completes the description of the API: shared headers, refusals, rights, examples."""

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from essor.api import webhooks
from essor.api.problem import MEDIA_TYPE, PROBLEMS, Problem, ProblemFault
from essor.records.jetons.scopes import Scope

DESCRIPTION = """\
Les plans d'action des Territoires d'industrie, tels que les pages d'Essor les montrent : mêmes \
données, mêmes droits, mêmes écritures.

- Ce qui est public se lit sans jeton, depuis n'importe quel site (CORS). Le reste demande un \
jeton personnel, créé sur la page « Mes jetons » et envoyé dans `Authorization: Bearer …`. Un \
jeton n'ouvre jamais plus que ce que son propriétaire peut faire au moment de l'appel.
- Une valeur inconnue est `null`. `absences` dit pourquoi : `non_publie`, `secret`, `non_charge` \
ou `sans_objet`. Zéro est une valeur.
- Le nom d'un champ porte son unité : `_eur` (euros hors taxes), `_days` (jours). Les jours sont \
en ISO 8601 (`_on`), les instants portent leur fuseau (`_at`).
- Une liste vient par pages : suivre `suivant` (ou l'en-tête `Link`) jusqu'à `null`.
- Chaque lecture porte un `ETag` ; `If-None-Match` évite de relire ce qui n'a pas changé. Chaque \
modification demande `If-Match` : 428 s'il manque, 412 avec l'état actuel si la donnée a bougé.
- Un webhook prévient un programme de ce qui change, par un message signé (Standard Webhooks).
- Un refus est un problème (RFC 9457) qui liste toutes les fautes à la fois.
"""
TAGS = {
    "Moi": "À qui est le jeton et ce qu'il ouvre.",
    "Territoires": "Les Territoires d'industrie, leurs membres, leurs communes.",
    "Plans": "Le plan d'action d'un territoire, aujourd'hui ou à une date passée.",
    "Axes": "Les rubriques du plan.",
    "Actions": "Les fiches action.",
    "Listes d'une action": "Personnes, euros et intercommunalités d'une action.",
    "Notes": "Les nouvelles datées d'une action, pour les membres du territoire.",
    "Annonces": "Ce qui a été dit en public, avec sa source.",
    "Jalons": "Ce qui a été promis, ce qui est attendu, ce qui est atteint.",
    "Indicateurs": "Ce qui est mesuré, ce qui est visé, chaque chiffre avec sa source.",
    "Risques": "Le registre des risques, pour les membres du territoire.",
    "Points bloquants": "Ce qui bloque et qui est attendu, pour les membres du territoire.",
    "Études": "Les études de friche et leurs résultats.",
    "Historique": "Qui a changé quoi, quand.",
    "Observatoire": "Ce que disent les données ouvertes de chaque lieu, avec bornes et sources.",
}
HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "ETag": (
        "Version de la réponse, à renvoyer dans If-Match ou If-None-Match.",
        {"type": "string", "examples": ['"3-8c1f0a…"']},
    ),
    "Location": ("Adresse de ce qui vient d'être créé.", {"type": "string"}),
    "RateLimit-Limit": ("Appels permis par minute.", {"type": "integer"}),
    "RateLimit-Remaining": ("Appels encore permis dans cette minute.", {"type": "integer"}),
    "RateLimit-Reset": ("Secondes avant la minute suivante.", {"type": "integer"}),
    "Retry-After": ("Secondes à attendre.", {"type": "integer"}),
    "WWW-Authenticate": ("Ce qui est attendu : un jeton.", {"type": "string"}),
    "Allow": ("Méthodes auxquelles l'adresse répond.", {"type": "string"}),
}
PARAMETERS: dict[str, tuple[str, bool, str]] = {
    "If-None-Match": ("ETag déjà connu : la réponse est 304 s'il est toujours bon.", False, '"3"'),
    "If-Match": ("ETag de la version lue, ou « * » pour écraser quoi qu'il arrive.", True, "*"),
    "Idempotency-Key": (
        "Clé choisie par le client, un UUID par exemple : la même demande, renvoyée dans les "
        "24 heures avec la même clé, reçoit la même réponse sans rien refaire.",
        False,
        "7b0d4f7e-3f6c-4c57-9b0b-0f0c2f6a1c11",
    ),
}
REFUSAL_HEADERS = {
    401: ("WWW-Authenticate",),
    405: ("Allow",),
    412: ("ETag",),
    429: ("Retry-After",),
}
# Schemas whose answers may be cut down to some fields: only the identity is always there.
SPARSE = ("ShownAction", "ShownJalon")


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """Add what is common to every call."""
    schema["info"] |= {
        "title": "API d'Essor",
        "version": "1",
        "summary": "Plans d'action des Territoires d'industrie : lire et écrire.",
        "description": DESCRIPTION,
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    schema["servers"] = [{"url": "/", "description": "Cette installation d'Essor"}]
    schema["tags"] = [
        {"name": name, "description": text}
        for name, text in TAGS.items()
        if any(name in one["tags"] for one in operations(schema))
    ]
    components = schema["components"]
    components["securitySchemes"] = {"jeton": _token_scheme()}
    components["headers"] = {
        name: {"description": text, "schema": kind} for name, (text, kind) in HEADERS.items()
    }
    components["parameters"] = {name: _parameter(name) for name in PARAMETERS}
    components["responses"] = _responses()
    components["schemas"] |= {
        "Problem": Problem.model_json_schema(ref_template="#/components/schemas/{model}"),
        "ProblemFault": ProblemFault.model_json_schema(),
    }
    components["schemas"]["Problem"].pop("$defs", None)
    schema["webhooks"], shapes = webhooks.described()
    components["schemas"] |= shapes
    for name in SPARSE:
        if name in components["schemas"]:
            components["schemas"][name]["required"] = ["id"]
    components["schemas"] = dict(sorted(components["schemas"].items()))
    for operation in operations(schema):
        _tidy(operation)
    return schema


def operations(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every call."""
    for path in schema["paths"].values():
        yield from path.values()


def _tidy(operation: dict[str, Any]) -> None:
    operation["security"] = [one for one in operation["security"] if set(one) <= {"jeton"}]
    operation["responses"] = {
        str(status): answer for status, answer in sorted(operation["responses"].items())
    }
    for answer in operation["responses"].values():
        if "$ref" in answer:
            answer_ref = answer["$ref"]
            answer.clear()
            answer["$ref"] = answer_ref


def _token_scheme() -> dict[str, str]:
    scopes = " ; ".join(f"`{scope.value}` : {scope.label.lower()}" for scope in Scope)
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "essor_…",
        "description": f"Jeton personnel, révocable, à durée limitée. Portées : {scopes}.",
    }


def _parameter(name: str) -> dict[str, Any]:
    text, required, example = PARAMETERS[name]
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": text,
        "schema": {"type": "string", "maxLength": 2000},
        "example": example,
    }


def _responses() -> dict[str, Any]:
    found: dict[str, Any] = {
        "304": {
            "description": "Rien n'a changé depuis l'ETag envoyé.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
        }
    }
    for status, (slug, title) in PROBLEMS.items():
        example = {
            "type": f"/api/documentation/#probleme-{slug}",
            "title": title,
            "status": status,
            "detail": title,
            "instance": "/api/v1/territoires/ti-8404/actions/A01",
            "errors": [],
        }
        found[str(status)] = {
            "description": title,
            "headers": {
                name: {"$ref": f"#/components/headers/{name}"}
                for name in REFUSAL_HEADERS.get(status, ())
            },
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": example,
                }
            },
        }
    return found
