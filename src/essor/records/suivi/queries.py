"""Reads of the blocking points, in a bounded number of queries; only what she may read."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.journal.models import Tracked
from essor.records.journal.queries import state_as_of
from essor.records.journal.snapshots import kind_of, rebuild
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import actions_of, get_action, outline_as_of
from essor.records.suivi.models import AvisSante, NatureDestinataire, PointBloquant
from essor.records.suivi.permissions import can_read_suivi, require_read_suivi


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of one body: its points, longest blocked first."""

    nature: NatureDestinataire
    nom: str
    points: tuple[PointBloquant, ...]


def points_of(action: Action, by: Access) -> QuerySet[PointBloquant]:
    """Return the points of an action that she reads; none for the public."""
    if not can_read_suivi(by):
        return PointBloquant.objects.none()
    return (
        PointBloquant.objects.filter(action=action)
        .select_related("action")
        .order_by("depuis_on", "created_at", "id")
    )


def open_points(plan: Plan, by: Access) -> QuerySet[PointBloquant]:
    """Return what blocks now, in the actions that this person may read."""
    found = PointBloquant.objects.filter(
        action__in=actions_of(plan, by).values("pk"), leve_on__isnull=True
    ).select_related("action")
    return (found if can_read_suivi(by) else found.none()).order_by("depuis_on", "created_at", "id")


def expected_of_each(*, plan: Plan, by: Access) -> tuple[Expected, ...]:
    """Return the open points by addressee. Raises Forbidden."""
    require_read_suivi(by)
    return group_by_addressee(open_points(plan, by))


def expected_as_of(*, plan: Plan, by: Access, at: dt.datetime) -> tuple[Expected, ...] | None:
    """Return the points open at an instant, None before the plan existed. Raises Forbidden.

    A point is shown if its action could be read then and, if it still exists, may be read now.
    """
    require_read_suivi(by)
    outline = outline_as_of(plan=plan, by=by, at=at)
    if outline is None:
        return None
    actions = {row.action.pk: row.action for row in outline.walk()}
    present: list[Tracked] = list(PointBloquant.objects.filter(action__plan=plan).order_by("id"))
    states = state_as_of(territoire_code=by.territoire_code, at=at, present=present)
    points = []
    for key, state in states.get(kind_of(PointBloquant), {}).items():
        point = rebuild(kind_of(PointBloquant), key, state)
        assert isinstance(point, PointBloquant)
        if point.is_open and point.action_id in actions:
            point.action = actions[point.action_id]
            points.append(point)
    return group_by_addressee(points)


def group_by_addressee(points: Iterable[PointBloquant]) -> tuple[Expected, ...]:
    """Group points by whom they wait for, in the order of the kinds; one name however written."""
    groups: dict[tuple[str, str], list[PointBloquant]] = {}
    for point in sorted(points, key=_longest_first):
        key = (point.destinataire_nature, fold(point.destinataire_nom))
        groups.setdefault(key, []).append(point)
    order = NatureDestinataire.values
    return tuple(
        Expected(
            nature=NatureDestinataire(nature),
            nom=groups[nature, nom][0].destinataire_nom,
            points=tuple(groups[nature, nom]),
        )
        for nature, nom in sorted(groups, key=lambda key: (order.index(key[0]), key[1]))
    )


def get_point(*, plan: Plan, action_code: str, point_id: uuid.UUID, by: Access) -> PointBloquant:
    """Return a point. Raises Http404 when absent or not readable."""
    action = get_action(plan, action_code, by)
    point = points_of(action, by).filter(pk=point_id).first()
    if point is None:
        raise Http404
    point.action = action
    return point


def get_avis(*, plan: Plan, action_code: str, dimension: str, by: Access) -> AvisSante:
    """Return the stated colour of an action. Raises Http404 when there is none to read."""
    action = get_action(plan, action_code, by)
    avis = AvisSante.objects.filter(action=action, dimension=dimension).first()
    if avis is None or not can_read_suivi(by):
        raise Http404
    avis.action = action
    return avis


def _longest_first(point: PointBloquant) -> tuple[bool, dt.date, str]:
    """Sort key: the oldest first, those blocked since nobody knows when last."""
    return (point.depuis_on is None, point.depuis_on or dt.date.max, point.action.code)
