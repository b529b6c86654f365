"""Writes of the schedule itself: milestones, baseline, dependencies. Each one leaves its trace."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from essor.engines.calendrier.circles import circle_closed_by
from essor.engines.calendrier.inputs import CircleError
from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.jalons.forecasts import new_prevision
from essor.records.jalons.models import AS_SAID, Dependance, Jalon, LinkNature, Prevision
from essor.records.jalons.values import PrevisionValues
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import delete_below
from essor.records.plans.permissions import require_edit_plan

# The date promised and the date reached have their own gestures.
SETTABLE = frozenset(
    {"titre", "phase", "ordre", "poids", "responsable_nom", "responsable"}
    | {"duree_min_days", "duree_days", "duree_max_days"}
)


def create_jalon(
    *,
    by: Access,
    action: Action,
    titre: str,
    prevision: PrevisionValues | None = None,
    **values: Any,
) -> Jalon:
    """Add a milestone and, if known, its first forecast. Raises Forbidden, UserFault."""
    require_edit_plan(by, action.plan)
    _refuse_unsettable(values)
    with operation(kind="plan.jalon.creer", author=by, territoire_code=by.territoire_code) as op:
        lock(action)
        last = Jalon.objects.filter(action=action).order_by("-ordre").first()
        values.setdefault("ordre", 1 + (last.ordre if last else 0))
        jalon = Jalon(action=action, titre=titre.strip(), **values)
        _refuse_same_title(jalon)
        op.create(jalon)
        if prevision is not None:
            new_prevision(op, jalon=jalon, values=prevision)
        return jalon


def change_jalon(
    *, by: Access, jalon: Jalon, expected_version: int | None = None, **values: Any
) -> Jalon:
    """Change what a milestone is, not when it falls. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, jalon.action.plan)
    _refuse_unsettable(values)
    with operation(kind="plan.jalon.modifier", author=by, territoire_code=by.territoire_code) as op:
        row = op.change(jalon, expected_version=expected_version, **values)
        _refuse_same_title(row)
        return row


def delete_jalon(*, by: Access, jalon: Jalon, reason: str = "") -> None:
    """Delete a milestone, its forecasts and its dependencies. Raises Forbidden."""
    require_edit_plan(by, jalon.action.plan)
    with operation(
        kind="plan.jalon.supprimer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        delete_below(op, jalon)
        op.delete(jalon)


def adopt_baseline(
    *, by: Access, plan: Plan, reason: str, replaces: bool = False
) -> tuple[Jalon, ...]:
    """Freeze what is forecast now as what is promised; return the milestones that it changed.

    reason : the convention or amendment that adopts it. replaces : also where a promise
    stands already, as an amendment does. Reached milestones keep the promise they had.
    Raises Forbidden, UserFault without a reason or when there is nothing to freeze.
    """
    require_edit_plan(by, plan)
    if not reason.strip():
        raise UserFault.single(
            "Dire quel texte adopte ces dates.",
            field="motif",
            expected="la convention, l'avenant ou le comité qui les a adoptées",
        )
    with operation(
        kind="plan.jalon.reference",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason.strip(),
    ) as op:
        lock(plan)
        adopted = freeze_baseline(op, plan=plan, reason=reason, replaces=replaces)
        if not adopted:
            raise UserFault.single(
                "Aucun jalon n'a de prévision à adopter.",
                expected="annoncer une date pour au moins un jalon ouvert",
            )
        return adopted


def freeze_baseline(
    op: OpenOperation,
    *,
    plan: Plan,
    reason: str,
    replaces: bool = False,
    action_ids: Collection[uuid.UUID] | None = None,
    adopted_on: dt.date | None = None,
) -> tuple[Jalon, ...]:
    """Freeze the dates inside an open operation; return the milestones that it changed.

    action_ids : the actions concerned, all those of the working plan when None
    adopted_on : day of the text that adopts them, the day of the operation when None
    """
    day = adopted_on or timezone.localtime(op.row.at).date()
    return tuple(
        op.change(
            jalon,
            baseline_on=prevision.expected_on,
            baseline_precision=prevision.expected_precision,
            baseline_adopted_on=day,
            baseline_motif=_motif(reason.strip(), prevision, day),
        )
        for jalon, prevision in _promises(plan, replaces=replaces)
        if action_ids is None or jalon.action_id in action_ids
    )


def _motif(reason: str, prevision: Prevision, adopted_on: dt.date) -> str:
    """Name the text, and say when it cannot have promised a date announced after it."""
    if prevision.announced is None or prevision.announced.start <= adopted_on:
        return reason
    return f"{reason} (date annoncée après cette signature\u00a0: {prevision.announced.label()})"


def link_jalons(
    *,
    by: Access,
    avant: Jalon,
    apres: Jalon,
    nature: LinkNature = LinkNature.FIN_DEBUT,
    lag_days: int = 0,
) -> Dependance:
    """Make a milestone wait for another. Raises Forbidden, UserFault; a circle is named."""
    plan = apres.action.plan
    require_edit_plan(by, plan)
    require_edit_plan(by, avant.action.plan)
    if avant.pk == apres.pk or avant.action.plan_id != plan.pk:
        raise UserFault.single(
            "Une dépendance relie deux jalons différents du même plan.", field="avant"
        )
    with operation(kind="plan.jalon.relier", author=by, territoire_code=by.territoire_code) as op:
        lock(plan)  # two people who each add half of a circle wait for one another
        if Dependance.objects.filter(avant=avant, apres=apres, nature=nature).exists():
            raise UserFault.single("Cette dépendance existe déjà.", field="avant")
        link = op.create(Dependance(avant=avant, apres=apres, nature=nature, lag_days=lag_days))
        _refuse_circle(plan, link)
        return link


def unlink_jalons(*, by: Access, dependance: Dependance) -> None:
    """Remove a dependency. Raises Forbidden."""
    require_edit_plan(by, dependance.apres.action.plan)
    with operation(kind="plan.jalon.delier", author=by, territoire_code=by.territoire_code) as op:
        op.delete(dependance)


def _refuse_circle(plan: Plan, link: Dependance) -> None:
    """Refuse a link that closes a circle; walks from the link, the rest is known to hold none."""
    others = Dependance.objects.filter(apres__action__plan=plan).exclude(pk=link.pk).order_by()
    edges = [(str(one), str(two)) for one, two in others.values_list("avant_id", "apres_id")]
    keys = circle_closed_by(edges, before=str(link.avant_id), after=str(link.apres_id))
    if keys:
        titles = {str(one.pk): one.titre for one in Jalon.objects.filter(pk__in=keys)}
        raise CircleError(keys, tuple(titles[key] for key in keys))


def _promises(plan: Plan, *, replaces: bool) -> list[tuple[Jalon, Prevision]]:
    standing: Mapping[uuid.UUID, Prevision] = {
        prevision.jalon_id: prevision
        for prevision in Prevision.objects.filter(jalon__action__plan=plan, is_cancelled=False)
        .select_related("jalon__action")
        .order_by(*AS_SAID)
    }
    jalons = Jalon.objects.filter(
        action__plan=plan, action__sortie="", actual_on__isnull=True
    ).order_by("id")
    return [
        (jalon, standing[jalon.pk])
        for jalon in jalons
        if jalon.pk in standing and (replaces or jalon.baseline_on is None)
    ]


def _refuse_unsettable(values: Mapping[str, Any]) -> None:
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")


def _refuse_same_title(jalon: Jalon) -> None:
    for sister in Jalon.objects.filter(action_id=jalon.action_id).exclude(pk=jalon.pk):
        if fold(sister.titre) == fold(jalon.titre):
            raise UserFault.single(
                "Un jalon de cette action porte déjà ce titre.",
                value=jalon.titre,
                expected="un titre différent",
                field="titre",
            )
