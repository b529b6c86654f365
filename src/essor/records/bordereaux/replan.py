"""The plan computed again from the trucks: the past as slips say it, the rest of the horizon.

The instance is read afresh (lots, outlets, windows of today), corrected until what was done fits
in it, and solved with a price on each announced tonne that changes. The answer is one more
computation of the plan of soils, which the territory follows only once somebody says so.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from essor.engines.terres.distances import road_km
from essor.engines.terres.inputs import Instance, Outlet, Platform
from essor.engines.terres.reading import read_instance
from essor.engines.terres.results import Flow
from essor.engines.terres.variants.difference import Difference, difference
from essor.engines.terres.variants.solver import NO_WATCH
from essor.engines.terres.vocabulary import PlaceKind
from essor.engines.terres.writing import instance_json
from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.bordereaux.ecarts import NBSP, Calendrier, Trajet, tonnes_text
from essor.records.bordereaux.suivi import passages_of, retained_calcul, trajets_of
from essor.records.jobs.models import Job
from essor.records.jobs.queries import latest_job
from essor.records.jobs.queue import enqueue
from essor.records.jobs.registry import Watch
from essor.records.terres_plans.actions import INLINE_ARCS, keep_calcul
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import Question, solve_question, unwatched
from essor.records.terres_plans.gather import Gathered, arcs_of, gather
from essor.records.terres_plans.kept_plans import plan_from
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.permissions import require_edit_plan_terres
from essor.records.terres_plans.revision import revise, revision_options

REPLAN_JOB = "terres.replanifier"
STEPS = 2
MOST_STABILITY_EUR_T = 1_000
TRUCK_TOLERANCE_T = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What trucks did, as the engine takes it; ``notes`` say what it cannot take."""

    today: int
    executed: tuple[Flow, ...]
    notes: tuple[str, ...]


def ask_replan(
    *, by: Access, plan_terres: PlanTerres, stability_eur_t: float, on: dt.date
) -> CalculTerres | Job:
    """Compute a proposal: at once when it is short, in a job when it is long.

    stability_eur_t : what an announced tonne that changes costs, on top of its own costs
    Raises Forbidden, UserFault when no computation is followed, or nothing is feasible any more.
    """
    require_edit_plan_terres(by, plan_terres)
    if not 0 <= stability_eur_t <= MOST_STABILITY_EUR_T:
        raise UserFault.single(
            "Ce prix de stabilité est hors de portée.", value=str(stability_eur_t),
            field="stabilite", expected=f"de 0 à {MOST_STABILITY_EUR_T} € par tonne",
        )  # fmt: skip
    gathered = gather(plan_terres, on=on)
    if arcs_of(gathered.instance) <= INLINE_ARCS:
        return replan(by=by, plan_terres=plan_terres, stability_eur_t=stability_eur_t, on=on)
    return enqueue(
        kind=REPLAN_JOB,
        subject_id=plan_terres.id,
        arguments={"on": on.isoformat(), "stability_eur_t": stability_eur_t},
        author=by,
        territoire_code=by.territoire_code,
    )


def replan(
    *,
    by: Access,
    plan_terres: PlanTerres,
    stability_eur_t: float,
    on: dt.date,
    watch: Callable[[int, int, str], None] = unwatched,
) -> CalculTerres:
    """Compute a proposal and keep it beside the followed one. Raises Forbidden, UserFault."""
    require_edit_plan_terres(by, plan_terres)
    base = retained_calcul(plan_terres)
    if base is None or not base.is_plan:
        raise UserFault.single(
            "Aucun calcul n'est retenu pour ce plan de terres.",
            expected="retenir d'abord le calcul à suivre",
        )
    gathered = gather(plan_terres, on=on)
    instance = read_instance(gathered.instance)
    past = past_of(plan_terres, instance, on=on)
    watch(0, STEPS, "le passé, tel que les bordereaux le disent")
    question = _question(plan_terres, gathered, instance, past, base, stability_eur_t)
    watch(1, STEPS, "la suite")
    solved = solve_question(question, watch=watch)
    return keep_calcul(
        by=by, plan_terres=plan_terres, question=question, gathered=gathered, solved=solved
    )


def past_of(plan_terres: PlanTerres, instance: Instance, *, on: dt.date) -> Past:
    """Return the slips as flows of the engine. Raises UserFault outside the horizon."""
    calendrier = Calendrier(
        debut_on=plan_terres.debut_on,
        period_days=plan_terres.period_days,
        periods=plan_terres.periods,
    )
    today = calendrier.period_of(on)
    if not 0 <= today < plan_terres.periods:
        raise UserFault.single(
            "Ce plan de terres n'est pas en cours.", value=f"{on:%d/%m/%Y}",
            expected=f"un jour du {plan_terres.debut_on:%d/%m/%Y} au {plan_terres.fin_on:%d/%m/%Y}",
        )  # fmt: skip
    territoire = plan_terres.plan.territoire
    everything = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    done = trajets_of(passages_of(plan_terres.plan, everything), calendrier)
    flows = _Flows(instance)
    executed = tuple(flows.of(one for one in done if 0 <= one.period <= today))
    before = sum(one.tonnes for one in done if one.period < 0)
    return Past(today=today, executed=executed, notes=tuple(_notes(flows, before)))


def gap_of(calcul: CalculTerres) -> Difference | None:
    """Return what separates a proposal from the computation that it starts from, None if gone."""
    numero = calcul.options.get("base_numero")
    mine = CalculTerres.objects.filter(plan_terres_id=calcul.plan_terres_id)
    base = mine.filter(numero=numero).first()
    if base is None or "plan" not in base.found or "plan" not in calcul.found:
        return None
    names = {key.partition(":")[2]: name for key, name in calcul.names.items()}
    return difference(
        before=plan_from(base.found["plan"]), after=plan_from(calcul.found["plan"]), names=names
    )


def proposals_of(plan_terres: PlanTerres) -> list[CalculTerres]:
    """Return the proposals computed from the trucks, the latest first."""
    found = CalculTerres.objects.filter(plan_terres=plan_terres, nature=NatureCalcul.REVISION)
    return list(found.order_by("-numero"))


def replan_job(plan_terres: PlanTerres) -> Job | None:
    """Return the last long computation that was asked."""
    return latest_job(kind=REPLAN_JOB, subject_id=plan_terres.id)


def run_in_job(job: Job, watch: Watch) -> None:
    """Compute a proposal, signed by whoever asked for it. Raises UserFault."""
    found = PlanTerres.objects.filter(pk=job.subject_id)
    row = found.select_related("plan__territoire", "action").first()
    if row is None:
        raise UserFault.single("Le plan de terres a été supprimé entre-temps.")
    replan(
        by=_author(job, row),
        plan_terres=row,
        stability_eur_t=float(job.arguments["stability_eur_t"]),
        on=dt.date.fromisoformat(job.arguments["on"]),
        watch=watch,
    )


def _question(
    plan_terres: PlanTerres,
    gathered: Gathered,
    instance: Instance,
    past: Past,
    base: CalculTerres,
    stability_eur_t: float,
) -> Question:
    """Correct the instance until the past fits in it, so that what is kept stands alone."""
    announced = [one for one in plan_from(base.found["plan"]).flows if one.period >= past.today]
    asked: dict[str, Any] = {
        "today": past.today,
        "announced": announced,
        "stability_eur_t": stability_eur_t,
        "base_numero": base.numero,
    }
    first = revise(
        instance, revision_options(executed=past.executed, notes=past.notes, **asked), NO_WATCH
    )
    notes = (*past.notes, *first.observed.sentences)
    return Question(
        instance=instance_json(first.observed.instance),
        nature=NatureCalcul.REVISION.value,
        objectif=plan_terres.objectif,
        options=revision_options(executed=first.observed.kept, notes=notes, **asked),
        seed=plan_terres.seed,
    )


class _Flows:
    """Slips as flows, added up by trip and period; keeps what it could not name."""

    def __init__(self, instance: Instance) -> None:
        self.lots = {one.id: one for one in instance.lots}
        places: tuple[Outlet | Platform, ...] = (*instance.outlets, *instance.platforms)
        self.places = {one.id: (one.lon, one.lat) for one in places}
        self.km = {(one.origin_id, one.destination_id): one.km for one in instance.pairs or ()}
        self.costs = instance.costs
        self.without_lot_t = 0.0
        self.unknown: defaultdict[str, float] = defaultdict(float)

    def of(self, done: Iterable[Trajet]) -> Iterator[Flow]:
        """Yield one flow per trip and period."""
        summed: defaultdict[tuple[str, str, str, int, bool, bool], float] = defaultdict(float)
        for one in done:
            if not one.lot:
                self.without_lot_t += one.tonnes
            elif one.lot not in self.lots:
                self.unknown[one.lot] += one.tonnes
            else:
                kinds = (one.is_from_platform, one.is_to_platform)
                summed[(one.origin, one.lot, one.destination, one.period, *kinds)] += one.tonnes
        for (origin, code, destination, period, from_platform, to_platform), t in summed.items():
            start = origin if from_platform else code
            yield Flow(
                origin_id=start,
                destination_id=destination,
                period=period,
                tonnes=t,
                km=self._km(start, code, destination),
                soil_class=self.lots[code].soil_class,
                lot=None if from_platform else code,
                origin_kind=PlaceKind.PLATFORM if from_platform else PlaceKind.LOT,
                destination_kind=PlaceKind.PLATFORM if to_platform else PlaceKind.OUTLET,
            )

    def _km(self, start: str, lot: str, destination: str) -> float:
        """Return the distance of the plan, else the usual estimate; zero with no place."""
        if (start, destination) in self.km:
            return self.km[start, destination]
        origin = self.places.get(start, (self.lots[lot].lon, self.lots[lot].lat))
        ends = (*origin, *self.places.get(destination, (None, None)))
        if any(one is None for one in ends):
            return 0.0
        points = [float(one) for one in ends if one is not None]
        return float(
            road_km(*points, detour=self.costs.detour, access_km=self.costs.access_km)  # type: ignore[arg-type]
        )


def _notes(flows: _Flows, before_t: float) -> Iterator[str]:
    if flows.without_lot_t > TRUCK_TOLERANCE_T:
        yield (
            f"{tonnes_text(flows.without_lot_t)} sans lot ne sont pas comptées{NBSP}: les "
            "rattacher à leur lot, puis calculer à nouveau."
        )
    for code, tonnes in sorted(flows.unknown.items()):
        yield f"{tonnes_text(tonnes)} du lot {code} ne sont pas dans ce plan."
    if before_t > TRUCK_TOLERANCE_T:
        yield f"{tonnes_text(before_t)} parties avant le premier jour du plan n'en font pas partie."


def _author(job: Job, row: PlanTerres) -> Access:
    territoire = row.plan.territoire
    if job.author_id is None:
        return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    return access_for(User.objects.get(pk=job.author_id), territoire)
