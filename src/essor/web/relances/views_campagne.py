"""One request for news: see it before it leaves, launch it, who answered, links to hand over."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.foundations.french_holidays import next_working_day, quiet_reason
from essor.records.accounts.mails import has_mail_server
from essor.records.accounts.models import User
from essor.records.relances.campagnes import (
    SETTABLE,
    change_campagne,
    close_campagne,
    delete_campagne,
    draw_link,
    launch_campagne,
    revoke_links,
)
from essor.records.relances.models import Campagne
from essor.records.relances.queries import asked_people, get_campagne
from essor.records.relances.sending import prepare_day
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate
from essor.web.relances.forms import EditForm
from essor.web.relances.views_rules import manager_gate


@login_required
@require_safe
def show(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> HttpResponse:
    """Show a request: what will leave, or who answered."""
    gate, campagne = _asked(request, code, campagne_id)
    return render(request, "relances/campagne.html", _context(gate, campagne))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> HttpResponse:
    """Change the words or the day."""
    gate, campagne = _asked(request, code, campagne_id)
    initial = model_to_dict(campagne, fields=SETTABLE) | {"version": campagne.version}
    form = EditForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            change_campagne(by=gate.access, campagne=campagne, expected_version=version, **values)
        except UserFault as error:
            add_faults(form, error)
        else:
            return redirect("relances:campagne", code, campagne.pk)
    context = gate.context(tab="relances", campagne=campagne, form=form)
    return render(request, "relances/modifier.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def launch(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> HttpResponse:
    """Open the request, and send the mails of those who were asked."""
    gate, campagne = _asked(request, code, campagne_id)
    launch_campagne(by=gate.access, campagne=campagne)
    asked = {one.user.pk for one in asked_people(campagne, timezone.now())}
    _, made = prepare_day(day=timezone.localdate(), only_users=asked)
    messages.success(request, _said(len(made)))
    return redirect("relances:campagne", code, campagne.pk)


@login_required
@require_POST
def close(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> HttpResponse:
    """Close the request: links stop, nobody is reminded."""
    gate, campagne = _asked(request, code, campagne_id)
    close_campagne(by=gate.access, campagne=campagne)
    messages.success(request, "La demande est close. Ses liens ne s'ouvrent plus.")
    return redirect("relances:campagne", code, campagne.pk)


@login_required
@require_POST
def remove(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> HttpResponse:
    """Delete a request that nobody received."""
    gate, campagne = _asked(request, code, campagne_id)
    delete_campagne(by=gate.access, campagne=campagne)
    messages.success(request, "La demande est supprimée, personne ne l'avait reçue.")
    return redirect("relances:home", code)


@never_cache
@login_required
@require_POST
def link(request: HttpRequest, code: str, campagne_id: uuid.UUID, user_id: int) -> HttpResponse:
    """Make a personal link and show it, this once."""
    gate, campagne = _asked(request, code, campagne_id)
    person = _person(campagne, user_id)
    token = draw_link(by=gate.access, campagne=campagne, user=person)
    url = request.build_absolute_uri(reverse("fiche:sheet", args=[token]))
    return render(
        request, "relances/campagne.html", _context(gate, campagne, url=url, url_of=person)
    )


@login_required
@require_POST
def revoke(request: HttpRequest, code: str, campagne_id: uuid.UUID, user_id: int) -> HttpResponse:
    """Stop every link of a person to her sheet."""
    gate, campagne = _asked(request, code, campagne_id)
    person = _person(campagne, user_id)
    count = revoke_links(by=gate.access, plan=gate.plan, user=person)
    plural = "s" if count > 1 else ""
    messages.success(request, f"{count} lien{plural} de {person.label} retiré{plural}.")
    return redirect("relances:campagne", code, campagne.pk)


def _asked(request: HttpRequest, code: str, campagne_id: uuid.UUID) -> tuple[PlanGate, Campagne]:
    gate = manager_gate(request, code)
    return gate, get_campagne(gate.plan, campagne_id, gate.access)


def _person(campagne: Campagne, user_id: int) -> User:
    demande = campagne.demandes.filter(user_id=user_id).select_related("user").first()
    if demande is None:
        raise Http404
    return demande.user


def _context(gate: PlanGate, campagne: Campagne, **more: object) -> dict[str, object]:
    people = asked_people(campagne, timezone.now())
    today = timezone.localdate()
    return gate.context(
        tab="relances",
        campagne=campagne,
        people=people,
        done=sum(one.is_done for one in people),
        is_late=campagne.is_open and campagne.echeance_on < today,
        quiet=quiet_reason(today),
        next_day=next_working_day(today),
        has_mail_server=has_mail_server(),
        **more,
    )


def _said(count: int) -> str:
    today = timezone.localdate()
    if reason := quiet_reason(today):
        day = next_working_day(today)
        return f"La demande est lancée. Les courriels partiront le {day:%d/%m/%Y} ({reason})."
    if not count:
        return "La demande est lancée. Aucun courriel ne part aujourd'hui : copiez les liens."
    plural = "s" if count > 1 else ""
    return f"La demande est lancée, {count} courriel{plural} en partance."
