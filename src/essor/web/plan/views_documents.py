"""Documents of an action: add, read, take away."""

import uuid

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.accounts.roles import Capability
from essor.records.plans.documents import add_document, delete_document
from essor.records.plans.files import content_type_of, path_of
from essor.records.plans.models import Action, Document
from essor.records.plans.permissions import require_edit_action
from essor.records.plans.queries import get_action
from essor.web.design.form_faults import add_faults
from essor.web.plan.forms import MAX_TITLE
from essor.web.plan.gate import PlanGate, plan_or_404


class DocumentForm(forms.Form):
    """A file or a link."""

    titre = forms.CharField(label="Titre (facultatif)", required=False, max_length=MAX_TITLE)
    fichier = forms.FileField(label="Fichier", required=False, allow_empty_file=True)
    lien = forms.CharField(
        label="Ou un lien",
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Attach a file or a link."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_action(gate.access, action, frozenset({"documents"}))
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attach(gate, action, form)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le document est ajouté.")
            return redirect("plan:action", code, action.code)
    context = gate.context(action=action, form=form)
    return render(request, "plan/document.html", context, status=400 if form.errors else 200)


def _attach(gate: PlanGate, action: Action, form: DocumentForm) -> None:
    file = form.cleaned_data["fichier"]
    add_document(
        by=gate.access,
        action=action,
        titre=form.cleaned_data["titre"],
        href=form.cleaned_data["lien"],
        file_name=file.name if file else "",
        content=file.file if file else None,
    )


@require_GET
def document(
    request: HttpRequest, code: str, action_code: str, document_id: uuid.UUID
) -> FileResponse:
    """Send a file, always as an attachment."""
    gate = plan_or_404(request, code)
    row = _readable(gate, action_code, document_id)
    path = path_of(row.sha256)
    if not row.sha256 or not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=row.file_name,
        content_type=content_type_of(row.file_name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(
    request: HttpRequest, code: str, action_code: str, document_id: uuid.UUID
) -> HttpResponse:
    """Detach a document."""
    gate = plan_or_404(request, code)
    row = _readable(gate, action_code, document_id)
    delete_document(by=gate.access, document=row)
    messages.success(request, "Le document est retiré ; l'historique permet de le rétablir.")
    return redirect("plan:action", code, action_code)


def _readable(gate: PlanGate, action_code: str, document_id: uuid.UUID) -> Document:
    action = get_action(gate.plan, action_code, gate.access)
    gate.access.require(Capability.VIEW_INTERNAL)
    return get_object_or_404(Document, pk=document_id, action=action)
