"""Reads of the committees, in a bounded number of queries; only what she may read."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from essor.foundations.text import fold
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.comites.models import (
    OPEN_DECISIONS,
    ActionDeDecision,
    ActionDuPoint,
    Comite,
    ComitePart,
    Decision,
    DocumentComite,
    EtudePresentee,
    NatureComite,
    PlanTerresPresente,
    PointOrdreDuJour,
    StatutComite,
)
from essor.records.comites.permissions import (
    require_read,
    visible_comites,
    visible_decisions,
    visible_points,
)
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import actions_of
from essor.records.studies.models import Study
from essor.records.studies.permissions import visible_studies
from essor.records.terres_plans.models import PlanTerres
from essor.records.terres_plans.permissions import visible_plans_terres
from essor.records.terres_plans.queries import PlanTerresRow, rows_of
from essor.records.territoires.models import Territoire

PartT = TypeVar("PartT", bound=ComitePart)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision, the actions that it is about, and days overdue (0 when it is not)."""

    decision: Decision
    actions: tuple[Action, ...]
    days_overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """A point of the agenda, its actions and what was decided on it."""

    point: PointOrdreDuJour
    actions: tuple[Action, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComiteRow:
    """A committee of the list; ``is_unsaid`` : its day is past and nobody said that it met."""

    comite: Comite
    decisions: int
    open_decisions: int
    is_unsaid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilter:
    """What the reader of the register asked for; empty means everything."""

    texte: str = ""
    statut: str = ""
    nature: str = ""
    action_code: str = ""
    responsable: str = ""
    only_open: bool = False
    only_overdue: bool = False


def last_committee(
    territoire: Territoire, before: dt.date, nature: NatureComite | None = None
) -> Comite | None:
    """Return the last committee held before a day, of this kind if one was, else of any.

    nature : steering committees unless given: what « since the last committee » means to those
    who do not sit in the others. At most one query; no permission asked, the caller does.
    """
    wanted = nature or NatureComite.COPIL
    held = Comite.objects.filter(
        plan__territoire=territoire, statut=StatutComite.TENU, tenu_on__lt=before
    ).order_by("-tenu_on", "-heure", "-id")
    rows = list(held[:200])
    return next((row for row in rows if row.nature == wanted), rows[0] if rows else None)


def held_committees(plan: Plan, by: Access, nature: str = "") -> list[Comite]:
    """Return the committees held, oldest first, of one kind if asked. One query."""
    found = comites_of(plan, by).filter(statut=StatutComite.TENU)
    if nature:
        found = found.filter(nature=nature)
    return list(found.order_by("tenu_on", "heure", "id"))


def comites_of(plan: Plan, by: Access) -> QuerySet[Comite]:
    """Return the committees of a plan that this person reads, latest first."""
    return (
        Comite.objects.filter(visible_comites(by), plan=plan)
        .select_related("plan__territoire")
        .order_by("-tenu_on", "-heure", "-id")
    )


def comite_rows(*, plan: Plan, by: Access, today: dt.date) -> list[ComiteRow]:
    """Return the list of committees with their decisions counted. Two queries."""
    counts = {
        comite: (whole, still)
        for comite, whole, still in Decision.objects.filter(
            visible_decisions(by), comite__plan=plan
        )
        .values("comite_id")
        .annotate(whole=Count("id"), still=Count("id", filter=Q(statut__in=OPEN_DECISIONS)))
        .values_list("comite_id", "whole", "still")
        .order_by("comite_id")
    }
    rows = []
    for comite in comites_of(plan, by):
        whole, still = counts.get(comite.pk, (0, 0))
        unsaid = comite.statut == StatutComite.PREVU and comite.tenu_on < today
        rows.append(
            ComiteRow(comite=comite, decisions=whole, open_decisions=still, is_unsaid=unsaid)
        )
    return rows


def get_comite(plan: Plan, comite_id: uuid.UUID, by: Access) -> Comite:
    """Return a committee. Raises Forbidden, Http404."""
    require_read(by)
    comite = comites_of(plan, by).filter(pk=comite_id).first()
    if comite is None:
        raise Http404
    return comite


def get_point(comite: Comite, point_id: uuid.UUID, by: Access) -> PointOrdreDuJour:
    """Return a point of the agenda. Raises Http404 when absent or not readable."""
    return _found(
        PointOrdreDuJour.objects.filter(visible_points(by), comite=comite, pk=point_id), comite
    )


def get_decision(comite: Comite, decision_id: uuid.UUID, by: Access) -> Decision:
    """Return a decision. Raises Http404 when absent or not readable."""
    found = Decision.objects.filter(visible_decisions(by), comite=comite, pk=decision_id)
    return _found(found.select_related("responsable", "point"), comite)


def get_document(comite: Comite, document_id: uuid.UUID) -> DocumentComite:
    """Return a document of a committee that she reads. Raises Http404."""
    return _found(DocumentComite.objects.filter(comite=comite, pk=document_id), comite)


def get_presentation(comite: Comite, presentation_id: uuid.UUID, by: Access) -> EtudePresentee:
    """Return the presentation of a study that she reads. Raises Http404."""
    return _found(presentations_of(comite, by).filter(pk=presentation_id), comite)


def presentations_of(comite: Comite, by: Access) -> QuerySet[EtudePresentee]:
    """Return the studies presented, among those that this person may read."""
    readable = Study.objects.filter(visible_studies(by)).values("pk")
    return (
        EtudePresentee.objects.filter(comite=comite, study__in=readable)
        .select_related("study")
        .order_by("created_at", "id")
    )


def committees_of_study(study: Study, by: Access) -> list[Comite]:
    """Return the committees that a study was laid before. One query."""
    found = Comite.objects.filter(visible_comites(by), etudepresentees__study=study)
    return list(found.order_by("-tenu_on", "id"))


def get_soils_presentation(
    comite: Comite, presentation_id: uuid.UUID, by: Access
) -> PlanTerresPresente:
    """Return the presentation of a plan of soils that she reads. Raises Http404."""
    return _found(soils_presented(comite, by).filter(pk=presentation_id), comite)


def soils_presented(comite: Comite, by: Access) -> QuerySet[PlanTerresPresente]:
    """Return the plans of soils presented, among those that this person may read."""
    readable = PlanTerres.objects.filter(visible_plans_terres(by)).values("pk")
    return (
        PlanTerresPresente.objects.filter(comite=comite, plan_terres__in=readable)
        .select_related("plan_terres")
        .order_by("created_at", "id")
    )


def soils_rows(comite: Comite, by: Access) -> list[tuple[PlanTerresPresente, PlanTerresRow]]:
    """Return each plan of soils presented with the computation shown for it. Three queries."""
    presented = list(soils_presented(comite, by))
    wanted = PlanTerres.objects.filter(pk__in=[one.plan_terres_id for one in presented])
    rows = {
        row.plan_terres.pk: row for row in (rows_of(wanted.order_by("id")) if presented else ())
    }
    return [(one, rows[one.plan_terres_id]) for one in presented]


def committees_of_plan_terres(plan_terres: PlanTerres, by: Access) -> list[Comite]:
    """Return the committees that a plan of soils was laid before. One query."""
    found = Comite.objects.filter(visible_comites(by), planterrespresentes__plan_terres=plan_terres)
    return list(found.order_by("-tenu_on", "id"))


def members_present(comite: Comite) -> list[User]:
    """Return the members who attend, by name. One query."""
    return list(User.objects.filter(presences__comite=comite).order_by("nom", "prenom", "email"))


def all_decision_rows(*, comite: Comite, by: Access, today: dt.date) -> list[DecisionRow]:
    """Return what one committee decided, in its order. Two queries."""
    found = _decisions(comite.plan, by).filter(comite=comite).order_by("ordre", "id")
    return decision_rows(found, today=today)


def point_rows(*, comite: Comite, by: Access, decided: Sequence[DecisionRow]) -> list[PointRow]:
    """Return the agenda, with what was decided on each point. Two queries."""
    points = list(
        PointOrdreDuJour.objects.filter(visible_points(by), comite=comite).order_by(
            "ordre", "created_at", "id"
        )
    )
    links = ActionDuPoint.objects.filter(point__in=points).order_by("action__code")
    actions: dict[uuid.UUID, list[Action]] = {}
    for link in links.select_related("action"):
        actions.setdefault(link.point_id, []).append(link.action)
    decisions: dict[uuid.UUID | None, list[DecisionRow]] = {}
    for row in decided:
        decisions.setdefault(row.decision.point_id, []).append(row)
    return [
        PointRow(
            point=point,
            actions=tuple(actions.get(point.pk, ())),
            decisions=tuple(decisions.get(point.pk, ())),
        )
        for point in points
    ]


def decision_rows(decisions: Iterable[Decision], *, today: dt.date) -> list[DecisionRow]:
    """Return decisions with their actions. One query more than the decisions themselves."""
    rows = list(decisions)
    actions: dict[uuid.UUID, list[Action]] = {}
    links = ActionDeDecision.objects.filter(decision__in=rows).order_by("action__code")
    for link in links.select_related("action"):
        actions.setdefault(link.decision_id, []).append(link.action)
    return [
        DecisionRow(
            decision=row,
            actions=tuple(actions.get(row.pk, ())),
            days_overdue=_overdue(row, today),
        )
        for row in rows
    ]


def decisions_of(*, plan: Plan, by: Access, today: dt.date) -> list[DecisionRow]:
    """Return every decision that this person reads, latest committee first. Raises Forbidden."""
    require_read(by)
    return decision_rows(_decisions(plan, by), today=today)


def decisions_on(*, action: Action, by: Access, today: dt.date) -> list[DecisionRow]:
    """Return the decisions about one action that this person reads, latest first. Two queries."""
    found = _decisions(action.plan, by).filter(actions_liees__action=action)
    return decision_rows(found, today=today)


def pending_before(*, comite: Comite, by: Access, today: dt.date) -> list[DecisionRow]:
    """Return what earlier committees decided and that is still open, the most overdue first."""
    earlier = _decisions(comite.plan, by).filter(
        statut__in=OPEN_DECISIONS, comite__tenu_on__lt=comite.tenu_on
    )
    rows = decision_rows(earlier, today=today)
    return sorted(rows, key=lambda row: (row.decision.echeance_on or dt.date.max, row.decision.id))


def filtered(rows: Sequence[DecisionRow], asked: DecisionFilter) -> list[DecisionRow]:
    """Return the rows that were asked for, in their order."""
    return [row for row in rows if _is_asked(row, asked)]


def previous_of(comite: Comite) -> Comite | None:
    """Return the last committee of its kind held before this one, else of any kind."""
    return last_committee(
        comite.plan.territoire, comite.tenu_on, nature=NatureComite(comite.nature)
    )


def readable_actions(plan: Plan, by: Access) -> list[Action]:
    """Return the actions that a point or a decision may be about. One query."""
    return list(actions_of(plan, by))


def _decisions(plan: Plan, by: Access) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(visible_decisions(by), comite__plan=plan)
        .select_related("comite__plan__territoire", "responsable", "point")
        .order_by("-comite__tenu_on", "-comite__id", "ordre", "id")
    )


def _overdue(row: Decision, today: dt.date) -> int:
    if not row.is_open or row.echeance_on is None:
        return 0
    return max(0, (today - row.echeance_on).days)


def _is_asked(row: DecisionRow, asked: DecisionFilter) -> bool:
    one = row.decision
    words = fold(f"{one.texte} {one.suite} {one.responsable_nom}")
    return (
        (not asked.texte or fold(asked.texte) in words)
        and (not asked.statut or one.statut == asked.statut)
        and (not asked.nature or one.comite.nature == asked.nature)
        and (
            not asked.action_code
            or any(action.code.lower() == asked.action_code.lower() for action in row.actions)
        )
        and (not asked.responsable or fold(asked.responsable) in fold(owner_of(one)))
        and (not asked.only_open or one.is_open)
        and (not asked.only_overdue or row.days_overdue > 0)
    )


def owner_of(decision: Decision) -> str:
    """Return who must act: the name written, else that of the account."""
    if decision.responsable_nom:
        return decision.responsable_nom
    return decision.responsable.label if decision.responsable else ""


def _found(queryset: QuerySet[PartT], comite: Comite) -> PartT:
    row = queryset.first()
    if row is None:
        raise Http404
    row.comite = comite
    return row
