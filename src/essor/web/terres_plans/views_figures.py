"""A figure of the plan becomes the target or the value of an indicator; never typed again."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.french import format_number
from essor.foundations.sourced import SourcedValue
from essor.foundations.units import unit_label
from essor.records.indicateurs.automatic import push_target, push_value
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.queries import indicateurs_of
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.figures import FIGURES, period_of, sourced_figure
from essor.web.design.form_faults import wrote
from essor.web.terres_plans.forms import FigureForm
from essor.web.terres_plans.gate import PlanTerresPage, page_or_404


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Ask which figure goes where, then write it with its source."""
    page = page_or_404(request, code, plan_id)
    require_define(page.gate.access, page.gate.plan)
    sheet = page.sheet()
    figures = {name: _sourced(request, page, sheet, name) for name in FIGURES}
    units = {one.unit for one in FIGURES.values()}
    offered = indicateurs_of(page.gate.plan, page.gate.access).filter(unit__in=sorted(units))
    form = FigureForm(request.POST or None, indicateurs=offered)
    period, is_future = period_of(sheet), period_of(sheet).end > timezone.localdate()
    done: list[Indicateur] = []

    def write() -> None:
        row, figure = form.cleaned_data["indicateur"], figures[form.cleaned_data["chiffre"]]
        put = {"by": page.gate.access, "indicateur": row, "sourced": figure}
        if is_future:
            push_target(**put, cible_on=period.end, is_demonstration=sheet.is_demonstration)
        else:
            push_value(**put, periode=period, is_demonstration=sheet.is_demonstration)
        done.append(row)

    if wrote(request, form, write):
        what = "la cible" if is_future else "une valeur"
        messages.success(request, f"Le chiffre du plan est {what} de l'indicateur, avec sa source.")
        return redirect("indicateurs:show", code, done[0].code)
    context = page.context(
        sheet=sheet,
        form=form,
        is_future=is_future,
        ends_on=period.end,
        has_indicators=offered.exists(),
        figures=[
            {"label": FIGURES[name].label, "said": _said(one)} for name, one in figures.items()
        ],
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "terres_plans/indicateur.html", context, status=status)


def _sourced(
    request: HttpRequest, page: PlanTerresPage, sheet: PlanSheet, name: str
) -> SourcedValue:
    there = reverse("terres_plans:show", args=[page.gate.territoire.code, page.plan_terres.id])
    href = request.build_absolute_uri(f"{there}?calcul={sheet.numero}")
    return sourced_figure(sheet, name, href=href, on=timezone.localdate())


def _said(one: SourcedValue) -> str:
    return f"{format_number(one.value or Decimal(0))}\u00a0{unit_label(one.unit)}"
