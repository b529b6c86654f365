"""The indicators as a workbook: send it, read what it would change, confirm. And export."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.french import counted
from essor.records.accounts.roles import Capability
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.tableur.changes import Outcome
from essor.records.indicateurs.tableur.imports import import_workbook, preview_import
from essor.records.indicateurs.tableur.layout import Feuille
from essor.records.indicateurs.tableur.read import read_lines
from essor.records.indicateurs.tableur.write import (
    empty_workbook,
    export_sheet,
    export_workbook,
)
from essor.web.design.csv_file import CSV, file_answer
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.plan.staging import staged
from essor.web.plan.workbook_import import (
    confirm_import,
    file_field,
    is_kept,
    keep_workbook,
    workbook_of,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE, MODEL = "classeur", "modele"


class FileForm(forms.Form):
    """The file."""

    fichier = file_field("Votre tableau (.xlsx, .ods ou .csv)", ".xlsx", ".ods", ".csv")


@require_GET
def export(request: HttpRequest, code: str, sheet: str, file_format: str) -> HttpResponse:
    """Send what this person reads: the workbook, one sheet of it, or the empty model."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.EXPORT_PLAN)
    name = f"indicateurs-{code}-{sheet}.{file_format}"
    if file_format == "xlsx" and sheet == MODEL:
        return file_answer(empty_workbook(), kind=XLSX, name=name)
    if file_format == "xlsx" and sheet == WHOLE:
        return file_answer(export_workbook(plan=gate.plan, by=gate.access), kind=XLSX, name=name)
    if file_format == "csv" and sheet in list(Feuille):
        content = export_sheet(plan=gate.plan, by=gate.access, feuille=Feuille(sheet))
        return file_answer(content, kind=CSV, name=name)
    raise Http404


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    form = FileForm(request.POST or None, request.FILES or None)
    keep = partial(keep_workbook, request, _key(code), check=read_lines)
    if is_kept(request, form, keep):
        return redirect("indicateurs:preview", code)
    context = gate.context(tab="indicateurs", form=form, feuilles=list(Feuille))
    status = 400 if form.errors else 200
    return render(request, "indicateurs/importer.html", context, status=status)


@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the file would add or change, and every fault."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    kept = staged(request, _key(code))
    if kept is None:
        return redirect("indicateurs:import", code)
    found = preview_import(by=gate.access, plan=gate.plan, book=workbook_of(kept))
    return _preview(request, gate, kept, found)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    kept = staged(request, _key(code))
    if kept is None:
        return redirect("indicateurs:import", code)
    asked: dict[str, Any] = {"by": gate.access, "plan": gate.plan, "book": workbook_of(kept)}

    def done(found: Outcome) -> HttpResponse:
        said = counted(len(found.changes), "changement", "changements")
        messages.success(
            request, f"Import terminé\u00a0: {said}. L'historique l'annule d'un geste."
        )
        return redirect("indicateurs:list", code)

    return confirm_import(
        request,
        write=lambda read: import_workbook(**asked, expected_fingerprint=read),
        look=partial(preview_import, **asked),
        show=partial(_preview, request, gate, kept),
        done=done,
    )


def _key(code: str) -> str:
    """Keep the file apart from that of a plan waiting in the same session."""
    return f"{code}/indicateurs"


def _preview(
    request: HttpRequest,
    gate: PlanGate,
    kept: dict[str, Any],
    found: Outcome,
    *,
    moved: object = (),
    status: int = 200,
) -> HttpResponse:
    context = gate.context(tab="indicateurs", file_name=kept["name"], found=found, moved=moved)
    return render(request, "indicateurs/apercu.html", context, status=status)
