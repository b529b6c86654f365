"""Import a workbook: send it, read what it would change, confirm. And export."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.comparison import ImportPreview, RowStatus
from essor.records.plans.exports import export_plan
from essor.records.plans.imports import import_plan
from essor.records.plans.tableur import PlanFormat, PlanRead, read_plan
from essor.records.territoires.models import Territoire
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import plan_or_404
from essor.web.plan.staging import forget, stage, staged
from essor.web.plan.workbook_import import file_field, is_kept, read_upload

CONTENT_TYPES = {
    PlanFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PlanFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    PlanFormat.CSV: "text/csv; charset=utf-8",
    PlanFormat.JSON: "application/json",
}


class ImportForm(forms.Form):
    """The file, and what an empty cell means."""

    fichier = file_field(
        "Votre tableau (.xlsx, .ods, .csv ou .json)", ".xlsx", ".ods", ".csv", ".json"
    )
    effacer_vides = forms.BooleanField(
        label="Une cellule vide efface la valeur qui est dans Essor",
        required=False,
        help_text="Sans cette case, une cellule vide ne change rien.",
    )


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.IMPORT_PLAN)
    form = ImportForm(request.POST or None, request.FILES or None)
    if is_kept(request, form, lambda file: _stage(request, code, form, file)):
        return redirect("plan:preview", code)
    return render(
        request,
        "plan/importer.html",
        {"territoire": territoire, "access": access, "tab": "plan", "form": form},
        status=400 if form.errors else 200,
    )


def _stage(request: HttpRequest, code: str, form: ImportForm, file: Any) -> None:
    content = read_upload(file)
    read = read_plan(content, file_name=file.name)
    if read.faults and not read.drafts:
        raise UserFault(read.faults)
    stage(
        request,
        code=code,
        name=file.name,
        content=content,
        erase_empty=form.cleaned_data["effacer_vides"],
    )


@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the file would create, change or leave, and every fault."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.IMPORT_PLAN)
    kept = staged(request, code)
    if kept is None:
        return redirect("plan:import", code)
    read, found = _import(territoire, access, kept, is_dry_run=True)
    return render(request, "plan/apercu.html", _context(territoire, access, kept, read, found))


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.IMPORT_PLAN)
    kept = staged(request, code)
    if kept is None:
        return redirect("plan:import", code)
    try:
        read, found = _import(
            territoire, access, kept, expected_fingerprint=request.POST.get("empreinte", "")
        )
    except UserFault as error:
        read, found = _import(territoire, access, kept, is_dry_run=True)
        context = _context(territoire, access, kept, read, found)
        return render(request, "plan/apercu.html", {**context, "moved": error.faults}, status=409)
    if not found.is_ok:
        context = _context(territoire, access, kept, read, found)
        return render(request, "plan/apercu.html", context, status=400)
    forget(request)
    messages.success(request, _done(found))
    return redirect("plan:plan", code)


def _import(
    territoire: Territoire, access: Access, kept: dict[str, Any], **options: Any
) -> tuple[PlanRead, ImportPreview]:
    read = read_plan(kept["content"], file_name=kept["name"])
    found = import_plan(
        by=access, territoire=territoire, read=read, erase_empty=kept["erase_empty"], **options
    )
    return read, found


def _context(
    territoire: Territoire,
    access: Access,
    kept: dict[str, Any],
    read: PlanRead,
    found: ImportPreview,
) -> dict[str, Any]:
    counts = {status.name.lower(): found.count(status) for status in RowStatus}
    return {
        "territoire": territoire,
        "access": access,
        "tab": "plan",
        "file_name": kept["name"],
        "erase_empty": kept["erase_empty"],
        "read": read,
        "preview": found,
        "counts": counts,
        "created": [row for row in found.rows if row.status is RowStatus.CREATED],
        "updated": [row for row in found.rows if row.status is RowStatus.UPDATED],
        "nothing": found.is_ok and not (counts["created"] or counts["updated"] or found.new_axes),
    }


def _done(found: ImportPreview) -> str:
    created, updated = found.count(RowStatus.CREATED), found.count(RowStatus.UPDATED)
    unchanged = found.count(RowStatus.UNCHANGED)
    return (
        f"Import terminé : {counted(created, 'action ajoutée', 'actions ajoutées')}, "
        f"{counted(updated, 'modifiée')}, {counted(unchanged, 'inchangée')}. "
        "L'historique permet de l'annuler d'un geste."
    )


@require_GET
def export(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Send the plan as a file, with what this person may read."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.EXPORT_PLAN)
    if file_format not in list(PlanFormat):
        raise Http404
    chosen = PlanFormat(file_format)
    content = export_plan(plan=gate.plan, by=gate.access, format=chosen)
    name = f"plan-{code}-{slugify(gate.territoire.nom)}.{chosen}"
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[chosen],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
