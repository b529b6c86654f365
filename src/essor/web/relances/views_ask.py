"""« Demander des nouvelles »: choose actions and pilots, give a named pilot her address."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Participant
from essor.records.relances.campagnes import (
    address_pilot,
    default_titre,
    pilots_to_ask,
    pilots_without_address,
    prepare_campagne,
)
from essor.web.design.form_faults import add_faults
from essor.web.relances.forms import AddressForm, AskForm, suggested_day
from essor.web.relances.views_rules import manager_gate

BOTH = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(BOTH)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare a request; the next page shows it before anybody hears of it."""
    gate = manager_gate(request, code)
    today = timezone.localdate()
    offered = pilots_to_ask(gate.plan, today)
    initial = {"titre": default_titre(today), "echeance_on": suggested_day(today)}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, offered=offered, initial=initial)
    form.initial["asked"] = list(form.pairs)
    if form.is_bound and form.is_valid():
        try:
            campagne = prepare_campagne(
                by=gate.access,
                plan=gate.plan,
                titre=form.cleaned_data["titre"],
                echeance_on=form.cleaned_data["echeance_on"],
                message=form.cleaned_data["message"],
                asked=form.chosen(),
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            return redirect("relances:campagne", code, campagne.pk)
    context = gate.context(
        tab="relances",
        form=form,
        orphans=[action for action, users in offered if not users],
        nameless=pilots_without_address(gate.plan, today),
    )
    return render(request, "relances/demander.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(BOTH)
def address(request: HttpRequest, code: str, participant_id: uuid.UUID) -> HttpResponse:
    """Give a named pilot the address where she will be asked."""
    gate = manager_gate(request, code)
    participant = (
        Participant.objects.filter(
            pk=participant_id, action__plan=gate.plan, role=ParticipantRole.PERSONNE_PILOTE
        )
        .select_related("action__plan__territoire")
        .first()
    )
    if participant is None:
        raise Http404
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            address_pilot(by=gate.access, participant=participant, email=form.cleaned_data["email"])
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"{participant.nom} peut maintenant recevoir sa fiche.")
            return redirect("relances:ask", code)
    context = gate.context(tab="relances", form=form, participant=participant)
    return render(request, "relances/adresse.html", context, status=400 if form.errors else 200)
