"""The one door to every variant: an instance, settings and a seed in; a result that is stored out.

`report` of the result is the plain form of the variant's own result, without the plans already
given in `plan` and `plans`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.mixed import needs_whole_decisions, solve_mixed
from essor.engines.terres.variants.options import VariantKind, VariantOptions
from essor.engines.terres.variants.pareto import Front, front
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.variants.reclassing import worse_classes
from essor.engines.terres.variants.risk import RiskTerms, assess_risk
from essor.engines.terres.variants.robust import RobustTerms, solve_robust
from essor.engines.terres.variants.scenarios import draw_scenarios
from essor.engines.terres.variants.solver import Progress, Watch
from essor.engines.terres.variants.two_stage import ReservationTerms, solve_two_stage
from essor.engines.terres.variants.wording import euros, kilos_co2


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantResult:
    """What a variant answers.

    plan : the plan to follow; plans : every plan of a front, from the cheapest to the cleanest
    gap : relative, 0 when the optimum is proven; bound : in the unit of the objective
    sentences : French, the answer in a few lines; report : figures of the variant, plain values
    """

    kind: VariantKind
    plan: Plan
    plans: tuple[Plan, ...] = ()
    gap: float = 0.0
    bound: float | None = None
    sentences: tuple[str, ...] = ()
    report: dict[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def run_variant(
    instance: Instance,
    options: VariantOptions,
    *,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> VariantResult:
    """Answer the question of `options`; the same seed gives the same answer.

    Raises UserFault when nothing is feasible (one fault per conflict), `stopping.Stopped` when
    cancelled or out of time with nothing in hand.
    """
    watch = Watch(
        on_progress=on_progress,
        is_cancelled=is_cancelled,
        time_limit_s=options.time_limit_s,
        seed=seed,
    )
    return _RUNNERS[options.kind](instance, options, seed, watch)


Runner = Callable[[Instance, VariantOptions, int, Watch], VariantResult]


def _plan(instance: Instance, options: VariantOptions, seed: int, watch: Watch) -> VariantResult:
    """The plain optimum; yes-or-no decisions when the instance itself asks for some."""
    if needs_whole_decisions(instance):
        return _contracts(instance, options, seed, watch)
    plan = solve_plainly(instance=instance, objective=options.objective, watch=watch)
    sentence = f"Plan optimal prouvé\u00a0: {euros(plan.totals.total_cost_eur)}."
    return VariantResult(kind=options.kind, plan=plan, bound=plan.bound_eur, sentences=(sentence,))


def _contracts(
    instance: Instance, options: VariantOptions, seed: int, watch: Watch
) -> VariantResult:
    found = solve_mixed(
        instance=instance, terms=options.terms, objective=options.objective, watch=watch
    )
    return VariantResult(
        kind=options.kind,
        plan=found.plan,
        gap=found.gap,
        bound=found.bound_eur,
        sentences=found.sentences,
        report=_without(found.as_dict(), "plan", "sentences"),
    )


def _pareto(instance: Instance, options: VariantOptions, seed: int, watch: Watch) -> VariantResult:
    found = front(instance=instance, points=options.pareto_points, watch=watch)
    points = [_without(as_plain_dict(point), "plan") for point in found.points]
    return VariantResult(
        kind=options.kind,
        plan=found.points[0].plan,
        plans=tuple(point.plan for point in found.points),
        bound=found.points[0].plan.bound_eur,
        sentences=_front_sentences(found),
        report={"points": points, "unserved_t": found.unserved_t},
    )


def _front_sentences(found: Front) -> tuple[str, ...]:
    first, last = found.points[0], found.points[-1]
    if first is last:
        return ("Le plan le moins cher est aussi le moins émetteur.",)
    saved, price = first.kgco2e - last.kgco2e, last.cost_eur - first.cost_eur
    return (
        f"Du plan le moins cher au plus sobre\u00a0: {kilos_co2(saved)} évités pour "
        f"{euros(price)} de plus, soit {euros(1000 * price / saved)} par tonne de CO2e évitée.",
    )


def _robust(instance: Instance, options: VariantOptions, seed: int, watch: Watch) -> VariantResult:
    terms = RobustTerms(gamma=options.gamma, share=options.share, draws=options.draws)
    found = solve_robust(
        instance=instance, terms=terms, generator=np.random.default_rng(seed), watch=watch
    )
    return VariantResult(
        kind=options.kind,
        plan=found.plan,
        bound=found.plan.bound_eur,
        sentences=found.sentences,
        report=_without(found.as_dict(), "plan", "sentences"),
    )


def _two_stage(
    instance: Instance, options: VariantOptions, seed: int, watch: Watch
) -> VariantResult:
    scenarios = draw_scenarios(
        instance=instance,
        count=options.scenarios,
        share=options.share,
        law=options.law,
        generator=np.random.default_rng(seed),
    )
    terms = ReservationTerms(reserved_eur_t=options.reserved_eur_t, spot_eur_t=options.spot_eur_t)
    found = solve_two_stage(instance=instance, scenarios=scenarios, terms=terms, watch=watch)
    return VariantResult(
        kind=options.kind,
        plan=found.plan,
        gap=found.gap,
        bound=found.bound_eur,
        sentences=found.sentences,
        report=_without(found.as_dict(), "plan", "sentences"),
    )


def _risk(instance: Instance, options: VariantOptions, seed: int, watch: Watch) -> VariantResult:
    """The plan of the instance, put through futures; without ladder given, the usual one."""
    today = _plan(instance, options, seed, watch)
    terms = RiskTerms(
        draws=options.draws,
        law=options.law,
        share=options.share,
        reclass_probability=options.reclass_probability,
        worse_class=dict(options.worse_class) or worse_classes(instance),
        replan_eur_t=options.replan_eur_t,
    )
    found = assess_risk(
        instance=instance,
        plan=today.plan,
        terms=terms,
        generator=np.random.default_rng(seed),
        watch=watch,
    )
    return VariantResult(
        kind=options.kind,
        plan=today.plan,
        gap=today.gap,
        bound=today.bound,
        sentences=found.sentences,
        report=_without(found.as_dict(), "sentences") | {"worse_class": dict(terms.worse_class)},
    )


def _without(data: dict[str, object], *names: str) -> dict[str, object]:
    return {key: value for key, value in data.items() if key not in names}


_RUNNERS: dict[VariantKind, Runner] = {
    VariantKind.PLAN: _plan,
    VariantKind.PARETO: _pareto,
    VariantKind.CONTRATS: _contracts,
    VariantKind.ROBUSTE: _robust,
    VariantKind.DEUX_TEMPS: _two_stage,
    VariantKind.RISQUE: _risk,
}
