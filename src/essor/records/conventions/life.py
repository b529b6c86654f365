"""The life of the convention on one page: phases, signatures, pair, movements, what is loose."""

import datetime as dt
import uuid
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import RoleBinome
from essor.records.conventions.differences import Differences, differences
from essor.records.conventions.instants import PlanThen, instant_of, plans_then
from essor.records.conventions.models import Acte, Label, Mandat, Signataire
from essor.records.conventions.queries import (
    MovementRow,
    actes_of,
    labels_of,
    mandats_of,
    movements_of,
    signataires_of,
)
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import can_edit_plan
from essor.references.loader import parameter

PHASES = "programme/phases"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """A phase of the programme, and the label of the territory for it, None when not recorded."""

    name: str
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A text with its signatories, the plan as it stood then, and what changed since the last.

    plan_then : None before the plan existed in Essor, or while the text is only prepared
    since : from the signature before it; None for the first
    """

    acte: Acte
    signataires: tuple[Signataire, ...]
    plan_then: PlanThen | None
    since: Differences | None
    movements: tuple[MovementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """What the plan holds today that no movement explains, since the last adopted text."""

    acte: Acte
    came: tuple[Action, ...]
    gone: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionLife:
    """All that one person may read of it.

    waiting : prepared movements that no text carries; loose : applied ones that none carries
    now : the working plan at this instant
    """

    phases: tuple[PhaseRow, ...]
    signatures: tuple[Signature, ...]
    mandats: tuple[Mandat, ...]
    movements: tuple[MovementRow, ...]
    deviation: Deviation | None
    now: PlanThen
    can_edit: bool

    @property
    def waiting(self) -> list[MovementRow]:
        """Movements meant for the next amendment."""
        return [row for row in self.movements if not row.is_applied and row.mouvement.acte is None]

    @property
    def loose(self) -> list[MovementRow]:
        """Movements made outside any text."""
        return [row for row in self.movements if row.is_loose]

    @property
    def adopted(self) -> list[Signature]:
        """Texts whose plan Essor froze, oldest first."""
        return [one for one in self.signatures if one.acte.adopted_at is not None]

    def pair(self, role: str) -> list[Mandat]:
        """Mandates of one half of the pair, oldest first."""
        return [one for one in self.mandats if one.role == role]

    @property
    def pairs(self) -> list[tuple[str, list[Mandat]]]:
        """Both halves with their mandates."""
        return [(role.label, self.pair(role)) for role in RoleBinome]


def life_of(*, plan: Plan, by: Access, now: dt.datetime) -> ConventionLife:
    """Return the life of the convention of a plan. About fifteen queries, however long it is."""
    actes = actes_of(plan, by)
    movements = movements_of(plan, by)
    instants = {acte.pk: at for acte in actes if (at := instant_of(acte, now))}
    then = plans_then(plan=plan, by=by, instants=[*instants.values(), now])
    present = then[now] or PlanThen(at=now, actions=())
    signatures = _signatures(actes, instants, then, movements)
    return ConventionLife(
        phases=_phases(plan),
        signatures=signatures,
        mandats=tuple(mandats_of(plan, by)),
        movements=tuple(movements),
        deviation=_deviation(signatures, movements, present) if by.is_member else None,
        now=present,
        can_edit=can_edit_plan(by, plan),
    )


def phase_names() -> list[str]:
    """Return the phases of the programme, oldest first: « 2018-2022 »."""
    found = parameter(PHASES)
    return [
        Period.years(one.valid_from.year, (one.ends_on or one.valid_from).year).label()
        for one in found.values
    ]


def _phases(plan: Plan) -> tuple[PhaseRow, ...]:
    """Return the phases of the programme, and any other that somebody recorded."""
    labels = {label.phase: label for label in labels_of(plan)}
    names = sorted({*phase_names(), *labels})
    return tuple(PhaseRow(name=name, label=labels.get(name)) for name in names)


def _signatures(
    actes: list[Acte],
    instants: dict[uuid.UUID, dt.datetime],
    then: dict[dt.datetime, PlanThen | None],
    movements: list[MovementRow],
) -> tuple[Signature, ...]:
    signed = signataires_of(actes)
    before: PlanThen | None = None
    found = []
    for acte in actes:
        at = instants.get(acte.pk)
        plan_then = then[at] if at else None
        since = None
        if before and plan_then and before.at <= plan_then.at:
            since = differences(before, plan_then)
        found.append(
            Signature(
                acte=acte,
                signataires=tuple(signed[acte.pk]),
                plan_then=plan_then,
                since=since,
                movements=tuple(row for row in movements if row.mouvement.acte_id == acte.pk),
            )
        )
        before = plan_then or before
    return tuple(found)


def _deviation(
    signatures: tuple[Signature, ...], movements: list[MovementRow], present: PlanThen
) -> Deviation | None:
    """Compare the last adopted plan with today's; what movements explain is left out."""
    adopted = [one for one in signatures if one.acte.adopted_at and one.plan_then]
    if not adopted:
        return None
    last = max(adopted, key=lambda one: one.plan_then.at if one.plan_then else present.at)
    assert last.plan_then is not None  # chosen among those that have one
    found = differences(last.plan_then, present)
    explained = {action.pk for row in movements if row.is_applied for action in row.actions}
    came = tuple(one for one in found.came if one.parent_id is None and one.pk not in explained)
    gone = tuple(one for one in found.left if one.parent_id is None and one.pk not in explained)
    return Deviation(acte=last.acte, came=came, gone=gone) if came or gone else None
