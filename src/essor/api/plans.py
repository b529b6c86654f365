"""The plan of a territory: what it is, today or in the evening of a past day."""

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import P, QueryEx, Router
from pydantic import Field

from essor.api.answers import send
from essor.api.contract import CodeTerritoire, changing, reading
from essor.api.places import PlanSeat, end_of, is_past, plan_at
from essor.api.types import Day, Given, Line, Shown, Text, or_none
from essor.api.writing import version_read
from essor.records.plans.actions import change_plan
from essor.records.plans.models import Plan
from essor.records.plans.outline import PlanOutline
from essor.records.plans.queries import outline_as_of, outline_of

router = Router()
Le = QueryEx[
    Day | None,
    P(description="Tel qu'il était dans Essor au soir de ce jour.", example="2026-01-31"),
]


class ShownPlan(Shown):
    """The plan, without its actions."""

    id: uuid.UUID = Field(description="Identité du plan.")
    territoire: str = Field(description="Code du territoire.")
    titre: str = Field(description="Titre du plan.")
    description: str | None = Field(description="Présentation.")
    debut_on: dt.date | None = Field(description="Début du plan.")
    fin_on: dt.date | None = Field(description="Fin du plan.")
    is_demonstration: bool = Field(description="Vrai pour un contenu de démonstration.")
    actions: int = Field(description="Nombre d'actions lisibles, sous-actions non comptées.")
    le: dt.date | None = Field(description="Jour passé auquel il est montré, null aujourd'hui.")


class GivenPlan(Given):
    """What may be changed."""

    titre: Line | None = Field(default=None, description="Titre du plan.")
    description: Text | None = Field(default=None, description="Présentation.")
    debut_on: Day | None = Field(default=None, description="Début du plan.")
    fin_on: Day | None = Field(default=None, description="Fin du plan.")


@reading(
    router,
    "territoires/{code}/plan",
    out=ShownPlan,
    resume="Le plan d'un territoire",
    texte="Le plan aujourd'hui ou, avec « le », au soir d'un jour passé ; 404 avant son premier "
    "jour dans Essor.",
)
def read_plan(request: HttpRequest, code: CodeTerritoire, le: Le = None) -> HttpResponse:
    """Show the plan."""
    seat = plan_at(request, code)
    shown = shown_plan(seat, le if is_past(le) else None)
    return send(request, shown, version=seat.plan.version)


@changing(router, "territoires/{code}/plan", out=ShownPlan, resume="Modifier le plan")
def change_the_plan(request: HttpRequest, code: CodeTerritoire, body: GivenPlan) -> HttpResponse:
    """Change the plan."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_unset=True)
    for name in ("titre", "description"):
        if values.get(name, "") is None:
            values[name] = ""
    with version_read(request, seat.plan, lambda row: _present(seat, row)) as plan:
        row = change_plan(by=seat.access, plan=plan, expected_version=plan.version, **values)
    return send(request, _present(seat, row), version=row.version)


def _present(seat: PlanSeat, plan: Plan) -> ShownPlan:
    return shown_plan(PlanSeat(territoire=seat.territoire, access=seat.access, plan=plan), None)


def shown_plan(seat: PlanSeat, le: dt.date | None) -> ShownPlan:
    """Write the plan as it stands, or stood. Raises Http404 before it existed."""
    outline = outline_at(seat, le)
    plan = outline.plan
    return ShownPlan(
        id=plan.id,
        territoire=seat.territoire.code,
        titre=plan.titre,
        description=or_none(plan.description),
        debut_on=plan.debut_on,
        fin_on=plan.fin_on,
        is_demonstration=plan.is_demonstration,
        actions=outline.count,
        le=le,
    )


def outline_at(seat: PlanSeat, le: dt.date | None) -> PlanOutline:
    """Return the plan as it stands, or stood in the evening of a day. Raises Http404."""
    if le is None:
        return outline_of(plan=seat.plan, by=seat.access, today=timezone.localdate())
    outline = outline_as_of(plan=seat.plan, by=seat.access, at=end_of(le))
    if outline is None:
        raise Http404
    return outline
