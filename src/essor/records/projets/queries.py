"""Reads of the big projects, each in a bounded number of queries; only what she may read."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.http import Http404

from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.comites.models import Decision
from essor.records.comites.permissions import visible_decisions
from essor.records.entreprises.models import Etablissement
from essor.records.entreprises.permissions import visible_etablissements
from essor.records.jalons.calendar import ActionCalendar, JalonRow
from essor.records.jalons.queries import action_calendar
from essor.records.plans.announcements import Series, gather_series
from essor.records.plans.choices import NatureAnnonce
from essor.records.plans.models import Action, ActionPart, Annonce, Plan
from essor.records.plans.queries import every_action_of
from essor.records.projets.choices import EtatLot, NatureSurface
from essor.records.projets.costs import Cost, cost_of
from essor.records.projets.models import GrandProjet, Lot, Parcelle, PhaseProjet, PhotoProjet
from essor.records.projets.permissions import can_read_inside, visible_photos
from essor.records.projets.promise import Promise, promise_of, worst_of

PartT = TypeVar("PartT", bound=ActionPart)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """A phase with its milestones; ``decision`` only when she may read it.

    last : the milestone that ends it, the latest of those that bear a date
    """

    phase: PhaseProjet
    jalons: tuple[JalonRow, ...]
    decision: Decision | None
    last: JalonRow | None

    @property
    def reached(self) -> int:
        """Number of its milestones that are reached."""
        return sum(row.is_reached for row in self.jalons)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """A lot; who takes it, empty when unknown or hidden from this person."""

    lot: Lot
    preneur: str
    etablissement: Etablissement | None
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of surfaces in m²; ``unknown`` counts those that nobody published."""

    label: str
    count: int
    known_m2: Decimal
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetPage:
    """All that one person reads of a big project, beyond the blocks of its action sheet.

    others : milestones of no phase. promise : what was promised and what is expected now
    """

    action: Action
    card: GrandProjet | None
    calendar: ActionCalendar
    phases: tuple[PhaseRow, ...]
    others: tuple[JalonRow, ...]
    promise: Promise | None
    costs: tuple[Series, ...]
    cost: Cost | None
    parcelles: tuple[Parcelle, ...]
    contenance: Total
    lots: tuple[LotRow, ...]
    lot_totals: tuple[Total, ...]
    photos: tuple[PhotoProjet, ...]
    reads_inside: bool

    @property
    def next_gate(self) -> PhaseRow | None:
        """Return the first gate that is not wholly passed, None while none is published."""
        if self.is_gates_silent:
            return None
        return next((row for row in self.phases if not row.phase.is_passed), None)

    @property
    def is_gates_silent(self) -> bool:
        """Tell whether nothing is published of any gate."""
        return not any(row.phase.passage for row in self.phases)

    @property
    def worst(self) -> JalonRow | None:
        """Return the milestone that drifted most."""
        return worst_of(self.calendar.rows)

    @property
    def passed(self) -> int:
        """Number of gates passed without reserve."""
        return sum(row.phase.is_passed for row in self.phases)


def get_projet(plan: Plan, code: str, by: Access) -> Action:
    """Return the action of a big project. Raises Http404 when absent, hidden or no big project."""
    found = every_action_of(plan, by).filter(code__iexact=code, is_grand_projet=True).first()
    if found is None:
        raise Http404
    return found


def page_of(*, plan: Plan, action: Action, by: Access, today: dt.date) -> ProjetPage:
    """Return the page of a big project. Some fifteen queries, whatever its size."""
    calendar = action_calendar(plan=plan, action=action, by=by, today=today)
    card = GrandProjet.objects.filter(action=action).first()
    phases, others = phase_rows(list(_of(PhaseProjet, action)), calendar.rows, by)
    costs = costs_of(action)
    parcelles = tuple(_of(Parcelle, action))
    lots = lot_rows(list(_of(Lot, action)), by)
    return ProjetPage(
        action=action,
        card=card,
        calendar=calendar,
        phases=phases,
        others=others,
        promise=promise_of(card, calendar.rows),
        costs=costs,
        cost=cost_of(card, costs),
        parcelles=parcelles,
        contenance=total_of("", [one.contenance_m2 for one in parcelles]),
        lots=lots,
        lot_totals=lot_totals(lots),
        photos=tuple(PhotoProjet.objects.filter(visible_photos(by), action=action)),
        reads_inside=can_read_inside(by),
    )


def phase_rows(
    phases: Sequence[PhaseProjet], rows: Sequence[JalonRow], by: Access
) -> tuple[tuple[PhaseRow, ...], tuple[JalonRow, ...]]:
    """Put each milestone in the phase that it names; return the rest apart. At most one query."""
    titles = {fold(phase.titre) for phase in phases}
    readable = _decisions(phases, by)
    by_title: dict[str, list[JalonRow]] = {}
    for row in rows:
        by_title.setdefault(fold(row.jalon.phase), []).append(row)
    found = tuple(
        PhaseRow(
            phase=phase,
            jalons=(mine := tuple(by_title.get(fold(phase.titre), ()))),
            decision=readable.get(phase.decision_id) if phase.decision_id else None,
            last=latest(mine),
        )
        for phase in phases
    )
    return found, tuple(row for row in rows if fold(row.jalon.phase) not in titles)


def latest(rows: Iterable[JalonRow]) -> JalonRow | None:
    """Return the milestone that falls last, None when none bears a date."""
    dated = [(row.current.end, index, row) for index, row in enumerate(rows) if row.current]
    return max(dated, key=lambda one: one[:2])[2] if dated else None


def costs_of(action: Action) -> tuple[Series, ...]:
    """Return the amounts announced for a project, by subject, oldest first."""
    return gather_series(Annonce.objects.filter(action=action, nature=NatureAnnonce.MONTANT))


def lot_rows(lots: Sequence[Lot], by: Access) -> tuple[LotRow, ...]:
    """Return the lots, each with its taker if this person may read who it is."""
    inside = can_read_inside(by)
    ids = {lot.etablissement_id for lot in lots if lot.etablissement_id}
    firms = Etablissement.objects.filter(visible_etablissements(by), pk__in=ids) if ids else ()
    readable = {firm.pk: firm for firm in firms}
    return tuple(
        _lot_row(lot, readable.get(lot.etablissement_id) if lot.etablissement_id else None, inside)
        for lot in lots
    )


def lot_totals(rows: Iterable[LotRow]) -> tuple[Total, ...]:
    """Sum the surfaces by state, land and floors apart; what is not published comes last."""
    groups: dict[tuple[str, str], list[Decimal | None]] = {}
    for row in rows:
        groups.setdefault((row.lot.etat, row.lot.surface_nature), []).append(row.lot.surface_m2)
    natures = [*NatureSurface.choices, ("", "nature de surface non publiée")]
    return tuple(
        total_of(f"{etat_label}, {nature_label}", groups[etat, nature])
        for etat, etat_label in (*EtatLot.choices, ("", "État non publié"))
        for nature, nature_label in natures
        if (etat, nature) in groups
    )


def total_of(label: str, surfaces: Sequence[Decimal | int | None]) -> Total:
    """Sum what is known, and count what is not."""
    known = [Decimal(one) for one in surfaces if one is not None]
    return Total(
        label=label,
        count=len(surfaces),
        known_m2=sum(known, Decimal(0)),
        unknown=len(surfaces) - len(known),
    )


def get_part(model: type[PartT], action: Action, key: uuid.UUID) -> PartT:
    """Return a part of a project. Raises Http404."""
    found = model._default_manager.filter(action=action, pk=key).first()
    if found is None:
        raise Http404
    found.action = action
    return found


def get_photo(action: Action, key: uuid.UUID, by: Access) -> PhotoProjet:
    """Return a photo that this person may see. Raises Http404."""
    found = PhotoProjet.objects.filter(visible_photos(by), action=action, pk=key).first()
    if found is None:
        raise Http404
    found.action = action
    return found


def decisions_to_choose(plan: Plan, by: Access) -> "list[Decision]":
    """Return the decisions of the plan's committees that she may read, latest first."""
    return list(
        Decision.objects.filter(visible_decisions(by), comite__plan=plan)
        .select_related("comite")
        .order_by("-comite__tenu_on", "ordre", "id")
    )


def _of(model: type[PartT], action: Action) -> Sequence[PartT]:
    return list(model._default_manager.filter(action=action))  # each is ordered by its Meta


def _decisions(phases: Sequence[PhaseProjet], by: Access) -> dict[uuid.UUID, Decision]:
    ids = {phase.decision_id for phase in phases if phase.decision_id}
    if not ids:
        return {}
    found = Decision.objects.filter(visible_decisions(by), pk__in=ids).select_related("comite")
    return {one.pk: one for one in found}


def _lot_row(lot: Lot, firm: Etablissement | None, inside: bool) -> LotRow:
    may_read = inside or lot.is_preneur_public
    is_taken = bool(lot.preneur_nom or lot.etablissement_id)
    return LotRow(
        lot=lot,
        preneur=lot.preneur_nom if may_read else "",
        etablissement=firm if may_read else None,
        is_hidden=is_taken and not may_read,
    )
