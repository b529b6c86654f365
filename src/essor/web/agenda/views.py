"""Calendars to subscribe to: the private address, and the page that explains it."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essor.records.accounts.models import User
from essor.records.accounts.queries import membres_of
from essor.records.plans.models import Plan
from essor.records.plans.queries import plan_of
from essor.records.relances.agenda import calendar_of
from essor.records.relances.links import feed_of
from essor.records.relances.queries import feeds_of
from essor.records.relances.subscriptions import renew_feed, stop_feed
from essor.web.compte.people import signed_in

PERSONAL = "moi"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar of a secret address; 304 when nothing changed."""
    found = feed_of(token)
    if found is None:
        raise Http404
    data = calendar_of(found, timezone.now())
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", "").replace("W/", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="jalons.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Explain how to subscribe, and show which calendars are open."""
    return _page(request)


@never_cache
@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, or another in place of the old one; show it this once."""
    person = signed_in(request)
    plan = _asked_plan(request, person)
    token = renew_feed(by=person, person=person, plan=plan)
    url = request.build_absolute_uri(reverse("agenda:feed_ics", args=[token]))
    return _page(request, url=url, url_plan=plan)


@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop a calendar."""
    person = signed_in(request)
    stop_feed(by=person, person=person, plan=_asked_plan(request, person))
    messages.success(request, "L'agenda est arrêté. Son adresse ne répond plus.")
    return redirect("agenda:mine")


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    person = signed_in(request)
    opened = {one.plan_id: one for one in feeds_of(person)}
    plans = _plans(person)
    left = [one.plan for key, one in opened.items() if one.plan and key not in plans]
    rows: list[tuple[Plan | None, str, bool]] = [(None, PERSONAL, None in opened)]
    rows += [(plan, str(plan.pk), plan.pk in opened) for plan in [*plans.values(), *left]]
    return render(request, "agenda/agenda.html", {"person": person, "rows": rows, **more})


def _asked_plan(request: HttpRequest, person: User) -> Plan | None:
    """Return the plan that the button names, None for her own calendar. Raises Http404."""
    asked = request.POST.get("plan", PERSONAL)
    if asked == PERSONAL:
        return None
    known = {str(key): plan for key, plan in _plans(person).items()}
    known |= {str(one.plan_id): one.plan for one in feeds_of(person) if one.plan}
    if asked not in known:
        raise Http404
    return known[asked]


def _plans(person: User) -> dict[object, Plan]:
    found = (plan_of(membre.territoire) for membre in membres_of(person))
    return {plan.pk: plan for plan in found if plan is not None}
