"""What a site may become, before any study: read from the address, nothing is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.foundations.errors import UserFault
from essor.records.studies.permissions import can_create_study
from essor.records.studies.screening import screen_site
from essor.references.loader import parameters
from essor.reports.etude_friche.aptitude import Aptitude, aptitude_of, table_of
from essor.web.design.form_faults import add_faults
from essor.web.etudes.aptitude_form import AptitudeForm
from essor.web.etudes.csv_file import csv_answer
from essor.web.etudes.gate import TAB
from essor.web.plan.gate import plan_or_404


@require_GET
def aptitude(request: HttpRequest, code: str) -> HttpResponse:
    """Screen a site from the answers in the address."""
    gate = plan_or_404(request, code)
    form, found = _screened(request)
    context = gate.context(
        form=form,
        found=found,
        query=request.GET.urlencode(),
        can_create=can_create_study(gate.access, gate.plan),
    )
    return render(request, "etudes/aptitude.html", context | TAB)


@require_GET
def aptitude_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same as a table; ask for answers if need be."""
    plan_or_404(request, code)
    _, found = _screened(request)
    if found is None:
        return redirect("etudes:aptitude", code)
    return csv_answer(table_of(found), "aptitude")


def _screened(request: HttpRequest) -> tuple[AptitudeForm, Aptitude | None]:
    on = timezone.localdate()
    form = AptitudeForm(request.GET or None, on=on)
    if not form.is_bound or not form.is_valid():
        return form, None
    answers, weights = form.asked()
    try:
        return form, aptitude_of(screen_site(answers, weights, on=on, parameters=parameters()))
    except UserFault as error:
        add_faults(form, error)
        return form, None
