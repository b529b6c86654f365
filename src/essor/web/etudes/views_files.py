"""What is taken away: tables, inputs, documents."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from essor.references.loader import parameters
from essor.reports.etude_friche.facts import StudySheet, assumptions_again, gather
from essor.reports.etude_friche.sheet import sheet_of
from essor.reports.etude_friche.study_document import FORMATS, study_document
from essor.reports.etude_friche.table import Table
from essor.reports.etude_friche.tables import FILES, assumptions
from essor.web.design.csv_file import file_answer
from essor.web.etudes.csv_file import csv_answer
from essor.web.etudes.gate import study_or_404
from essor.web.etudes.views_show import asked_run

PDF = "application/pdf"
HYPOTHESES = "hypotheses"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def table(request: HttpRequest, code: str, study_id: uuid.UUID, table: str) -> HttpResponse:
    """Send one table of a study: every row, amounts to the cent."""
    _, row = study_or_404(request, code, study_id)
    run = asked_run(row, request.GET.get("calcul", ""))
    if run is None or table not in (*FILES, HYPOTHESES):
        raise Http404
    return csv_answer(_table(table, sheet_of(row, run)), table)


def _table(name: str, sheet: StudySheet) -> Table:
    if name == HYPOTHESES:
        return assumptions(assumptions_again(sheet, files=parameters()))
    return FILES[name](sheet)


@require_GET
def inputs(request: HttpRequest, code: str, study_id: uuid.UUID) -> JsonResponse:
    """Send the inputs of a study, as `essor friches evaluer` reads them."""
    _, row = study_or_404(request, code, study_id)
    answer = JsonResponse(
        {"profil": row.profil, **row.inputs},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="etude.json"'
    return answer


@require_GET
def pdf(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Send the study document as PDF."""
    return _document(request, code, study_id, "pdf", PDF)


@require_GET
def docx(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Send the same document for Word."""
    return _document(request, code, study_id, "docx", DOCX)


def _document(
    request: HttpRequest, code: str, study_id: uuid.UUID, ending: str, kind: str
) -> HttpResponse:
    _, row = study_or_404(request, code, study_id)
    run = asked_run(row, request.GET.get("calcul", ""))
    if run is None:
        raise Http404
    facts = gather(sheet_of(row, run), files=parameters())
    content = FORMATS[ending](study_document(facts))
    return file_answer(
        content, kind=kind, name=f"etude-{slugify(row.titre)[:60] or 'friche'}.{ending}"
    )
