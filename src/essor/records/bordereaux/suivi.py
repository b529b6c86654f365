"""From what is kept to what is compared: the plan that is followed, the slips, the names."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.bordereaux.ecarts import (
    Calendrier,
    Comparaison,
    Seuils,
    Trajet,
    compare,
)
from essor.records.bordereaux.queries import bordereaux_of
from essor.records.bordereaux.seuils import number
from essor.records.plans.models import Plan
from essor.records.terres.queries import Soils, soils_of
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.queries import plans_terres_of

PERCENT = 100
WEEK_DAYS = 7
PLATFORM_KINDS = frozenset({"platform", "plateforme"})
CODES = ("chantier__code", "depot__code", "lot__code", "exutoire__code", "plateforme__code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Tonnes of one day between two places, as slips say; codes, "" when unknown."""

    on: dt.date
    origin: str
    lot: str
    destination: str
    tonnes: float
    is_to_platform: bool
    is_from_platform: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivi:
    """What is followed on a day: soils, slips, the plan if one is retained, and their gaps."""

    plan: Plan
    today: dt.date
    soils: Soils
    passages: tuple[Passage, ...]
    followed: PlanTerres | None = None
    calcul: CalculTerres | None = None
    planned: tuple[Trajet, ...] = ()
    comparaison: Comparaison | None = None
    candidates: tuple[PlanTerres, ...] = ()
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def label(self, family: str, code: str) -> str:
        """Return the name that people read for a lot or a destination."""
        if not code:
            return "Sans lot" if family == "lot" else "Sans destination"
        return self.names.get((family, code), code)

    @property
    def is_demonstration(self) -> bool:
        """Tell whether something shown was invented for a demonstration."""
        return self.soils.is_demonstration


def suivi_of(
    *, plan: Plan, by: Access, today: dt.date, plan_terres_id: uuid.UUID | None = None
) -> Suivi:
    """Return what this person may follow, in a bounded number of queries.

    plan_terres_id : which retained plan of soils; without it, the one whose horizon holds today.
    What left before the first day of that plan is no gap to it: it is not compared.
    """
    soils = soils_of(plan, by)
    passages = passages_of(plan, by)
    candidates = candidates_of(plan, by)
    followed = _followed(candidates, today, plan_terres_id)
    base = Suivi(
        plan=plan, today=today, soils=soils, passages=passages, candidates=candidates,
        names=_names(soils),
    )  # fmt: skip
    calcul = retained_calcul(followed)
    if followed is None or calcul is None:
        return base
    planned = tuple(planned_of(calcul.found))
    calendrier = Calendrier(
        debut_on=followed.debut_on, period_days=followed.period_days, periods=followed.periods
    )
    return Suivi(
        plan=plan,
        today=today,
        soils=soils,
        passages=passages,
        followed=followed,
        calcul=calcul,
        planned=planned,
        candidates=candidates,
        names=base.names,
        comparaison=compare(
            planned=planned,
            done=[one for one in trajets_of(passages, calendrier) if one.period >= 0],
            calendrier=calendrier,
            today=today,
            label=base.label,
        ),
    )


def candidates_of(plan: Plan, by: Access) -> tuple[PlanTerres, ...]:
    """Return the plans of soils that the territory follows, those that this person reads."""
    return tuple(one for one in plans_terres_of(plan, by) if one.is_retenu)


def followed_on(
    plan: Plan, by: Access, today: dt.date, *, titre: str | None = None
) -> PlanTerres | None:
    """Return the plan of soils followed on a day, by its title when several are."""
    found = candidates_of(plan, by)
    if titre is not None:
        found = tuple(one for one in found if fold(one.titre) == fold(titre))
    return _followed(found, today, None)


def passages_of(plan: Plan, by: Access) -> tuple[Passage, ...]:
    """Return the live slips that this person reads, added up by day and trip. One query."""
    rows = (
        bordereaux_of(plan, by)
        .order_by()
        .values("realise_on", *CODES)
        .annotate(total_t=Sum("tonnes"))
        .order_by("realise_on", *CODES)
    )
    return tuple(_passage(row) for row in rows)


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        on=row["realise_on"],
        origin=row["chantier__code"] or row["depot__code"],
        lot=row["lot__code"] or "",
        destination=row["exutoire__code"] or row["plateforme__code"],
        tonnes=float(row["total_t"]),
        is_to_platform=row["plateforme__code"] is not None,
        is_from_platform=row["depot__code"] is not None,
    )


def trajets_of(passages: tuple[Passage, ...], calendrier: Calendrier) -> list[Trajet]:
    """Put slips in the periods of a plan."""
    return [
        Trajet(
            origin=one.origin,
            lot=one.lot,
            destination=one.destination,
            period=calendrier.period_of(one.on),
            tonnes=one.tonnes,
            is_to_platform=one.is_to_platform,
            is_from_platform=one.is_from_platform,
        )
        for one in passages
    ]


def planned_of(found: Mapping[str, Any]) -> list[Trajet]:
    """Return the flows of a computation, as the engine wrote them."""
    return [
        Trajet(
            origin=str(flow["origin_id"]),
            lot=str(flow.get("lot") or ""),
            destination=str(flow["destination_id"]),
            period=int(flow["period"]),
            tonnes=float(flow["tonnes"]),
            is_to_platform=str(flow.get("destination_kind", "")) in PLATFORM_KINDS,
            is_from_platform=str(flow.get("origin_kind", "")) in PLATFORM_KINDS,
        )
        for flow in found.get("plan", {}).get("flows", ())
    ]


def retained_calcul(followed: PlanTerres | None) -> CalculTerres | None:
    """Return the computation that a plan of soils retains."""
    if followed is None or followed.retenu_numero is None:
        return None
    return CalculTerres.objects.filter(plan_terres=followed, numero=followed.retenu_numero).first()


def seuils_on(day: dt.date) -> Seuils:
    """Return from when a deviation is told."""
    return Seuils(part=number("ecart_part", day) / PERCENT, tonnes=number("ecart_tonnes", day))


def _followed(
    candidates: tuple[PlanTerres, ...], today: dt.date, asked: uuid.UUID | None
) -> PlanTerres | None:
    if asked is not None:
        return next((one for one in candidates if one.pk == asked), None)
    current = [one for one in candidates if one.debut_on <= today <= one.fin_on]
    latest = sorted(current or candidates, key=lambda one: (one.debut_on, one.updated_at))
    return latest[-1] if latest else None


def _names(soils: Soils) -> dict[tuple[str, str], str]:
    lots = {("lot", one.code): f"Lot {one.code}, {one.denomination}" for one in soils.lots}
    places = (*soils.plateformes, *soils.exutoires)
    return lots | {("destination", one.code): one.nom for one in places}
