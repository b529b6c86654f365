"""What today's plan costs once volumes and laboratory results are known: Monte Carlo and regret.

Each draw gives every lot a volume and, with some chance, the next worse class. Two problems are
solved in it: the plan adapted (what it did not foresee costs `replan_eur_t` more per tonne, or is
barred), and the plan one would have made knowing. Their gap is the regret: at or above zero in
every draw, since the second has all the choices of the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.pairs import admissible_pairs
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.frame import keys_of, model_of
from essor.engines.terres.variants.linear import Array
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.reclassing import reclassed
from essor.engines.terres.variants.scenarios import VolumeLaw, draw_factors, under
from essor.engines.terres.variants.solver import NO_WATCH, Progress, Solver, Status, Watch
from essor.engines.terres.variants.stopping import Stopped
from essor.engines.terres.variants.wording import euros, listed, quoted, tonnes

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTerms:
    """What is uncertain and what adapting costs.

    law, share : of the volumes; reclass_probability : chance that a lot is found one class worse
    worse_class : the next worse class of each class; a class left out is never found worse
    replan_eur_t : surcharge of a tonne sent where the plan did not send its lot, None to bar it
    """

    draws: int = 100
    law: VolumeLaw = VolumeLaw.TRIANGULAR
    share: float = 0.25
    reclass_probability: float = 0.1
    worse_class: Mapping[str, str] = field(default_factory=dict)
    replan_eur_t: float | None = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Mean and quantiles of a figure over the draws. quantiles : « 0.95 » to the value."""

    mean: float
    quantiles: Mapping[str, float]

    @classmethod
    def of(cls, values: Array) -> "Spread":
        """The spread of one value per draw."""
        found = np.quantile(values, QUANTILES)
        return cls(
            mean=float(values.mean()),
            quantiles={str(q): float(v) for q, v in zip(QUANTILES, found, strict=True)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRisk:
    """How much one lot matters.

    volume_share : part of the variance of the cost that goes with its volume, between 0 and 1
    reclass_eur : mean cost when it is found worse, minus when it is not; None if never seen both
    """

    lot: str
    volume_share: float
    reclass_eur: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """The plan under `draws` futures. impossible : draws in which hard needs could not be met."""

    draws: int
    impossible: int
    cost_eur: Spread
    regret_eur: Spread
    unserved_t: Spread
    lots: tuple[LotRisk, ...]
    sentences: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def assess_risk(
    *,
    instance: Instance,
    plan: Plan,
    terms: RiskTerms,
    generator: np.random.Generator,
    watch: Watch = NO_WATCH,
) -> Risk:
    """Put a plan through `terms.draws` futures. Raises Stopped when cancelled between two draws."""
    size = (terms.draws, len(instance.lots))
    factors = draw_factors(
        count=terms.draws,
        lots=len(instance.lots),
        law=terms.law,
        share=terms.share,
        generator=generator,
    )
    can_worsen = np.array([lot.soil_class in terms.worse_class for lot in instance.lots])
    is_worse = (generator.uniform(size=size) < terms.reclass_probability) & can_worsen
    foreseen = frozenset((flow.origin_id, flow.destination_id) for flow in plan.flows)
    table = admissible_pairs(instance)
    found = np.full((terms.draws, 3), np.nan)
    for number in range(terms.draws):
        if watch.must_stop():
            raise Stopped(Status.CANCELLED)
        future = _future(instance, factors[number], is_worse[number], terms)
        # Volumes change no pair; a class does, and the rules are asked again.
        pairs = None if is_worse[number].any() else table
        found[number] = _costs(build_program(future, pairs=pairs), foreseen, terms)
        watch.tell(Progress(step="tirages", done=number + 1, total=terms.draws))
    return _summed(instance, found, factors, is_worse)


def _future(
    instance: Instance, factors: Array, is_worse: npt.NDArray[np.bool_], terms: RiskTerms
) -> Instance:
    by_lot = {lot.id: float(f) for lot, f in zip(instance.lots, factors, strict=True)}
    changes = {
        lot.id: terms.worse_class[lot.soil_class]
        for lot, worse in zip(instance.lots, is_worse, strict=True)
        if worse
    }
    return reclassed(under(instance, by_lot), changes)


def _costs(
    program: Program, foreseen: frozenset[tuple[str, str]], terms: RiskTerms
) -> tuple[float, float, float]:
    """Cost of the adapted plan, regret, tonnes left; not numbers when the future has no plan."""
    solver = Solver(model_of(program))
    informed = solver.solve()
    if informed.status is not Status.OPTIMAL:
        return np.nan, np.nan, np.nan
    unforeseen = _unforeseen(program, foreseen)
    if terms.replan_eur_t is None:
        barred = np.zeros(len(unforeseen))
        solver.change_columns(unforeseen, lower=barred, upper=barred)
    else:
        costs = program.cost.copy()
        costs[unforeseen] += terms.replan_eur_t
        solver.change_costs(costs)
    adapted = solver.solve()
    if adapted.status is not Status.OPTIMAL:
        return np.nan, np.nan, np.nan
    left = float(adapted.values[program.columns[Columns.UNSERVED].slice].sum())
    return adapted.objective, max(adapted.objective - informed.objective, 0.0), left


def _unforeseen(program: Program, foreseen: frozenset[tuple[str, str]]) -> npt.NDArray[np.int64]:
    """Columns of movements that the plan never makes, lots only: a platform may send anywhere."""
    instance = program.instance
    lots = [lot.id for lot in instance.lots]
    outlets = [outlet.id for outlet in instance.outlets]
    platforms = [platform.id for platform in instance.platforms]
    found = []
    for family, end, places in (
        (Columns.SHIP, "outlet", outlets),
        (Columns.INTO, "platform", platforms),
    ):
        block = program.columns[family]
        is_new = np.array([[(lot, place) not in foreseen for place in places] for lot in lots])
        is_new = is_new.reshape(len(lots), len(places)).astype(bool)
        fresh = is_new[keys_of(block, "lot"), keys_of(block, end)]
        found.append(block.start + np.flatnonzero(fresh))
    return np.concatenate(found)


def _summed(
    instance: Instance, found: Array, factors: Array, is_worse: npt.NDArray[np.bool_]
) -> Risk:
    kept = ~np.isnan(found[:, 0])
    if not kept.any():
        return _hopeless(len(found))
    costs, regrets, left = found[kept].T
    lots = [
        LotRisk(
            lot=lot.id,
            volume_share=_explained(factors[kept, number], costs),
            reclass_eur=_mean_gap(is_worse[kept, number], costs),
        )
        for number, lot in enumerate(instance.lots)
    ]
    lots.sort(key=lambda one: -max(one.volume_share * float(costs.std()), one.reclass_eur or 0.0))
    risk = Risk(
        draws=len(found),
        impossible=int((~kept).sum()),
        cost_eur=Spread.of(costs),
        regret_eur=Spread.of(regrets),
        unserved_t=Spread.of(left),
        lots=tuple(lots),
        sentences=(),
    )
    return replace(risk, sentences=_sentences(risk))


def _hopeless(draws: int) -> Risk:
    nothing = Spread(mean=float("nan"), quantiles={})
    return Risk(
        draws=draws,
        impossible=draws,
        cost_eur=nothing,
        regret_eur=nothing,
        unserved_t=nothing,
        lots=(),
        sentences=("Aucun des tirages n’admet de plan\u00a0: les besoins fermes ne tiennent pas.",),
    )


def _explained(factors: Array, costs: Array) -> float:
    """Squared correlation of a volume with the cost."""
    if len(costs) < 3 or factors.std() < 1e-12 or costs.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(factors, costs)[0, 1] ** 2)


def _mean_gap(is_worse: npt.NDArray[np.bool_], costs: Array) -> float | None:
    if is_worse.all() or not is_worse.any():
        return None
    return float(costs[is_worse].mean() - costs[~is_worse].mean())


def _sentences(risk: Risk) -> tuple[str, ...]:
    low, high = (risk.cost_eur.quantiles[str(q)] for q in (QUANTILES[0], QUANTILES[-1]))
    lines = [
        f"Sur {risk.draws} tirages, le plan coûte {euros(risk.cost_eur.mean)} en moyenne, entre "
        f"{euros(low)} et {euros(high)} neuf fois sur dix.",
        f"L’avoir choisi sans connaître les volumes coûte {euros(risk.regret_eur.mean)} en "
        f"moyenne (regret), {euros(risk.regret_eur.quantiles['0.95'])} dans les pires cas.",
    ]
    if risk.unserved_t.mean > 0.05:
        lines.append(f"{tonnes(risk.unserved_t.mean)} restent sans exutoire en moyenne.")
    if risk.impossible:
        lines.append(f"{risk.impossible} tirages n’admettent aucun plan\u00a0: besoins fermes.")
    heavy = [quoted(lot.lot) for lot in risk.lots[:3] if _matters(lot)]
    if heavy:
        lines.append(f"Les lots qui pèsent le plus\u00a0: {listed(heavy)}.")
    return tuple(lines)


def _matters(lot: LotRisk) -> bool:
    return lot.volume_share > 0.05 or (lot.reclass_eur or 0.0) > 1.0
