"""The answer of a study, first; then why."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from essor.records.comites.queries import committees_of_study
from essor.records.plans.queries import every_action_of
from essor.records.studies.models import Study, StudyRun
from essor.records.studies.permissions import can_create_study, can_edit_study
from essor.records.studies.queries import job_of, last_run
from essor.references.loader import parameters
from essor.reports.etude_friche.answer import gather
from essor.reports.etude_friche.assumptions import counted
from essor.reports.etude_friche.facts import StudySheet, assumptions_again
from essor.reports.etude_friche.kept_place import place_of_study
from essor.reports.etude_friche.tables import assumptions, tables_of
from essor.web.etudes.gate import TAB, study_or_404


@require_GET
def study(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Show the last computation of a study, or the one asked by ``?calcul=2``."""
    gate, row = study_or_404(request, code, study_id)
    run = asked_run(row, request.GET.get("calcul", ""))
    answer = gather(row, run) if run else None
    context = gate.context(
        study=row,
        answer=answer,
        tables=tables_of(answer.sheet) if answer else {},
        **(_origins(answer.sheet) if answer else {}),
        runs=row.runs.order_by("-numero").only("numero", "created_at"),
        job=job_of(row),
        place=place_of_study(row),
        comites=committees_of_study(row, gate.access),
        action=every_action_of(gate.plan, gate.access).filter(studies=row).first(),
        can_edit=can_edit_study(gate.access, row),
        can_create=can_create_study(gate.access, gate.plan),
    )
    return render(request, "etudes/etude.html", context | TAB)


def _origins(sheet: StudySheet) -> dict[str, Any]:
    """Every number that the computation took, with its origin, and how many of each."""
    found = assumptions_again(sheet, files=parameters())
    return {"hypotheses": assumptions(found), "origins": counted(found)} if found else {}


def asked_run(study: Study, numero: str) -> StudyRun | None:
    """Return a computation by its number, the last one when none is named. Raises Http404."""
    if not numero:
        return last_run(study)
    run = study.runs.filter(numero=int(numero)).first() if numero.isdecimal() else None
    if run is None:
        raise Http404
    return run
