"""A new plan of soils: three answers, then the best plan at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.plans.queries import every_action_of
from essor.records.terres_plans.actions import create_plan_terres, run_plan_terres
from essor.records.terres_plans.gather import horizon_of, level_for
from essor.records.terres_plans.models import PlanTerres
from essor.records.terres_plans.permissions import require_create_plan_terres
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.terres_plans.forms import StartForm
from essor.web.terres_plans.gate import TAB


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a name and a horizon; keep the plan of soils, then compute it."""
    gate = plan_or_404(request, code)
    require_create_plan_terres(gate.access, gate.plan)
    form = StartForm(request.POST or None, initial=_initial(gate))
    made: list[PlanTerres] = []

    def write() -> None:
        asked = request.GET.get("action", "")
        action = every_action_of(gate.plan, gate.access).filter(code=asked).first()
        made.append(
            create_plan_terres(
                by=gate.access,
                plan=gate.plan,
                action=action,
                confidentialite=level_for(gate.plan),
                **form.cleaned_data,
            )
        )

    if wrote(request, form, write):
        _compute(request, gate, made[0])
        return redirect("terres_plans:show", code, made[0].id)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "terres_plans/nouveau.html", gate.context(form=form, **TAB), status=status
    )


def _initial(gate: PlanGate) -> dict[str, object]:
    """The horizon of what is dug and received, else half a year from this week."""
    debut_on, periods = horizon_of(gate.plan, on=timezone.localdate())
    return {
        "titre": f"Plan de terres {debut_on.year}",
        "debut_on": debut_on,
        "periods": periods,
    }


def _compute(request: HttpRequest, gate: PlanGate, row: PlanTerres) -> None:
    """Compute the plan at once; what the data lacks is said, and the plan stays."""
    try:
        run_plan_terres(by=gate.access, plan_terres=row, on=timezone.localdate())
    except UserFault as error:
        for fault in error.faults:
            messages.error(request, fault.sentence())
    else:
        messages.success(request, "Le plan est enregistré.")
