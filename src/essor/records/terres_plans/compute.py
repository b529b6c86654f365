"""From a question to its answer: the only place that calls the engine.

Pure: the instance, the options and the seed come from the caller, so that computing twice gives
the same bytes.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

from essor import __version__
from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.baselines import Baseline, baseline_plan
from essor.engines.terres.planning.prices import worth_of_a_period
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.verify import Verdict, verify
from essor.engines.terres.reading import read_instance
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.conflict import explain_conflict
from essor.engines.terres.variants.options import VariantKind, VariantOptions
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.run import run_variant
from essor.engines.terres.variants.solver import Progress, Status
from essor.engines.terres.variants.solver import Watch as SolverWatch
from essor.engines.terres.variants.stopping import Stopped
from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.records.studies.compute import canonical, fingerprint_of, without_minus_zero
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.options import COMPROMIS
from essor.records.terres_plans.revision import revised_results

Json = dict[str, Any]
Watch = Callable[[int, int, str], None]
MOST_CLOSING, MOST_LOTS_AGAIN = 12, 200  # beyond, a week's worth is not asked: it solves again
BASELINES = {"glouton": Baseline.CHRONOLOGIQUE, "decharge": Baseline.DECHARGE}
IMPOSSIBLE = {"plan_impossible", "sans_plan"}
SOLVERS = ("POT", "highspy", "numpy", "scipy")
TOO_SHORT = "Aucun plan n'a été trouvé dans le temps donné."


def sha256_of(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def unwatched(done: int, total: int, step: str) -> None:
    """Follow nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the engine, and nothing else."""

    instance: Json
    nature: str
    objectif: str
    options: Json
    seed: int

    @property
    def instance_text(self) -> str:
        """Instance in canonical JSON."""
        return canonical(self.instance)

    @property
    def instance_sha256(self) -> str:
        """Fingerprint of the instance."""
        return sha256_of(self.instance_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Answer of the engine; ``resultats`` is canonical JSON."""

    resultats: str
    engine_version: str
    is_verified: bool

    @property
    def sha256(self) -> str:
        """Fingerprint of the results."""
        return sha256_of(self.resultats)


def solve_question(
    question: Question,
    *,
    watch: Watch = unwatched,
    is_cancelled: Callable[[], bool] | None = None,
) -> Solved:
    """Answer a question. Raises UserFault with every fault of the instance, Stopped if cancelled.

    That no plan is possible is an answer too: the conflict is kept in the place of the plan.
    """
    instance = read_instance(question.instance)
    try:
        results, plan = _answered(question, instance, watch, is_cancelled)
    except Stopped as stopped:
        if stopped.status is Status.CANCELLED:
            raise
        raise UserFault.single(TOO_SHORT, expected="un temps de calcul plus long") from stopped
    except UserFault as fault:
        if not {one.code for one in fault.faults} <= IMPOSSIBLE:
            raise
        results, plan = {"conflit": _conflicts(instance, fault)}, None
    verdict = None if plan is None else judged(instance, plan)
    if verdict is not None:
        results["verification"] = {"faults": list(verdict.faults)}
    return Solved(
        resultats=canonical(without_minus_zero(results)),
        engine_version=engine_version(),
        is_verified=verdict is not None and verdict.is_valid,
    )


def _answered(
    question: Question,
    instance: Instance,
    watch: Watch,
    is_cancelled: Callable[[], bool] | None,
) -> tuple[dict[str, Any], Plan | None]:
    """Return the results to keep, and the plan among them, None when the question asks none."""
    nature = NatureCalcul(question.nature)
    if nature is NatureCalcul.REVISION:
        watched = SolverWatch(on_progress=told(watch), seed=question.seed)
        results, plan = revised_results(instance, question.options, watched)
        return results | baselines(instance), plan
    point = int(question.options.get(COMPROMIS, 0))
    kind = VariantKind.PARETO if point else VariantKind(nature.value)
    options = VariantOptions.from_dict(
        {**question.options, "kind": kind.value, "objective": question.objectif}
    )
    found = run_variant(
        instance,
        options,
        seed=question.seed,
        on_progress=told(watch),
        is_cancelled=is_cancelled,
    )
    results = {"variante": {**found.report, "sentences": list(found.sentences), "gap": found.gap}}
    if nature is NatureCalcul.PARETO:
        return {"front": found.report}, None
    if not nature.is_plan:
        return results, None
    plan = found.plans[point - 1] if point else found.plan
    watch(1, 1, "comparaison avec le fil de l'eau")
    results |= {"plan": as_plain_dict(plan), **baselines(instance)}
    if plan.certificate is not None:
        watch(1, 1, "valeur d'une semaine de plus")
        results["une_semaine"] = weeks_worth(instance, plan)
    return results, plan


def judged(instance: Instance, plan: Plan) -> Verdict:
    """Have the independent verifier judge a plan; without certificate, its flows and sums alone."""
    if plan.certificate is None:
        plan = replace(plan, optimal=False, bound_eur=None, duals={})
    return verify(instance, plan)


def baselines(instance: Instance) -> Json:
    """The same soils placed without a plan: as they come, and all to landfill."""
    program = build_program(instance)
    found = {}
    for name, baseline in BASELINES.items():
        row = baseline_plan(program, baseline)
        totals = as_plain_dict(row.plan.totals)
        found[name] = {"totals": totals, "missing_need_t": row.missing_need_t}
    return found


def weeks_worth(instance: Instance, plan: Plan) -> list[Json]:
    """What one more week of each place that closes before the end would save; solves again."""
    last = instance.periods - 1
    closing = [
        (kind, place.id)
        for kind, places in (("outlet", instance.outlets), ("platform", instance.platforms))
        for place in places
        if place.closes is not None and place.closes < last
    ]
    if len(closing) > MOST_CLOSING or len(instance.lots) > MOST_LOTS_AGAIN:
        return []
    return [
        {"kind": kind, "id": key, "gain": worth_of_a_period(instance, plan, **{kind: key})}
        for kind, key in closing
    ]


def told(watch: Watch) -> Callable[[Progress], None]:
    """Say where the engine stands in one line: round, value, bound, gap."""

    def tell(news: Progress) -> None:
        done, total = news.done or 0, news.total or 0
        parts = [news.step]
        if news.done is not None and not total:
            parts.append(f"tour {news.done}")
        if news.incumbent is not None:
            parts.append(f"valeur {format_number(round(news.incumbent))}")
        if news.bound is not None:
            parts.append(f"borne {format_number(round(news.bound))}")
        gap = news.gap
        if gap is None and news.incumbent is not None and news.bound is not None:
            gap = abs(news.incumbent - news.bound) / max(1.0, abs(news.incumbent))
        if gap is not None:
            parts.append(f"écart {format_number(round(100 * gap, 3))} %")
        watch(done if total else 0, max(total, 1), ", ".join(parts))

    return tell


def _conflicts(instance: Instance, fault: UserFault) -> Json:
    """The smallest conflicts in words; what the engine said when only whole decisions conflict."""
    found = explain_conflict(build_program(instance)).conflicts
    if found:
        rows = [
            {
                "sentence": one.sentence,
                "relaxations": [{"sentence": way.sentence} for way in one.relaxations],
            }
            for one in found
        ]
    else:
        rows = [
            {
                "sentence": one.message,
                "relaxations": [{"sentence": one.expected}] if one.expected else [],
            }
            for one in fault.faults
        ]
    return {"conflicts": rows}


@cache
def engine_version() -> str:
    """Return the version of Essor, the fingerprint of the engine's files and its solvers."""
    solvers = ", ".join(f"{name} {version(name)}" for name in SOLVERS)
    return f"terres {__version__}+{fingerprint_of('essor.engines.terres')} ({solvers})"
