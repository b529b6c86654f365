"""A weighbridge's file: send it, read what it would add, name what it does not, confirm, undo."""

import uuid
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.french import counted
from essor.records.bordereaux.permissions import require_manage_bordereaux
from essor.records.bordereaux.queries import imports_of
from essor.records.bordereaux.tableur.colonnes import LABELS
from essor.records.bordereaux.tableur.imports import (
    Outcome,
    Reglages,
    import_bordereaux,
    preview_import,
    undo_import,
)
from essor.records.bordereaux.tableur.lecture import read_table
from essor.records.journal.models import Operation
from essor.records.terres.models import Chantier
from essor.web.bordereaux.forms import FichierForm
from essor.web.bordereaux.gate import BOTH, SEEN, Gate, gate_or_404
from essor.web.design.csv_file import csv_file
from essor.web.plan.staging import stage, staged
from essor.web.plan.workbook_import import (
    confirm_import,
    is_kept,
    keep_workbook,
    workbook_of,
)

CHOICE = "choix-"
SHOWN = 200
UNITS = {"kg": True, "t": False}


@require_http_methods(BOTH)
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; when it can be read, go to its preview."""
    gate = _managers(request, code)
    form = _form(request, gate)
    if is_kept(request, form, lambda file: _keep(request, code, file, form.cleaned_data)):
        return redirect("bordereaux:preview", code)
    context = gate.context(form=form, labels=LABELS.values(), imports=imports_of(gate.plan))
    status = 400 if form.errors else 200
    return render(request, "bordereaux/importer.html", context, status=status)


@require_safe
def model_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send an empty table with the heads that are always understood."""
    _managers(request, code)
    return csv_file("modele-bordereaux", list(LABELS.values()), [])


@require_http_methods([*SEEN, "POST"])
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the file would add, every fault, and what its unknown names may mean.

    Posted : what the person says that they mean; the preview is made again.
    """
    gate = _managers(request, code)
    kept = staged(request, _key(code))
    if kept is None:
        return redirect("bordereaux:import", code)
    if request.method == "POST":
        chosen = {
            name.removeprefix(CHOICE): value
            for name, value in request.POST.items()
            if name.startswith(CHOICE) and isinstance(value, str) and value
        }
        _stage_again(request, code, kept, {**kept["choices"], **chosen})
        return redirect("bordereaux:preview", code)
    found = preview_import(
        by=gate.access, plan=gate.plan, book=workbook_of(kept), reglages=_reglages(gate, kept)
    )
    return _preview(request, gate, kept, found)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    gate = _managers(request, code)
    kept = staged(request, _key(code))
    if kept is None:
        return redirect("bordereaux:import", code)
    asked: dict[str, Any] = {
        "by": gate.access,
        "plan": gate.plan,
        "book": workbook_of(kept),
        "reglages": _reglages(gate, kept),
    }

    def done(found: Outcome) -> HttpResponse:
        said = counted(len(found.added), "bordereau ajouté", "bordereaux ajoutés")
        messages.success(request, f"{said}.")
        return redirect("bordereaux:list", code)

    return confirm_import(
        request,
        write=lambda read: import_bordereaux(**asked, expected_fingerprint=read),
        look=partial(preview_import, **asked),
        show=partial(_preview, request, gate, kept),
        done=done,
    )


@require_POST
def undo(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Take back a whole file."""
    gate = gate_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    undo_import(by=gate.access, plan=gate.plan, row=row)
    messages.success(request, "L'import est annulé\u00a0: ses bordereaux sont retirés.")
    return redirect("bordereaux:import", code)


def _managers(request: HttpRequest, code: str) -> Gate:
    gate = gate_or_404(request, code)
    require_manage_bordereaux(gate.access, gate.plan)
    return gate


def _form(request: HttpRequest, gate: Gate) -> FichierForm:
    form = FichierForm(request.POST or None, request.FILES or None)
    field = form.fields["chantier"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Chantier.objects.filter(plan=gate.plan).order_by("code")
    return form


def _key(code: str) -> str:
    """Keep the file apart from those of other rooms waiting in the same session."""
    return f"{code}/bordereaux"


def _keep(request: HttpRequest, code: str, file: Any, said: dict[str, Any]) -> None:
    keep_workbook(
        request,
        _key(code),
        file,
        check=read_table,
        chantier=str(said["chantier"].pk) if said["chantier"] else "",
        unite=said["unite"],
        choices={},
    )


def _stage_again(
    request: HttpRequest, code: str, kept: dict[str, Any], choices: dict[str, str]
) -> None:
    options = {name: kept[name] for name in ("name", "content", "chantier", "unite")}
    stage(request, code=_key(code), choices=choices, **options)


def _reglages(gate: Gate, kept: dict[str, Any]) -> Reglages:
    key = kept["chantier"]
    site = Chantier.objects.filter(plan=gate.plan, pk=key).first() if key else None
    return Reglages(
        is_in_kilograms=UNITS.get(kept["unite"]), chantier=site, choices=kept["choices"]
    )


def _preview(
    request: HttpRequest,
    gate: Gate,
    kept: dict[str, Any],
    found: Outcome,
    *,
    moved: object = (),
    status: int = 200,
) -> HttpResponse:
    context = gate.context(
        file_name=kept["name"],
        found=found,
        faults=[one for one in found.faults if one.code != "inconnu"][:SHOWN],
        added=found.added[:SHOWN],
        warnings=found.warnings[:SHOWN],
        most=SHOWN,
        moved=moved,
    )
    return render(request, "bordereaux/apercu.html", context, status=status)
