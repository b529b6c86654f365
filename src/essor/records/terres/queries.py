"""Reads of the excavated soils of a plan, each in a bounded number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Plan
from essor.records.terres.models import (
    Analyse,
    Chantier,
    Dap,
    Distance,
    Exutoire,
    Hypothese,
    Lot,
    Plateforme,
    Resultat,
)
from essor.records.terres.permissions import (
    visible_analyses,
    visible_daps,
    visible_lots,
    visible_places,
)

PlaceT = TypeVar("PlaceT", Chantier, Exutoire, Plateforme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soils:
    """Everything that one person may read of the soils of a plan.

    lots : with their site, analyses and results; costs : empty for who is no member
    """

    plan: Plan
    chantiers: tuple[Chantier, ...]
    lots: tuple[Lot, ...]
    exutoires: tuple[Exutoire, ...]
    plateformes: tuple[Plateforme, ...]
    daps: tuple[Dap, ...]
    distances: tuple[Distance, ...]
    hypotheses: tuple[Hypothese, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written yet."""
        return not (self.chantiers or self.exutoires or self.plateformes)

    @property
    def is_demonstration(self) -> bool:
        """Tell whether something shown was invented for a demonstration."""
        rows: Iterable[Chantier | Lot | Exutoire | Plateforme | Hypothese] = (
            *self.chantiers, *self.lots, *self.exutoires, *self.plateformes, *self.hypotheses,
        )  # fmt: skip
        return any(row.is_demonstration for row in rows)


def soils_of(plan: Plan, by: Access) -> Soils:
    """Return the soils of a plan as one person may read them. Ten queries."""
    return Soils(
        plan=plan,
        chantiers=tuple(places_of(Chantier, plan, by)),
        lots=tuple(lots_of(plan, by)),
        exutoires=tuple(places_of(Exutoire, plan, by)),
        plateformes=tuple(places_of(Plateforme, plan, by)),
        daps=tuple(daps_of(plan, by)),
        distances=tuple(distances_of(plan, by)),
        hypotheses=tuple(hypotheses_of(plan, by)),
    )


def places_of(model: type[PlaceT], plan: Plan, by: Access) -> QuerySet[PlaceT]:
    """Return the sites, outlets or platforms of a plan that this person may read."""
    found = model._default_manager.filter(visible_places(by), plan=plan)
    return found.order_by("code", "id")


def lots_of(plan: Plan, by: Access) -> QuerySet[Lot]:
    """Return the lots of a plan that this person may read, with analyses and results."""
    results = Resultat.objects.order_by("support", "parametre", "id")
    reports = Analyse.objects.order_by("-analysed_on", "numero", "id").prefetch_related(
        Prefetch("resultats", queryset=results)
    )
    found = Lot.objects.filter(visible_lots(by), plan=plan).select_related(
        "chantier__action", "chantier__plan", "plan"
    )
    return found.prefetch_related(Prefetch("analyses", queryset=reports)).order_by("code", "id")


def daps_of(plan: Plan, by: Access) -> QuerySet[Dap]:
    """Return the acceptances of a plan that this person may read, the first to end first."""
    found = Dap.objects.filter(visible_daps(by), exutoire__plan=plan)
    related = found.select_related("exutoire__plan", "chantier", "lot")
    return related.order_by("valid_until", "numero", "id")


def distances_of(plan: Plan, by: Access) -> QuerySet[Distance]:
    """Return the measured distances of a plan; for its members."""
    found = Distance.objects.filter(plan=plan) if reads_costs(by, plan) else Distance.objects.none()
    return found.order_by("origine", "destination", "id")


def hypotheses_of(plan: Plan, by: Access) -> QuerySet[Hypothese]:
    """Return the costs of a plan; for its members."""
    everything = Hypothese.objects
    found = everything.filter(plan=plan) if reads_costs(by, plan) else everything.none()
    return found.order_by("nom", "id")


def reads_costs(by: Access, plan: Plan) -> bool:
    """Tell whether this person may read what the territory assumes: its members."""
    return by.territoire_id == plan.territoire_id and by.can(Capability.VIEW_INTERNAL)


def get_place(model: type[PlaceT], plan: Plan, row_id: uuid.UUID, by: Access) -> PlaceT:
    """Return a site, an outlet or a platform. Raises Http404 when absent or not readable."""
    found = places_of(model, plan, by).select_related("plan__territoire")
    row = found.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row


def get_lot(plan: Plan, row_id: uuid.UUID, by: Access) -> Lot:
    """Return a lot. Raises Http404 when absent or not readable."""
    row = lots_of(plan, by).filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row


def get_analyse(plan: Plan, row_id: uuid.UUID, by: Access) -> Analyse:
    """Return a laboratory report. Raises Http404 when absent or not readable."""
    found = Analyse.objects.filter(visible_analyses(by), lot__plan=plan, pk=row_id)
    row = found.select_related("lot__chantier__action", "lot__chantier__plan", "lot__plan").first()
    if row is None:
        raise Http404
    return row


def get_dap(plan: Plan, row_id: uuid.UUID, by: Access) -> Dap:
    """Return an acceptance. Raises Http404 when absent or not readable."""
    row = daps_of(plan, by).filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row
