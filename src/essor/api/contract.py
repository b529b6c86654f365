"""What each call promises in the description of the API: rights, headers, refusals.

A resource declares its calls through these three functions only, so that none forgets any.
"""

from collections.abc import Callable
from typing import Any

from ninja import P, PathEx, QueryEx, Router

from essor.api.callers import Door
from essor.api.pages import DEFAULT_SIZE, LARGEST_SIZE
from essor.api.writing import repeatable
from essor.records.jetons.scopes import Scope

View = Callable[..., Any]
Wrap = Callable[[View], View]
READ_REFUSALS = (401, 403, 404, 405, 422, 429, 500)
WRITE_REFUSALS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500)
VERSION_REFUSALS = (412, 428)
ETAG = {"$ref": "#/components/headers/ETag"}
LIMITS = {
    name: {"$ref": f"#/components/headers/{name}"}
    for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
}

CodeTerritoire = PathEx[
    str, P(description="Code du territoire.", example="ti-8404", pattern=r"^[A-Za-z0-9-]{1,20}$")
]
ActionRef = PathEx[
    str,
    P(
        description="Code de l'action dans le plan (« A07 »), ou son identifiant.",
        example="A01",
        min_length=1,
        max_length=40,
    ),
]
Limite = QueryEx[
    int, P(ge=1, le=LARGEST_SIZE, description=f"Nombre de lignes par page ({DEFAULT_SIZE}).")
]
Curseur = QueryEx[
    str | None,
    P(max_length=2000, description="Place dans la liste : suivre « suivant » sans le composer."),
]
Champs = QueryEx[
    str | None,
    P(max_length=2000, description="Champs voulus, séparés par des virgules ; tous par défaut."),
]


def reading(
    router: Router,
    path: str,
    *,
    out: Any,
    resume: str,
    texte: str = "",
    scope: Scope | None = None,
) -> Wrap:
    """Declare a GET: open to all unless a scope is named; answers 304 to who holds the answer."""

    def declare(view: View) -> View:
        extra = {
            "security": _security(scope, is_read=True),
            "parameters": [{"$ref": "#/components/parameters/If-None-Match"}],
            "responses": {
                200: {"description": "Trouvé.", "headers": {"ETag": ETAG, **LIMITS}},
                304: {"$ref": "#/components/responses/304"},
                **_refusals(READ_REFUSALS),
            },
        }
        return _declare(router.get, path, view, {200: out}, resume, texte, scope, extra)

    return declare


def creating(
    router: Router, path: str, *, out: Any, resume: str, texte: str = "", status: int = 201
) -> Wrap:
    """Declare a POST: needs the scope to write; the same idempotency key gives the same answer."""

    def declare(view: View) -> View:
        described = "Créé." if status == 201 else "Fait."
        headers: dict[str, Any] = {"ETag": ETAG, **LIMITS}
        if status == 201:
            headers["Location"] = {"$ref": "#/components/headers/Location"}
        extra = {
            "security": _security(Scope.ECRITURE),
            "parameters": [{"$ref": "#/components/parameters/Idempotency-Key"}],
            "responses": {
                status: {"description": described, "headers": headers},
                **_refusals(WRITE_REFUSALS),
            },
        }
        return _declare(
            router.post, path, repeatable(view), {status: out}, resume, texte, Scope.ECRITURE, extra
        )

    return declare


def changing(
    router: Router, path: str, *, out: Any, resume: str, texte: str = "", method: str = "patch"
) -> Wrap:
    """Declare a PATCH, PUT or DELETE (``out`` None): the version that was read must be said."""

    def declare(view: View) -> View:
        status = 204 if out is None else 200
        done: dict[str, Any] = {"description": "Fait.", "headers": dict(LIMITS)}
        if out is not None:
            done["headers"]["ETag"] = ETAG
        extra = {
            "security": _security(Scope.ECRITURE),
            "parameters": [{"$ref": "#/components/parameters/If-Match"}],
            "responses": {
                status: done,
                **_refusals(tuple(sorted(WRITE_REFUSALS + VERSION_REFUSALS))),
            },
        }
        add = getattr(router, method)
        return _declare(add, path, view, {status: out}, resume, texte, Scope.ECRITURE, extra)

    return declare


def _declare(
    add: Callable[..., Wrap],
    path: str,
    view: View,
    response: dict[int, Any],
    resume: str,
    texte: str,
    scope: Scope | None,
    extra: dict[str, Any],
) -> View:
    add(
        path,
        auth=Door(scope),
        response=response,
        operation_id=view.__name__,
        url_name=view.__name__,
        summary=resume,
        description=texte or f"{resume}.",
        openapi_extra=extra,
    )(view)
    return view


def _security(scope: Scope | None, *, is_read: bool = False) -> list[dict[str, list[str]]]:
    if scope is None and is_read:
        return [{}, {"jeton": [Scope.LECTURE.value]}]
    return [{"jeton": [scope.value if scope else Scope.LECTURE.value]}]


def _refusals(statuses: tuple[int, ...]) -> dict[int, dict[str, str]]:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}
