"""Adopting a text: what it will do is read before it is done."""

import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import Fault, UserFault
from essor.records.conventions.adoption import Adoption, adopt_acte, rehearse_adoption
from essor.records.conventions.choices import NatureActe
from essor.records.conventions.life import ConventionLife, life_of
from essor.records.conventions.models import Acte
from essor.records.conventions.queries import get_acte
from essor.web.conventions.adopt_form import ALL, AdoptForm
from essor.web.conventions.pages import BOTH, TAB, back, manager_or_403
from essor.web.plan.gate import PlanGate

CONFIRM = "adopter"


@require_http_methods(BOTH)
def adopt(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Show what adopting would do, then adopt; a choice whose effects were not read is shown."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    found = life_of(plan=gate.plan, by=gate.access, now=timezone.now())
    loose = [*found.waiting, *found.loose]
    form = AdoptForm(
        request.POST if request.method == "POST" else _usual(acte, found), acte=acte, loose=loose
    )
    adoption: Adoption | None = None
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            if request.POST.get("etape") == CONFIRM and form.cleaned_data["seen"] == form.choice:
                adopt_acte(by=gate.access, acte=acte, **form.values())
                return back(request, code, f"{acte.nom} est adopté dans Essor.", acte=acte)
            adoption = rehearse_adoption(acte, gate.access, **form.values())
        except UserFault as error:
            faults = error.faults
    return _page(request, gate, acte, form, adoption, faults)


def _usual(acte: Acte, found: ConventionLife) -> QueryDict:
    """Return what a text usually adopts: all dates; an amendment, what was meant for the next."""
    data = QueryDict(mutable=True)
    data["dates"] = ALL
    if acte.nature == NatureActe.AVENANT:
        data["replaces"] = "on"
        data.setlist("also", [str(row.mouvement.pk) for row in found.waiting])
    return data


def _page(
    request: HttpRequest,
    gate: PlanGate,
    acte: Acte,
    form: AdoptForm,
    adoption: Adoption | None,
    faults: tuple[Fault, ...],
) -> HttpResponse:
    is_asked = request.POST.get("etape") == CONFIRM
    context = gate.context(
        tab=TAB,
        acte=acte,
        form=form,
        adoption=adoption,
        faults=faults,
        choice=form.choice if form.is_valid() else "",
        has_changed=is_asked and adoption is not None,
    )
    status = 400 if request.method == "POST" and (faults or form.errors) else 200
    return render(request, "conventions/adopter.html", context, status=status)
