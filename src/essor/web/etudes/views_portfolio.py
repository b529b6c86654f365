"""Which studies a public budget of several years allows, on screen and as CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.studies.queries import study_rows
from essor.references.loader import parameters
from essor.reports.etude_friche.answer import StudyAnswer, gather_all
from essor.reports.etude_friche.portfolio import Choice, choice_of
from essor.web.etudes.csv_file import csv_answer
from essor.web.etudes.forms import BudgetForm
from essor.web.etudes.gate import TAB
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def portfolio(request: HttpRequest, code: str) -> HttpResponse:
    """Choose among the computed studies within the budget in the address."""
    gate = plan_or_404(request, code)
    answers = _answers(gate)
    form = _form(request)
    found = _choice(form, answers)
    context = gate.context(
        form=form, choice=found, count=len(answers), query=request.GET.urlencode()
    )
    return render(request, "etudes/portefeuille.html", context | TAB)


@require_GET
def portfolio_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the choice: every study, amounts to the cent; ask for a budget if need be."""
    gate = plan_or_404(request, code)
    found = _choice(_form(request), _answers(gate))
    if found is None or not found.studies.cells:
        return redirect("etudes:portfolio", code)
    return csv_answer(found.studies, "portefeuille")


def _form(request: HttpRequest) -> BudgetForm:
    initial = {"debut": timezone.localdate().year + 1, "annees": 5}
    return BudgetForm(request.GET if "budget" in request.GET else None, initial=initial)


def _answers(gate: PlanGate) -> list[StudyAnswer]:
    return gather_all(study_rows(gate.plan, gate.access))


def _choice(form: BudgetForm, answers: list[StudyAnswer]) -> Choice | None:
    if not answers or not form.is_bound or not form.is_valid():
        return None
    return choice_of(answers, form.by_year(), files=parameters())
