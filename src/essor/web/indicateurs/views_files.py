"""The indicators as a workbook: send it, read what it would change, confirm. And export."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.foundations.tables import Workbook, read_workbook
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
from essor.records.plans.files import MAX_SIZE_BYTES
from essor.web.design.csv_file import CSV, file_answer
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.plan.staging import forget, stage, staged

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE, MODEL = "classeur", "modele"


class FileForm(forms.Form):
    """The file."""

    fichier = forms.FileField(
        label="Votre tableau (.xlsx, .ods ou .csv)",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )


@require_GET
def export(request: HttpRequest, code: str, sheet: str, file_format: str) -> HttpResponse:
    """Send what this person reads: the workbook, one sheet of it, or the empty model."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.EXPORT_PLAN)
    name = f"indicateurs-{code}-{sheet}.{file_format}"
    if file_format == "xlsx" and sheet == MODEL:
        return file_answer(empty_workbook(), name, XLSX)
    if file_format == "xlsx" and sheet == WHOLE:
        return file_answer(export_workbook(plan=gate.plan, by=gate.access), name, XLSX)
    if file_format == "csv" and sheet in list(Feuille):
        content = export_sheet(plan=gate.plan, by=gate.access, feuille=Feuille(sheet))
        return file_answer(content, name, CSV)
    raise Http404


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _stage(request, code, form.cleaned_data["fichier"])
        except UserFault as error:
            add_faults(form, error)
        else:
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
    found = preview_import(by=gate.access, plan=gate.plan, book=_book(kept))
    return _preview(request, gate, kept, found)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    kept = staged(request, _key(code))
    if kept is None:
        return redirect("indicateurs:import", code)
    try:
        done = import_workbook(
            by=gate.access,
            plan=gate.plan,
            book=_book(kept),
            expected_fingerprint=request.POST.get("empreinte", ""),
        )
    except UserFault as error:
        found = preview_import(by=gate.access, plan=gate.plan, book=_book(kept))
        moved = () if found.faults else error.faults
        return _preview(request, gate, kept, found, moved=moved, status=409 if moved else 400)
    forget(request)
    said = counted(len(done.changes), "changement", "changements")
    messages.success(
        request, f"Import terminé\u00a0: {said}. L'historique permet de l'annuler d'un geste."
    )
    return redirect("indicateurs:list", code)


def _key(code: str) -> str:
    """Keep the file apart from that of a plan waiting in the same session."""
    return f"{code}/indicateurs"


def _stage(request: HttpRequest, code: str, file: Any) -> None:
    content = file.read(MAX_SIZE_BYTES + 1)
    if len(content) > MAX_SIZE_BYTES:
        raise UserFault.single(
            f"Le fichier dépasse {MAX_SIZE_BYTES // 1024**2}\u00a0Mo.", field="fichier",
            expected="un classeur sans images ni feuilles inutiles",
        )  # fmt: skip
    read_lines(read_workbook(content, file_name=file.name))
    stage(request, code=_key(code), name=file.name, content=content)


def _book(kept: dict[str, Any]) -> Workbook:
    return read_workbook(kept["content"], file_name=kept["name"])


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
