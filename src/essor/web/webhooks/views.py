"""The programs that are told of what changes: list, create, one with its deliveries, change."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.territoires.models import Territoire
from essor.records.webhooks.actions import (
    SETTABLE,
    NewSecret,
    change_abonnement,
    create_abonnement,
)
from essor.records.webhooks.choices import EtatLivraison, Famille, Niveau
from essor.records.webhooks.models import Abonnement
from essor.records.webhooks.permissions import reading_access, require_manage
from essor.records.webhooks.queries import abonnements_of, get_abonnement, livraisons_of
from essor.web.design.form_faults import add_faults
from essor.web.design.territoire import territoire_or_404
from essor.web.webhooks.forms import AbonnementForm
from essor.web.webhooks.tables import csv_response

PER_PAGE = 25


@login_required
@require_safe
def index(request: HttpRequest, code: str) -> HttpResponse:
    """List the subscriptions of a territory."""
    territoire, access = territoire_or_404(request, code)
    rows = abonnements_of(territoire, access)
    return render(request, "webhooks/liste.html", _context(territoire, access, rows=rows))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("made")
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Make a subscription, and show its secret this once."""
    territoire, access = territoire_or_404(request, code)
    require_manage(access, territoire)
    form = AbonnementForm(
        request.POST if request.method == "POST" else None,
        initial={"familles": [Famille.PLAN, Famille.ACTIONS, Famille.JALONS]},
    )
    made = _made(territoire, access, form)
    if made is not None:
        return page_of(request, territoire, access, made.abonnement, secret=made.secret)
    context = _context(territoire, access, form=form)
    return render(request, "webhooks/nouveau.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Show a subscription and its deliveries."""
    territoire, access, abonnement = one_or_404(request, code, abonnement_id)
    return page_of(request, territoire, access, abonnement)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Change what is announced, and where."""
    territoire, access, abonnement = one_or_404(request, code, abonnement_id)
    initial = {name: getattr(abonnement, name) for name in ("version", *SETTABLE)}
    form = AbonnementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            change_abonnement(by=access, abonnement=abonnement, expected_version=version, **values)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le webhook est modifié.")
            return redirect("webhooks:show", code, abonnement.pk)
    context = _context(territoire, access, form=form, abonnement=abonnement)
    return render(request, "webhooks/nouveau.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def csv(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Send the log of the deliveries as a file."""
    _, _, abonnement = one_or_404(request, code, abonnement_id)
    return csv_response(livraisons_of(abonnement))


def one_or_404(
    request: HttpRequest, code: str, abonnement_id: uuid.UUID
) -> tuple[Territoire, Access, Abonnement]:
    """Return a subscription of the territory. Raises Http404, Forbidden."""
    territoire, access = territoire_or_404(request, code)
    return territoire, access, get_abonnement(territoire, abonnement_id, access)


@sensitive_variables("secret")
def page_of(
    request: HttpRequest,
    territoire: Territoire,
    access: Access,
    abonnement: Abonnement,
    *,
    secret: str = "",
) -> HttpResponse:
    """Show one subscription; ``secret`` only on the day it is drawn."""
    now = timezone.now()
    page = Paginator(livraisons_of(abonnement), PER_PAGE).get_page(request.GET.get("page"))
    context = _context(
        territoire,
        access,
        abonnement=abonnement,
        secret=secret,
        familles=[Famille(one).label for one in abonnement.familles if one in Famille.values],
        niveau=Niveau(abonnement.niveau).label,
        is_answered_for=reading_access(abonnement) is not None,
        overlaps=abonnement.overlaps(now),
        page=page,
        waiting=EtatLivraison.EN_ATTENTE,
    )
    return render(request, "webhooks/webhook.html", context)


@sensitive_variables()
def _made(territoire: Territoire, access: Access, form: AbonnementForm) -> NewSecret | None:
    if not form.is_bound or not form.is_valid():
        return None
    values = {name: form.cleaned_data[name] for name in SETTABLE}
    try:
        return create_abonnement(by=access, territoire=territoire, **values)
    except UserFault as error:
        add_faults(form, error)
        return None


def _context(territoire: Territoire, access: Access, **more: object) -> dict[str, object]:
    return {"territoire": territoire, "access": access, "tab": "webhooks", **more}
