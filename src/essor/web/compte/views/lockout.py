"""The page shown after too many wrong passwords."""

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essor.records.accounts.queries import last_failure_at


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say when signing in is possible again; called by django-axes, status 429."""
    username = (credentials or {}).get(settings.AXES_USERNAME_FORM_FIELD) or ""
    now = timezone.now()
    last = last_failure_at(username=username, ip_address=getattr(request, "axes_ip_address", None))
    until = (last or now) + get_cool_off(request)
    wait = max(1, int((until - now).total_seconds()))
    context = {
        "until": timezone.localtime(until),
        "minutes": -(-wait // 60),
        "limit": settings.AXES_FAILURE_LIMIT,
    }
    answer = render(request, "compte/blocage.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer
