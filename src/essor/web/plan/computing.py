"""What the pages of a computation share: refusals, its progress, the proof that it replays."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job

HTMX_STOP = 286
"""Status by which htmx stops asking again."""


def say_faults(request: HttpRequest, error: UserFault) -> None:
    """Show every sentence of a refusal at the head of the next page.

    A refusal of another kind (a right, a conflict) has its own page and goes on.
    """
    if type(error) is not UserFault:
        raise error
    for fault in error.faults:
        messages.error(request, fault.sentence())


def show_progress(
    request: HttpRequest, job: Job | None, context: Mapping[str, Any], *, page: str, piece: str
) -> HttpResponse:
    """Show how far a computation is: a piece of page for htmx, a whole page otherwise."""
    if not getattr(request, "htmx", False):
        return render(request, page, dict(context))
    answer = render(request, piece, dict(context))
    if job is None or not job.is_open:
        answer.status_code = HTMX_STOP
        answer.headers["HX-Refresh"] = "true"
    return answer


def say_replayed(
    request: HttpRequest, *, numero: int, sha256: str, found: tuple[bool, str]
) -> None:
    """Say whether a computation done again gives the same bytes. found : so, or the reason."""
    is_same, reason = found
    said = f"Calcul {numero} refait\u00a0: "
    if is_same:
        messages.success(request, f"{said}mêmes résultats, au bit près ({sha256[:16]}).")
    else:
        messages.warning(request, f"{said}les résultats diffèrent, car {reason}.")
