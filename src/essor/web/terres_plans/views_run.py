"""Compute, follow, stop, check again, retain."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job
from essor.records.terres_plans.actions import (
    cancel_calcul,
    reproduces,
    retain_calcul,
    run_plan_terres,
)
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.gather import arcs_of
from essor.records.terres_plans.queries import get_calcul, job_of
from essor.web.plan.computing import say_faults, say_replayed, show_progress
from essor.web.terres_plans.gate import page_or_404, page_to_edit

MOST_ARCS_AGAIN = 200_000
LONG_NATURES = (NatureCalcul.RISQUE, NatureCalcul.DEUX_TEMPS)
TOO_LONG = (
    "Ce calcul est trop long pour être refait dans la page\u00a0: relancez-le sans rien changer, "
    "puis comparez les deux empreintes."
)


@require_POST
def run(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Answer a question about a plan of soils, at once or in a job."""
    page = page_to_edit(request, code, plan_id)
    asked = request.POST.get("nature", NatureCalcul.PLAN)
    if asked not in NatureCalcul.values or asked == NatureCalcul.REVISION:
        raise Http404  # a revision starts from the trucks: web/bordereaux/views_replan.py
    try:
        found = run_plan_terres(
            by=page.gate.access,
            plan_terres=page.plan_terres,
            on=timezone.localdate(),
            nature=NatureCalcul(asked),
        )
    except UserFault as error:
        say_faults(request, error)
        return redirect("terres_plans:show", code, plan_id)
    if not isinstance(found, Job):
        messages.success(request, f"Le calcul {found.numero} est fait.")
        return redirect(
            f"{reverse('terres_plans:show', args=[code, plan_id])}?calcul={found.numero}"
        )
    return redirect("terres_plans:show", code, plan_id)


@require_POST
def cancel(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Stop the computation of a plan of soils."""
    page = page_to_edit(request, code, plan_id)
    cancel_calcul(by=page.gate.access, plan_terres=page.plan_terres)
    messages.success(request, "L'annulation est demandée.")
    return redirect("terres_plans:show", code, plan_id)


@require_safe
def progress(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show how far a computation is: a piece of page for htmx, a whole page otherwise."""
    page = page_or_404(request, code, plan_id)
    job = job_of(page.plan_terres)
    context = page.context(job=job)
    page_name, piece = "terres_plans/avancement.html", "terres_plans/travail.html"
    return show_progress(request, job, context, page=page_name, piece=piece)


@require_POST
def verify(request: HttpRequest, code: str, plan_id: uuid.UUID, numero: int) -> HttpResponse:
    """Compute a kept computation again and tell whether every byte agrees; nothing is written."""
    page = page_to_edit(request, code, plan_id)
    kept = get_calcul(page.plan_terres, numero)
    if kept.nature in LONG_NATURES or arcs_of(kept.asked) > MOST_ARCS_AGAIN:
        messages.info(request, TOO_LONG)
    else:
        say_replayed(request, numero=numero, sha256=kept.sha256, found=reproduces(kept))
    return redirect(f"{reverse('terres_plans:certificate', args=[code, plan_id])}?calcul={numero}")


@require_POST
def retain(request: HttpRequest, code: str, plan_id: uuid.UUID, numero: int) -> HttpResponse:
    """Make a computation the one that the territory follows; 0 follows none any more."""
    page = page_to_edit(request, code, plan_id)
    try:
        retain_calcul(by=page.gate.access, plan_terres=page.plan_terres, numero=numero or None)
    except UserFault as error:
        say_faults(request, error)
    else:
        said = f"Le calcul {numero} est retenu" if numero else "Plus aucun calcul n'est retenu"
        messages.success(request, f"{said}. L'historique peut revenir en arrière.")
    return redirect("terres_plans:show", code, plan_id)
