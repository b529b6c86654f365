"""What every call under /api/ goes through: HEAD, OPTIONS, origins, and no HTML fault ever."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from essor.api.callers import allowance_of
from essor.api.problem import MEDIA_TYPE, problem

logger = logging.getLogger("essor.faults")
PREFIX = "/api/v"
READS = ("GET", "HEAD", "OPTIONS")
EXPOSED = "ETag, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
DAY_S = 86_400


class ApiMiddleware:
    """Outermost under /api/: whatever refuses within, the client reads a problem in JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a call to the API; leave pages alone."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        _allow_origins(request, response)
        _say_what_is_left(request, response)
        _forbid_shared_copies(request, response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if body_is_too_long(request):
            limit = settings.ESSOR_API_MAX_BODY_BYTES // 1024
            return problem(request, 413, detail=f"{limit} Kio au plus.")
        if request.method == "OPTIONS":
            return _options(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = as_problem(request, self.get_response(request))
        if is_head:
            request.method = "HEAD"
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


def body_is_too_long(request: HttpRequest) -> bool:
    """Tell from the announced length whether a body is more than any call needs."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    return length > settings.ESSOR_API_MAX_BODY_BYTES


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn a refusal that is not ours (Django's, a middleware's) into a problem."""
    if response.status_code < 400 or response.get("Content-Type", "") == MEDIA_TYPE:
        return response
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    return problem(request, response.status_code, headers=kept)


def server_problem(request: HttpRequest, error: Exception) -> HttpResponse:
    """Give a reference number that the log holds too, beside the trace."""
    reference = secrets.token_hex(4)
    logger.exception("API error, reference %s on %a", reference, request.path, exc_info=error)
    detail = f"Rien n'a été écrit. Référence à donner à qui administre Essor : {reference}."
    return problem(request, 500, detail=detail, more={"reference": reference})


def methods_of(path: str) -> list[str]:
    """Return the methods that an address answers to, none when it does not exist."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return []
    operations = getattr(view, "essor_methods", None) or _ninja_methods(view)
    return sorted({*operations, "OPTIONS", *(["HEAD"] if "GET" in operations else [])})


def _ninja_methods(view: Any) -> list[str]:
    cells = [cell.cell_contents for cell in view.__closure__ or ()]
    operations = [one for cell in cells for one in getattr(cell, "operations", [])]
    return [method for operation in operations for method in operation.methods]


def _options(request: HttpRequest) -> HttpResponse:
    methods = methods_of(request.path)
    if not methods:
        return problem(request, 404)
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = ", ".join(methods)
    if request.headers.get("Access-Control-Request-Method"):
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = str(DAY_S)
    return response


def _allow_origins(request: HttpRequest, response: HttpResponse) -> None:
    """Let any site read what anybody may read; nothing that needs a token."""
    if request.method in READS and "Authorization" not in request.headers:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED


def _say_what_is_left(request: HttpRequest, response: HttpResponse) -> None:
    if allowance := allowance_of(request):
        response["RateLimit-Limit"] = str(allowance.limit)
        response["RateLimit-Remaining"] = str(max(0, allowance.remaining))
        response["RateLimit-Reset"] = str(allowance.reset_s)


def _forbid_shared_copies(request: HttpRequest, response: HttpResponse) -> None:
    is_public = "Authorization" not in request.headers
    response["Cache-Control"] = (
        "public, max-age=0, must-revalidate" if is_public else "private, no-cache"
    )
    patch_vary_headers(response, ("Authorization",))
