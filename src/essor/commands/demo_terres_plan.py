"""Plans the demonstration soils, then invents the trucks of its first weeks and their register."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction

from essor.commands.demo_terres import WEEK, first_week
from essor.records.accounts.permissions import Access
from essor.records.bordereaux.actions import add_bordereau
from essor.records.plans.models import Action, Plan
from essor.records.registre.choices import GenreRegistre
from essor.records.registre.generation import generate_lignes
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme
from essor.records.terres_plans.actions import (
    create_plan_terres,
    retain_calcul,
    run_plan_terres,
)
from essor.records.terres_plans.gather import level_for
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.territoires.models import Territoire
from essor.references.demonstration.terres import TerresFacts

TRUCK_T = 30
LATE, LATE_SHARE = "CAT-1", 0.6  # the lot that is behind from its second week
LINES = 12
WORKDAYS = 5


@transaction.atomic
def load_plan_terres(*, facts: TerresFacts, territoire: Territoire, today: dt.date) -> bool:
    """Compute the plan and write its first trucks. Returns False when there is a plan already."""
    plan = Plan.objects.filter(territoire=territoire).order_by("created_at", "id").first()
    if plan is None or PlanTerres.objects.filter(plan=plan).exists():
        return False
    if not Chantier.objects.filter(plan=plan, is_demonstration=True).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    calcul = _computed(essor, plan, facts, today)
    rows = [
        add_bordereau(by=essor, plan=plan, **values).bordereau
        for values in _trucks(plan, calcul, first_week(facts, today), facts.past_weeks)
    ]
    generate_lignes(
        by=essor, plan=plan, genre=GenreRegistre.SORTANT, bordereaux=rows[:LINES], today=today
    )
    return True


def _computed(essor: Access, plan: Plan, facts: TerresFacts, today: dt.date) -> CalculTerres:
    start = facts.plan["action"]
    action = Action.objects.filter(plan=plan, titre__startswith=start).order_by("id").first()
    kept = create_plan_terres(
        by=essor,
        plan=plan,
        titre=facts.plan["titre"],
        notice=facts.plan["notice"],
        action=action,
        debut_on=first_week(facts, today),
        periods=facts.weeks,
        confidentialite=level_for(plan),
        is_demonstration=True,
    )
    calcul = run_plan_terres(by=essor, plan_terres=kept, on=today)
    assert isinstance(calcul, CalculTerres)  # small: computed at once
    retain_calcul(by=essor, plan_terres=kept, numero=calcul.numero)
    return calcul


def _trucks(
    plan: Plan, calcul: CalculTerres, first: dt.date, weeks: int
) -> Iterator[dict[str, Any]]:
    """Yield the slips of the weeks that are over, as the plan has them but for one lot."""
    lots = {one.code: one for one in Lot.objects.filter(plan=plan)}
    outlets = {one.code: one for one in Exutoire.objects.filter(plan=plan)}
    platforms = {one.code: one for one in Plateforme.objects.filter(plan=plan)}
    number = 0
    for flow in calcul.found["plan"]["flows"]:
        if flow.get("lot") not in lots or flow["period"] >= weeks:
            continue
        is_late = flow["lot"] == LATE and flow["period"] > 0
        left, rank = flow["tonnes"] * (LATE_SHARE if is_late else 1), 0
        while left > 1:
            number += 1
            loaded = min(TRUCK_T, left)
            yield {
                "numero": f"DEMO-{number:04d}",
                "lot": lots[flow["lot"]],
                "exutoire": outlets.get(flow["destination_id"]),
                "plateforme": platforms.get(flow["destination_id"]),
                "realise_on": first + flow["period"] * WEEK + dt.timedelta(days=rank % WORKDAYS),
                "tonnes": Decimal(str(round(loaded, 2))),
                "transporteur": "Transporteur inventé",
                "observation": "Inventé pour la démonstration",
                "is_demonstration": True,
            }
            left, rank = left - loaded, rank + 1
