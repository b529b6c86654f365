"""Compute, follow, stop."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job
from essor.records.studies.actions import cancel_run, reproduces, run_study
from essor.records.studies.permissions import can_edit_study, require_edit_study
from essor.records.studies.queries import job_of
from essor.web.etudes.gate import TAB, study_or_404
from essor.web.plan.computing import say_faults, say_replayed, show_progress

MOST_VERIFIED = 10_000
TOO_LONG = (
    "Ce calcul compte trop de tirages pour être refait dans la page\u00a0: recalculer l'étude sans "
    "rien changer donne une nouvelle empreinte, à comparer."
)


@require_POST
def run(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Compute a study, at once or in a job."""
    gate, row = study_or_404(request, code, study_id)
    try:
        found = run_study(by=gate.access, study=row, on=timezone.localdate())
    except UserFault as error:
        say_faults(request, error)
        return redirect("etudes:show", code, study_id)
    if not isinstance(found, Job):
        messages.success(request, "Le calcul est fait.")
    return redirect("etudes:show", code, study_id)


@require_POST
def verify(request: HttpRequest, code: str, study_id: uuid.UUID, numero: int) -> HttpResponse:
    """Compute a kept run again and tell whether every byte agrees; nothing is written."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    kept = get_object_or_404(row.runs, numero=numero)
    if kept.draws > MOST_VERIFIED:
        messages.info(request, TOO_LONG)
    else:
        say_replayed(request, numero=numero, sha256=kept.sha256, found=reproduces(kept))
    return redirect(f"{reverse('etudes:show', args=[code, study_id])}?calcul={numero}")


@require_POST
def cancel(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Stop the computation of a study."""
    gate, row = study_or_404(request, code, study_id)
    cancel_run(by=gate.access, study=row)
    messages.success(request, "L'annulation est demandée.")
    return redirect("etudes:show", code, study_id)


@require_GET
def progress(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Show how far a computation is: a piece of page for htmx, a whole page otherwise."""
    gate, row = study_or_404(request, code, study_id)
    job = job_of(row)
    context = gate.context(study=row, job=job, can_edit=can_edit_study(gate.access, row)) | TAB
    page, piece = "etudes/avancement.html", "etudes/travail.html"
    return show_progress(request, job, context, page=page, piece=piece)
