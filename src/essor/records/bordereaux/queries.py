"""Reads of slips and of the links of sites, in a bounded number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.bordereaux.models import Bordereau, LienChantier
from essor.records.bordereaux.permissions import visible_bordereaux, visible_places
from essor.records.bordereaux.tableur.imports import KIND
from essor.records.journal.models import Operation
from essor.records.journal.words import every_word
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme

ENDS = ("chantier", "depot", "lot", "exutoire", "plateforme")
SHOWN_IMPORTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtre:
    """Which slips are asked for; empty asks nothing."""

    since_on: dt.date | None = None
    until_on: dt.date | None = None
    chantier: str = ""
    lot: str = ""
    destination: str = ""
    source: str = ""
    is_sans_lot: bool = False
    is_annule: bool | None = False
    texte: str = ""

    def where(self) -> Q:
        """Return the filter."""
        found = Q()
        if self.since_on:
            found &= Q(realise_on__gte=self.since_on)
        if self.until_on:
            found &= Q(realise_on__lte=self.until_on)
        if self.chantier:
            found &= Q(chantier__code=self.chantier) | Q(depot__code=self.chantier)
        if self.lot:
            found &= Q(lot__code=self.lot)
        if self.destination:
            found &= Q(exutoire__code=self.destination) | Q(plateforme__code=self.destination)
        if self.source:
            found &= Q(source=self.source)
        if self.is_sans_lot:
            found &= Q(lot__isnull=True)
        if self.is_annule is not None:
            found &= Q(annule_on__isnull=not self.is_annule)
        return found & every_word(self.texte, "numero", "plaques", "transporteur", "numero_dap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Somme:
    """How many slips, what they weigh, the last day of one."""

    count: int
    tonnes: Decimal
    last_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFait:
    """A file that was taken, and whether it was taken back."""

    operation: Operation
    slips: int
    is_undone: bool


def bordereaux_of(plan: Plan, by: Access, filtre: Filtre | None = None) -> QuerySet[Bordereau]:
    """Return the slips that this person may read, the latest first."""
    where = (filtre or Filtre()).where()
    found = Bordereau.objects.filter(visible_bordereaux(by), where, plan=plan)
    return found.select_related(*ENDS).order_by("-realise_on", "-realise_heure", "numero", "id")


def sum_of(found: QuerySet[Bordereau]) -> Somme:
    """Add up slips. One query."""
    said = found.order_by().aggregate(n=Count("pk"), t=Sum("tonnes"), last=Max("realise_on"))
    return Somme(count=said["n"], tonnes=said["t"] or Decimal(0), last_on=said["last"])


def get_bordereau(plan: Plan, bordereau_id: uuid.UUID, by: Access) -> Bordereau:
    """Return a slip, cancelled or not. Raises Http404 when absent or not readable."""
    every = Filtre(is_annule=None)
    found = bordereaux_of(plan, by, every).select_related(*ENDS, "lien", "plan__territoire")
    row = found.filter(pk=bordereau_id).first()
    if row is None:
        raise Http404
    return row


def liens_of(plan: Plan, by: Access) -> QuerySet[LienChantier]:
    """Return the links of the sites that this person may read, with their slips counted."""
    sites = Chantier.objects.filter(visible_places(by), plan=plan).values("pk")
    return (
        LienChantier.objects.filter(chantier__in=sites)
        .select_related("chantier__plan__territoire")
        .annotate(sent=Count("bordereaux"), last_on=Max("bordereaux__realise_on"))
        .order_by("revoked_at", "-created_at", "id")
    )


def get_lien(plan: Plan, lien_id: uuid.UUID, by: Access) -> LienChantier:
    """Return a link. Raises Http404 when absent or of a site not readable."""
    found = liens_of(plan, by).filter(pk=lien_id).first()
    if found is None:
        raise Http404
    return found


def imports_of(plan: Plan) -> list[ImportFait]:
    """Return the last files taken, latest first. Two queries."""
    code = plan.territoire.code
    mine = Operation.objects.filter(kind=KIND, territoire_code=code)
    rows = list(mine.annotate(slips=Count("events")).order_by("-at", "-id")[:SHOWN_IMPORTS])
    undone = set(
        Operation.objects.filter(reverts_id__in=[row.pk for row in rows]).values_list(
            "reverts_id", flat=True
        )
    )
    return [ImportFait(operation=row, slips=row.slips, is_undone=row.pk in undone) for row in rows]


def places_of(
    plan: Plan, by: Access
) -> tuple[list[Chantier], list[Lot], list[Exutoire], list[Plateforme]]:
    """Return the sites, their lots, the outlets and the platforms that she may read."""
    shown = visible_places(by)
    sites = list(Chantier.objects.filter(shown, plan=plan).order_by("code"))
    lots = Lot.objects.filter(plan=plan, chantier__in=[one.pk for one in sites])
    return (
        sites,
        list(lots.select_related("chantier").order_by("code")),
        list(Exutoire.objects.filter(shown, plan=plan).order_by("code")),
        list(Plateforme.objects.filter(shown, plan=plan).order_by("code")),
    )
