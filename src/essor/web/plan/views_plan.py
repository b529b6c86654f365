"""The plan by axis, filtered, today or on any past day."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from essor.records.plans.actions import create_plan
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Participant
from essor.records.plans.outline import PlanOutline
from essor.records.plans.permissions import can_edit_plan
from essor.records.plans.queries import (
    PlanFilter,
    actions_of,
    annonces_of,
    outline_as_of,
    outline_of,
    plan_of,
)
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.forms import FilterForm
from essor.web.plan.gate import PlanGate, plan_or_404

EXPORTS = (("xlsx", "Excel"), ("ods", "LibreOffice"), ("csv", "CSV"), ("json", "JSON"))
COLUMNS = {"statut": "statut", "pilotes": "pilotes", "echeance": "échéance", "budget": "budget"}


@require_GET
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan by axis, or say that there is none yet."""
    territoire, access = territoire_or_404(request, code)
    if plan_of(territoire) is None:
        return render(
            request,
            "plan/sans_plan.html",
            {"territoire": territoire, "access": access, "tab": "plan"},
        )
    gate = plan_or_404(request, code)
    form = FilterForm(request.GET or None, plan=gate.plan)
    asked = _asked(form)
    at = _asked_day(form)
    context = gate.context(
        form=form,
        at=at,
        filtered=not asked.is_empty,
        pilotes=_pilotes(gate),
        announced=annonces_of(gate.plan).filter(action__isnull=True),
        can_edit=can_edit_plan(gate.access, gate.plan) and at is None,
        total=actions_of(gate.plan, gate.access).filter(parent__isnull=True).count(),
        query=request.GET.urlencode(),
        export_formats=EXPORTS,
    )
    if at is not None:
        outline = outline_as_of(plan=gate.plan, by=gate.access, at=_end_of(at))
    else:
        today = timezone.localdate()
        outline = outline_of(plan=gate.plan, by=gate.access, today=today, asked=asked)
    context["outline"] = outline
    columns = _columns(outline, editing=bool(context["can_edit"]))
    context["columns"] = columns
    context["found"] = outline.count if outline else 0
    unknown = [COLUMNS[name] for name, known in columns.items() if not known]
    context["unpublished"] = unknown if context["found"] else []
    return render(request, "plan/plan.html", context)


@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Create the plan of a territory that has none."""
    territoire, access = territoire_or_404(request, code)
    create_plan(by=access, territoire=territoire, titre=f"Plan d'action {territoire.nom}")
    messages.success(request, "Le plan est créé. Importez votre tableau ou ajoutez une action.")
    return redirect("plan:plan", code)


def _columns(outline: PlanOutline | None, *, editing: bool) -> dict[str, bool]:
    """Tell which columns hold something; a column that nobody published is said in one line."""
    rows = list(outline.walk()) if outline else []
    known = {
        "statut": any(row.action.statut or row.days_late for row in rows),
        "pilotes": any(row.pilotes for row in rows),
        "echeance": any(row.action.fin_on for row in rows),
        "budget": any(row.action.budget_eur is not None for row in rows),
    }
    return dict.fromkeys(known, True) if editing else known


def _asked(form: FilterForm) -> PlanFilter:
    data: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    axe = data.get("axe")
    return PlanFilter(
        texte=data.get("q", ""),
        statuts=frozenset(filter(None, [data.get("statut")])),
        priorites=frozenset(filter(None, [data.get("priorite")])),
        axe_id=axe.id if axe else None,
        pilote=data.get("pilote", ""),
        only_grand_projet=data.get("grands", False),
        only_late=data.get("retard", False),
    )


def _asked_day(form: FilterForm) -> dt.date | None:
    if not (form.is_bound and form.is_valid()):
        return None
    day: dt.date | None = form.cleaned_data.get("date")
    return day if day is not None and day < timezone.localdate() else None


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def _pilotes(gate: PlanGate) -> list[str]:
    visible = actions_of(gate.plan, gate.access).values("id")
    roles = (ParticipantRole.PERSONNE_PILOTE, ParticipantRole.STRUCTURE_PILOTE)
    found = Participant.objects.filter(action__in=visible, role__in=roles).order_by("nom")
    return list(found.values_list("nom", flat=True).distinct())
