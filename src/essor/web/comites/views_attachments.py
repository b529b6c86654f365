"""Documents and studies laid before a committee."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.records.comites.attachments import (
    add_document,
    delete_document,
    present_plan_terres,
    present_study,
    withdraw_plan_terres,
    withdraw_study,
)
from essor.records.comites.queries import get_document, get_presentation, get_soils_presentation
from essor.records.plans.files import content_type_of, path_of
from essor.records.studies.queries import studies_of
from essor.records.terres_plans.queries import plans_terres_of
from essor.web.comites.forms import SoilsForm, StudyForm
from essor.web.comites.pages import BOTH, asked, back, form_page
from essor.web.design.form_faults import wrote
from essor.web.plan.views_documents import DocumentForm

PAPERS = "documents"


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Lay a file or a link before a committee."""
    gate, comite = asked(request, code, comite_id)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def write() -> None:
        file = form.cleaned_data["fichier"]
        add_document(
            by=gate.access,
            comite=comite,
            titre=form.cleaned_data["titre"],
            href=form.cleaned_data["lien"],
            file_name=file.name if file else "",
            content=file.file if file else None,
        )

    if wrote(request, form, write):
        return back(request, comite, "Le document est ajouté.", PAPERS)
    return form_page(request, gate, form, "Ajouter un document", comite)


@require_GET
def document(
    request: HttpRequest, code: str, comite_id: uuid.UUID, document_id: uuid.UUID
) -> FileResponse:
    """Send a file, always as an attachment."""
    _, comite = asked(request, code, comite_id, to_change=False)
    row = get_document(comite, document_id)
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
    request: HttpRequest, code: str, comite_id: uuid.UUID, document_id: uuid.UUID
) -> HttpResponse:
    """Take a document away."""
    gate, comite = asked(request, code, comite_id)
    delete_document(by=gate.access, document=get_document(comite, document_id))
    return back(request, comite, "Le document est retiré. L'historique peut le rétablir.", PAPERS)


@require_POST
def present(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Lay a study before the committee."""
    gate, comite = asked(request, code, comite_id)
    form = StudyForm(request.POST, studies=studies_of(gate.plan, gate.access))

    def write() -> None:
        present_study(by=gate.access, comite=comite, study=form.cleaned_data["etude"])

    if wrote(request, form, write):
        return back(request, comite, "L'étude est présentée à ce comité.", PAPERS)
    return form_page(request, gate, form, "Présenter une étude", comite)


@require_POST
def withdraw(
    request: HttpRequest, code: str, comite_id: uuid.UUID, presentation_id: uuid.UUID
) -> HttpResponse:
    """Take a study off the committee."""
    gate, comite = asked(request, code, comite_id)
    presentation = get_presentation(comite, presentation_id, gate.access)
    withdraw_study(by=gate.access, presentation=presentation)
    return back(request, comite, "L'étude n'est plus présentée à ce comité.", PAPERS)


@require_POST
def present_soils(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Lay a plan of excavated soils before the committee."""
    gate, comite = asked(request, code, comite_id)
    form = SoilsForm(request.POST, plans=plans_terres_of(gate.plan, gate.access))

    def write() -> None:
        row = form.cleaned_data["plan_terres"]
        present_plan_terres(by=gate.access, comite=comite, plan_terres=row)

    if wrote(request, form, write):
        return back(request, comite, "Le plan de terres est présenté à ce comité.", PAPERS)
    return form_page(request, gate, form, "Présenter un plan de terres", comite)


@require_POST
def withdraw_soils(
    request: HttpRequest, code: str, comite_id: uuid.UUID, presentation_id: uuid.UUID
) -> HttpResponse:
    """Take a plan of excavated soils off the committee."""
    gate, comite = asked(request, code, comite_id)
    presentation = get_soils_presentation(comite, presentation_id, gate.access)
    withdraw_plan_terres(by=gate.access, presentation=presentation)
    return back(request, comite, "Le plan de terres n'est plus présenté à ce comité.", PAPERS)
