"""« Mes jetons »: the keys that a person gave herself; each is shown once."""

import datetime as dt
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.accounts.queries import membres_of
from essor.records.jetons.actions import NewJeton, create_jeton, revoke_jeton
from essor.records.jetons.queries import jetons_of
from essor.records.jetons.scopes import Scope
from essor.web.compte.people import signed_in
from essor.web.design.form_faults import add_faults
from essor.web.jetons.forms import JetonForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def jetons(request: HttpRequest) -> HttpResponse:
    """List the tokens, and make one."""
    person = signed_in(request)
    places = [(one.territoire.code, one.territoire.nom) for one in membres_of(person)]
    form = JetonForm(request.POST if request.method == "POST" else None, territoires=places)
    made = _make(request, form)
    if made is not None:
        form = JetonForm(territoires=places)
    now = timezone.now()
    context = {
        "form": form,
        "made": made,
        "rows": [(one, one.is_open(now), _uses(one.scopes)) for one in jetons_of(person)],
        "places": dict(places),
    }
    return render(request, "jetons/jetons.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, jeton_id: uuid.UUID) -> HttpResponse:
    """Close one of her tokens."""
    person = signed_in(request)
    jeton = get_object_or_404(jetons_of(person), pk=jeton_id)
    revoke_jeton(by=person, jeton=jeton)
    messages.success(request, f"Le jeton « {jeton.titre} » est révoqué.")
    return redirect("jetons:list")


@sensitive_variables()
def _make(request: HttpRequest, form: JetonForm) -> NewJeton | None:
    if not form.is_bound or not form.is_valid():
        return None
    person, asked = signed_in(request), form.cleaned_data
    try:
        return create_jeton(
            by=person,
            person=person,
            titre=asked["titre"],
            scopes=[Scope(one) for one in asked["scopes"]],
            expires_at=timezone.now() + dt.timedelta(days=asked["days"]),
            territoire_code=asked["territoire"],
        )
    except UserFault as error:
        add_faults(form, error)
        return None


def _uses(scopes: list[str]) -> str:
    return ", ".join(Scope(one).value for one in scopes if one in Scope.values)
