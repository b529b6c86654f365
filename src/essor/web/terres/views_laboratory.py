"""The file of a laboratory: sent for one lot, shown, then kept."""

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.records.plans.files import check_file
from essor.records.terres.laboratory import ReportRead, import_report, read_report
from essor.records.terres.models import Lot
from essor.records.terres.permissions import require_write_lot
from essor.records.terres.queries import get_lot
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.plan.staging import forget, stage, staged
from essor.web.terres.forms import AnalyseForm
from essor.web.terres.kinds import LOTS
from essor.web.terres.pages import BOTH, done, shown

DAYS = ("sampled_on", "analysed_on", "read_on")


class LaboratoryForm(AnalyseForm):
    """The file, and what is said of its reports."""

    fichier = forms.FileField(
        label="Fichier du laboratoire (.xlsx, .ods ou .csv)",
        help_text="Une ligne par paramètre, ou une colonne par échantillon. Unités, « < LQ », "
        "éluat et matière brute sont reconnus ; tout ce qui ne l'est pas est dit.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
    field_order = ("fichier", "numero", "laboratoire", "sampled_on", "analysed_on")


@require_http_methods(BOTH)
def send(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    gate, lot = _asked(request, code, row_id)
    form = LaboratoryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.values()
        try:
            file = check_file(name=said["fichier"].name, content=said.pop("fichier"))
            numero = said.pop("numero")
            read_report(data=file.content, file_name=file.name, numero=numero)
        except UserFault as error:
            add_faults(form, error)
        else:
            for name in DAYS:
                said[name] = said[name].isoformat() if said[name] else None
            stage(
                request, code=_key(lot), name=file.name, content=file.content, said=said,
                numero=numero,
            )  # fmt: skip
            return redirect("terres:laboratory_preview", code, lot.pk)
    context = shown(
        gate, LOTS, form=form, title=f"Importer les analyses du lot {lot.code}",
        back=reverse("terres:lot", args=[code, lot.pk]),
    )  # fmt: skip
    return render(request, "terres/formulaire.html", context, status=400 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show what was read, and what was not."""
    gate, lot = _asked(request, code, row_id)
    kept = staged(request, _key(lot))
    if kept is None:
        return redirect("terres:laboratory", code, lot.pk)
    context = shown(gate, LOTS, lot=lot, report=_read(kept), file_name=kept["name"])
    return render(request, "terres/laboratoire.html", context)


@require_POST
def confirm(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Keep the reports."""
    gate, lot = _asked(request, code, row_id)
    kept = staged(request, _key(lot))
    if kept is None:
        return redirect("terres:laboratory", code, lot.pk)
    said: dict[str, Any] = dict(kept["said"])
    for name in DAYS:
        said[name] = dt.date.fromisoformat(said[name]) if said[name] else None
    file = check_file(name=kept["name"], content=BytesIO(kept["content"]))
    rows = import_report(by=gate.access, lot=lot, report=_read(kept), file=file, values=said)
    forget(request)
    text = counted(len(rows), "bulletin importé", "bulletins importés")
    href = reverse("terres:lot", args=[code, lot.pk])
    return done(request, href, f"{text}. L'historique l'annule d'un geste.")


def _asked(request: HttpRequest, code: str, row_id: uuid.UUID) -> tuple[PlanGate, Lot]:
    gate = plan_or_404(request, code)
    lot = get_lot(gate.plan, row_id, gate.access)
    require_write_lot(gate.access, lot)
    return gate, lot


def _key(lot: Lot) -> str:
    return f"terres/laboratoire/{lot.pk}"


def _read(kept: dict[str, Any]) -> ReportRead:
    return read_report(data=kept["content"], file_name=kept["name"], numero=kept["numero"])
