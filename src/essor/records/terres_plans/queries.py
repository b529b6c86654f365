"""Reads of the plans of soils, each in a bounded number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.jobs.models import Job
from essor.records.jobs.queries import latest_job
from essor.records.journal.models import Event
from essor.records.plans.attached import deleted_attached
from essor.records.plans.models import Action, Plan
from essor.records.terres_plans.actions import RUN_JOB
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.permissions import visible_plans_terres

PLANS = [one.value for one in NatureCalcul if one.is_plan]
HEAVY = ("instance", "noms", "resultats")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerresRow:
    """A plan of soils and the computation shown for it: the retained one, else the last plan."""

    plan_terres: PlanTerres
    calcul: CalculTerres | None


def plans_terres_of(plan: Plan, by: Access) -> QuerySet[PlanTerres]:
    """Return the plans of soils of a territory that this person may read."""
    found = PlanTerres.objects.filter(visible_plans_terres(by), plan=plan)
    return found.select_related("action", "plan__territoire").order_by("titre", "id")


def plan_terres_rows(plan: Plan, by: Access, action: Action | None = None) -> list[PlanTerresRow]:
    """Return the plans of soils, of a big project alone when it is given. Two queries."""
    found = plans_terres_of(plan, by)
    if action is not None:
        found = found.filter(action=action)
    return rows_of(found)


def rows_of(found: QuerySet[PlanTerres]) -> list[PlanTerresRow]:
    """Return each plan of soils with the computation shown for it. Two queries."""
    mine = CalculTerres.objects.filter(plan_terres=OuterRef("pk"))
    last = mine.filter(nature__in=PLANS).order_by("-numero").values("pk")[:1]
    kept = mine.filter(numero=OuterRef("retenu_numero")).values("pk")[:1]
    rows = list(found.annotate(last_calcul=Subquery(last), kept_calcul=Subquery(kept)))
    wanted = [row.kept_calcul or row.last_calcul for row in rows]
    calculs = CalculTerres.objects.defer("instance", "noms").in_bulk([one for one in wanted if one])
    return [
        PlanTerresRow(plan_terres=row, calcul=calculs.get(key) if key else None)
        for row, key in zip(rows, wanted, strict=True)
    ]


def get_plan_terres(plan: Plan, plan_id: uuid.UUID, by: Access) -> PlanTerres:
    """Return a plan of soils. Raises Http404 when absent or not readable."""
    found = plans_terres_of(plan, by).filter(pk=plan_id).first()
    if found is None:
        raise Http404
    return found


def shown_calcul(plan_terres: PlanTerres) -> CalculTerres | None:
    """Return the computation that its page shows: the retained one, else the last plan."""
    calculs = CalculTerres.objects.filter(plan_terres=plan_terres)
    kept = None
    if plan_terres.retenu_numero is not None:
        kept = calculs.filter(numero=plan_terres.retenu_numero).first()
    return kept or calculs.filter(nature__in=PLANS).order_by("-numero").first()


def get_calcul(plan_terres: PlanTerres, numero: int) -> CalculTerres:
    """Return a computation by its number. Raises Http404."""
    found = CalculTerres.objects.filter(plan_terres=plan_terres, numero=numero).first()
    if found is None:
        raise Http404
    return found


def calculs_of(plan_terres: PlanTerres) -> QuerySet[CalculTerres]:
    """Return the computations, latest first, without their long texts."""
    found = CalculTerres.objects.filter(plan_terres=plan_terres)
    return found.defer(*HEAVY).order_by("-numero")


def last_answer(plan_terres: PlanTerres, nature: NatureCalcul) -> CalculTerres | None:
    """Return the last answer to a question."""
    found = CalculTerres.objects.filter(plan_terres=plan_terres, nature=nature)
    return found.order_by("-numero").first()


def last_answers(plan_terres: PlanTerres, natures: Sequence[NatureCalcul]) -> list[CalculTerres]:
    """Return the last answer to each of some questions, in their order. One query each."""
    found = (last_answer(plan_terres, nature) for nature in natures)
    return [one for one in found if one is not None]


def job_of(plan_terres: PlanTerres) -> Job | None:
    """Return the last computation asked for a plan of soils."""
    return latest_job(kind=RUN_JOB, subject_id=plan_terres.id)


def deleted_plans_terres(plan: Plan, by: Access) -> list[Event]:
    """Return the deletions that nothing has undone, latest first. Raises Forbidden."""
    return deleted_attached(PlanTerres.objects.filter(plan=plan), plan, by)


def comparable_calculs(plan: Plan, by: Access) -> list[CalculTerres]:
    """Return the computations that give flows, of every plan of soils that she reads. One query."""
    readable = PlanTerres.objects.filter(visible_plans_terres(by), plan=plan).values("pk")
    found = CalculTerres.objects.filter(plan_terres__in=readable, nature__in=PLANS)
    related = found.select_related("plan_terres__plan__territoire").defer(*HEAVY)
    return list(related.order_by("plan_terres__titre", "-numero"))
