"""Reads of the register: what is owed and when, what is late, operations under the threshold."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from essor.engines.terres.registre.law import is_below_threshold, threshold
from essor.engines.terres.registre.validate import Identity
from essor.records.accounts.permissions import Access
from essor.records.journal.words import every_word
from essor.records.plans.models import Plan
from essor.records.registre.choices import OWED, EtatLigne
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import visible_lignes


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtre:
    """Which lines are asked for; empty asks nothing."""

    genre: str = ""
    etat: str = ""
    texte: str = ""
    mois: str = ""
    is_en_retard: bool = False

    def where(self, today: dt.date) -> Q:
        """Return the filter."""
        found = Q()
        if self.genre:
            found &= Q(genre=self.genre)
        if self.etat:
            found &= Q(etat=self.etat)
        if self.mois:
            year, month = self.mois.split("-")
            found &= Q(mouvement_on__year=int(year), mouvement_on__month=int(month))
        if self.is_en_retard:
            found &= late_where(today)
        return found & every_word(self.texte, "public_id", "chantier_nom", "destinataire", "siret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """Lines that share a deadline."""

    deadline_on: dt.date
    count: int
    drafts: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """What is owed, deadline by deadline, the oldest first; ``undated`` lines have no date yet."""

    echeances: tuple[Echeance, ...]
    undated: int
    declared: int

    @property
    def late(self) -> int:
        """Lines whose deadline is over."""
        return sum(one.count for one in self.echeances if one.is_late)

    @property
    def next(self) -> Echeance | None:
        """The deadline to come, None when nothing is owed for one."""
        return next((one for one in self.echeances if not one.is_late), None)

    @property
    def owed(self) -> int:
        """Lines to declare, whatever their deadline."""
        return sum(one.count for one in self.echeances) + self.undated


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one site moved in one register: its volume where it is said."""

    chantier_nom: str
    genre: str
    lines: int
    volume_m3: Decimal | None
    without_volume: int
    is_below: bool


def lignes_of(plan: Plan, by: Access, filtre: Filtre, today: dt.date) -> QuerySet[LigneRegistre]:
    """Return the lines that this person may read, the latest movement first."""
    found = LigneRegistre.objects.filter(visible_lignes(by), filtre.where(today), plan=plan)
    return found.order_by("-mouvement_on", "genre", "public_id", "id")


def ligne_or_404(plan: Plan, by: Access, ligne_id: uuid.UUID) -> LigneRegistre:
    """Return one line. Raises Http404 when it is not open to this person."""
    found = LigneRegistre.objects.filter(visible_lignes(by), plan=plan, pk=ligne_id)
    row = found.select_related("plan", "lot", "bordereau").first()
    if row is None:
        raise Http404
    return row


def ready_lignes(plan: Plan, by: Access, genre: str) -> list[LigneRegistre]:
    """Return the lines of one register to send, ready or not, the oldest movement first."""
    found = LigneRegistre.objects.filter(visible_lignes(by), plan=plan, genre=genre, etat__in=OWED)
    return list(found.select_related("plan").order_by("mouvement_on", "public_id", "id"))


def bilan_of(plan: Plan, by: Access, today: dt.date) -> Bilan:
    """Return what is owed today."""
    rows = LigneRegistre.objects.filter(visible_lignes(by), plan=plan)
    by_deadline: dict[dt.date, list[str]] = {}
    undated = 0
    owed = rows.filter(etat__in=OWED).order_by("echeance_on", "id")
    for deadline, etat in owed.values_list("echeance_on", "etat"):
        if deadline is None:
            undated += 1
        else:
            by_deadline.setdefault(deadline, []).append(etat)
    return Bilan(
        echeances=tuple(
            Echeance(
                deadline_on=deadline,
                count=len(states),
                drafts=states.count(EtatLigne.BROUILLON),
                is_late=deadline < today,
            )
            for deadline, states in sorted(by_deadline.items())
        ),
        undated=undated,
        declared=rows.filter(etat=EtatLigne.DECLAREE).count(),
    )


def operations_of(plan: Plan, by: Access, today: dt.date) -> list[Operation]:
    """Return what each named site moved, cancelled lines left out, the smallest volume first."""
    rows = (
        LigneRegistre.objects.filter(visible_lignes(by), plan=plan)
        .exclude(etat=EtatLigne.ANNULEE)
        .exclude(chantier_nom="")
        .values("chantier_nom", "genre")
        .annotate(lines=Count("id"), total=Sum("volume_m3"), said=Count("volume_m3"))
        .order_by("genre", "total", "chantier_nom")
    )
    return [
        Operation(
            chantier_nom=row["chantier_nom"],
            genre=row["genre"],
            lines=row["lines"],
            volume_m3=row["total"],
            without_volume=row["lines"] - row["said"],
            is_below=row["lines"] == row["said"] and is_below_threshold(row["total"], on=today),
        )
        for row in rows
    ]


def seuil_m3(today: dt.date) -> Decimal:
    """Return the volume under which a whole operation owes no line."""
    return threshold("seuil_m3", on=today)


def distance_km(today: dt.date) -> Decimal:
    """Return how far soil may travel inside its own works without leaving them."""
    return threshold("distance_km", on=today)


def declared_identities(plan: Plan, genre: str) -> set[Identity]:
    """Return what the national register already holds, as far as this register knows."""
    rows = LigneRegistre.objects.filter(plan=plan, genre=genre, declared_on__isnull=False)
    return set(rows.order_by("id").values_list("siret", "public_id"))


def months_of(plan: Plan, by: Access) -> list[dt.date]:
    """Return the months that hold a movement, the latest first."""
    rows = LigneRegistre.objects.filter(visible_lignes(by), plan=plan, mouvement_on__isnull=False)
    return list(rows.dates("mouvement_on", "month", order="DESC"))


def late_where(today: dt.date) -> Q:
    """Return the filter of what is owed after its deadline."""
    return Q(etat__in=OWED, echeance_on__lt=today)
