"""Reads of the life of the convention, each in a bounded number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import NatureMouvement, Sens
from essor.records.conventions.models import (
    Acte,
    Filiation,
    Label,
    Mandat,
    Mouvement,
    Signataire,
)
from essor.records.conventions.permissions import (
    can_read_mouvement,
    readable_actes,
    readable_mandats,
)
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import every_action_of

RowT = TypeVar("RowT", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One end of a movement: an action, or the title of one to come."""

    action: Action | None
    titre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    """A movement with both its sides, as one person may read it."""

    mouvement: Mouvement
    avant: tuple[Side, ...]
    apres: tuple[Side, ...]

    @property
    def is_applied(self) -> bool:
        """Tell whether the plan changed already."""
        return self.mouvement.applied_at is not None

    @property
    def is_loose(self) -> bool:
        """Tell whether the plan changed and no text carries it: to be regularised."""
        return self.is_applied and self.mouvement.acte_id is None

    @property
    def standing(self) -> str:
        """Say where the movement stands."""
        acte = self.mouvement.acte
        if acte is None:
            return "hors avenant, à régulariser" if self.is_applied else "prévu au prochain avenant"
        if acte.adopted_at is not None:
            return f"adopté par {acte.with_article}"
        if self.is_applied:
            return f"appliqué, dans l'attente de {acte.with_article}"
        return f"prévu par {acte.with_article}"

    @property
    def nobody_before(self) -> str:
        """Say why the near side is empty: nothing leaves, or what left was deleted since."""
        if self.mouvement.nature == NatureMouvement.AJOUT:
            return "rien"
        return "action supprimée depuis"

    @property
    def nobody_after(self) -> str:
        """Say why the far side is empty: it is an end, or what came was deleted since."""
        if self.mouvement.nature == NatureMouvement.FIN:
            return "sort du plan"
        return "action supprimée depuis"

    @property
    def actions(self) -> list[Action]:
        """Every action named, those that leave first."""
        return [side.action for side in (*self.avant, *self.apres) if side.action]


def labels_of(plan: Plan) -> QuerySet[Label]:
    """Return the labels of a plan's territory, oldest phase first: public facts."""
    return Label.objects.filter(plan=plan).order_by("phase", "id")


def actes_of(plan: Plan, by: Access) -> list[Acte]:
    """Return the texts that this person may read: signed ones by date, then those prepared."""
    found = Acte.objects.filter(readable_actes(by), plan=plan).select_related("plan__territoire")
    rows = list(found.order_by("nature", "numero", "id"))
    convention_first = {"convention": 0}
    return sorted(
        rows,
        key=lambda acte: (
            acte.signe_on is None,
            acte.signe.end.isoformat() if acte.signe else "",
            convention_first.get(acte.nature, 1),
            acte.numero or 0,
        ),
    )


def get_acte(plan: Plan, acte_id: uuid.UUID, by: Access) -> Acte:
    """Return one text. Raises Http404 when it is absent or not readable by this person."""
    found = Acte.objects.filter(readable_actes(by), plan=plan, pk=acte_id)
    return _one(found.select_related("plan__territoire"))


def get_label(plan: Plan, label_id: uuid.UUID) -> Label:
    """Return one label. Raises Http404."""
    return _one(Label.objects.filter(plan=plan, pk=label_id).select_related("plan"))


def get_mandat(plan: Plan, mandat_id: uuid.UUID, by: Access) -> Mandat:
    """Return one mandate. Raises Http404 when it is absent or not readable by this person."""
    found = Mandat.objects.filter(readable_mandats(by), plan=plan, pk=mandat_id)
    return _one(found.select_related("plan"))


def get_signataire(acte: Acte, signataire_id: uuid.UUID) -> Signataire:
    """Return one signatory of a text that this person may read. Raises Http404."""
    return _one(acte.signataires.filter(pk=signataire_id).select_related("acte__plan"))


def get_movement(plan: Plan, mouvement_id: uuid.UUID, by: Access) -> MovementRow:
    """Return one movement. Raises Http404 when it is absent or not readable by this person."""
    rows = _rows(Mouvement.objects.filter(plan=plan, pk=mouvement_id), plan, by)
    if not rows:
        raise Http404
    return rows[0]


def mandats_of(plan: Plan, by: Access) -> QuerySet[Mandat]:
    """Return who presided, elected officials first, oldest first."""
    return Mandat.objects.filter(readable_mandats(by), plan=plan)


def signataires_of(actes: Collection[Acte]) -> dict[uuid.UUID, list[Signataire]]:
    """Return the signatories of each text, in order. One query."""
    found: dict[uuid.UUID, list[Signataire]] = defaultdict(list)
    for row in Signataire.objects.filter(acte__in=actes).order_by("ordre", "structure", "id"):
        found[row.acte_id].append(row)
    return found


def movements_of(plan: Plan, by: Access) -> list[MovementRow]:
    """Return the movements that this person may read, oldest first. Three queries."""
    return _rows(Mouvement.objects.filter(plan=plan), plan, by)


def lineage_of(action: Action, by: Access) -> list[MovementRow]:
    """Return the movements that one action is part of, oldest first. Three queries."""
    mine = Filiation.objects.filter(action=action).values("mouvement_id")
    return _rows(Mouvement.objects.filter(pk__in=mine), action.plan, by)


def _rows(found: QuerySet[Mouvement], plan: Plan, by: Access) -> list[MovementRow]:
    movements = list(found.select_related("acte", "plan").order_by("created_at", "id"))
    if not movements:
        return []
    sides: dict[uuid.UUID, list[Filiation]] = defaultdict(list)
    known = Filiation.objects.filter(mouvement__in=movements).select_related("action__axe")
    for row in known.order_by("ordre", "id"):
        sides[row.mouvement_id].append(row)
    movements.sort(key=lambda one: (one.applied_at is None, one.applied_at or one.created_at))
    readable = set(every_action_of(plan, by).values_list("id", flat=True))
    return [
        MovementRow(
            mouvement=mouvement,
            avant=_side(sides[mouvement.pk], Sens.AVANT),
            apres=_side(sides[mouvement.pk], Sens.APRES),
        )
        for mouvement in movements
        if can_read_mouvement(by, mouvement, sides[mouvement.pk], readable)
    ]


def _side(rows: Sequence[Filiation], sens: Sens) -> tuple[Side, ...]:
    return tuple(
        Side(action=row.action, titre=row.action.titre if row.action else row.titre)
        for row in rows
        if row.sens == sens
    )


def _one(found: QuerySet[RowT]) -> RowT:
    row = found.first()
    if row is None:
        raise Http404
    return row
