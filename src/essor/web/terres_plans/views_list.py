"""The plans of soils of a territory."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.records.plans.queries import plan_of
from essor.records.terres_plans.permissions import can_create_plan_terres
from essor.records.terres_plans.queries import plan_terres_rows
from essor.web.design.csv_file import csv_file
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import plan_or_404
from essor.web.terres_plans.gate import TAB

LABELS = (
    "Plan", "Calcul", "Coût (€)", "Terres placées (t)", "Terres réutilisées (t)",
    "Émissions du transport (kgCO2e)", "Prouvé optimal", "Retenu",
)  # fmt: skip


@require_safe
def plans(request: HttpRequest, code: str) -> HttpResponse:
    """List the plans of soils that this person may read, with their answers."""
    territoire, access = territoire_or_404(request, code)
    plan = plan_of(territoire)
    rows = plan_terres_rows(plan, access) if plan else []
    context = {
        "territoire": territoire,
        "access": access,
        "plan": plan,
        "rows": [(row.plan_terres, row.calcul, _plan_of(row.calcul)) for row in rows],
        "can_create": plan is not None and can_create_plan_terres(access, plan),
        "has_two": sum(row.calcul is not None for row in rows) > 0,
        **TAB,
    }
    return render(request, "terres_plans/liste.html", context)


@require_safe
def plans_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list: every plan of soils that this person may read, amounts to the cent."""
    gate = plan_or_404(request, code)
    lines = []
    for row in plan_terres_rows(gate.plan, gate.access):
        found = _plan_of(row.calcul)
        sums = found["totals"] if found else {}
        names = ("total_cost_eur", "served_t", "reused_t", "kgco2e")
        lines.append(
            [
                row.plan_terres.titre,
                row.calcul.numero if row.calcul else None,
                *(Decimal(str(round(sums[name], 2))) if sums else None for name in names),
                ("oui" if found["optimal"] else "non") if found else "",
                "oui" if row.plan_terres.is_retenu else "non",
            ]
        )
    return csv_file(f"plans-de-terres-{code}", LABELS, lines)


def _plan_of(calcul: object) -> dict[str, Any] | None:
    found = getattr(calcul, "found", None)
    return found.get("plan") if found else None
