"""The whole question as a workbook: send it, read what it would change, confirm. And export."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.french import counted
from essor.records.accounts.roles import Capability
from essor.records.terres.permissions import require_write
from essor.records.terres.queries import soils_of
from essor.records.terres.tableur.imports import Outcome, import_workbook, preview_import
from essor.records.terres.tableur.layout import Feuille
from essor.records.terres.tableur.write import empty_workbook, export_workbook
from essor.web.design.csv_file import file_answer
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.plan.staging import staged
from essor.web.plan.workbook_import import (
    confirm_import,
    file_field,
    is_kept,
    keep_workbook,
    workbook_of,
)
from essor.web.terres.pages import BOTH, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONGLET = "apercu"


class FileForm(forms.Form):
    """The file."""

    fichier = file_field("Votre classeur (.xlsx ou .ods)", ".xlsx", ".ods")


@require_GET
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Send the soils that this person reads, as a workbook that imports back."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    content = export_workbook(soils_of(gate.plan, gate.access))
    return file_answer(content, kind=XLSX, name=f"terres-{code}.xlsx")


@require_GET
def model(request: HttpRequest, code: str) -> HttpResponse:
    """Send the empty workbook."""
    plan_or_404(request, code)
    return file_answer(empty_workbook(), kind=XLSX, name="terres-modele.xlsx")


@require_http_methods(BOTH)
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    form = FileForm(request.POST or None, request.FILES or None)
    if is_kept(request, form, partial(stage_file, request, key_of(code))):
        return redirect("terres:workbook_preview", code)
    context = shown(gate, ONGLET, form=form, feuilles=[one.value for one in Feuille])
    return render(request, "terres/classeur.html", context, status=400 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the file would add or change, and every fault."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    kept = staged(request, key_of(code))
    if kept is None:
        return redirect("terres:workbook", code)
    found = preview_import(by=gate.access, plan=gate.plan, book=workbook_of(kept))
    return _preview(request, gate, kept, found)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    kept = staged(request, key_of(code))
    if kept is None:
        return redirect("terres:workbook", code)
    asked: dict[str, Any] = {"by": gate.access, "plan": gate.plan, "book": workbook_of(kept)}

    def done(found: Outcome) -> HttpResponse:
        said = counted(len(found.changes), "ligne changée", "lignes changées")
        messages.success(
            request, f"Import terminé\u00a0: {said}. L'historique l'annule d'un geste."
        )
        return redirect("terres:overview", code)

    return confirm_import(
        request,
        write=lambda read: import_workbook(**asked, expected_fingerprint=read),
        look=partial(preview_import, **asked),
        show=partial(_preview, request, gate, kept),
        done=done,
    )


def key_of(code: str) -> str:
    """Keep the file apart from that of a plan waiting in the same session."""
    return f"{code}/terres"


def stage_file(request: HttpRequest, key: str, file: Any) -> None:
    """Keep a file until its preview is confirmed. Raises UserFault when it cannot be read."""
    keep_workbook(request, key, file, check=lambda book: None)


def _preview(
    request: HttpRequest,
    gate: PlanGate,
    kept: dict[str, Any],
    found: Outcome,
    *,
    moved: object = (),
    status: int = 200,
) -> HttpResponse:
    context = shown(gate, ONGLET, file_name=kept["name"], found=found, moved=moved)
    return render(request, "terres/classeur_apercu.html", context, status=status)
