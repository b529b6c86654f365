"""Which parameter blocks which outlet, by how much, and what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from essor.engines.terres.compatibility.findings import Decision, Finding, Remedy, plain
from essor.engines.terres.compatibility.vocabulary import Outcome, Verdict

PairKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """One limit broken for certain: how many times over it."""

    parameter: str
    factor: Decimal
    threshold: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Why a pair is not admitted.

    remedies : each is a smallest set of parameters (or rules without parameter) to bring back
    within limits for no rule to refuse any more; empty when only data are missing
    excesses : the limits broken for certain, largest factor first
    unknown : parameters (or rules) on which nothing can be concluded
    """

    lot: str
    outlet: str
    verdict: Verdict
    remedies: tuple[Remedy, ...] = ()
    excesses: tuple[Excess, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "lot": self.lot,
            "outlet": self.outlet,
            "verdict": self.verdict.value,
            "remedies": [list(one) for one in self.remedies],
            "excesses": [
                {
                    "parameter": one.parameter,
                    "factor": plain(one.factor),
                    "threshold": plain(one.threshold),
                    "unit": one.unit,
                }
                for one in self.excesses
            ],
            "unknown": list(self.unknown),
        }


def block_of(decision: Decision) -> Block | None:
    """What blocks a pair; None when it is admitted."""
    if decision.verdict.is_admission:
        return None
    broken = decision.having(Outcome.NON_CONFORME)
    unknown = decision.having(Outcome.A_COMPLETER)
    return Block(
        lot=decision.lot,
        outlet=decision.outlet,
        verdict=decision.verdict,
        remedies=smallest_remedies(broken),
        excesses=_excesses(decision.findings),
        unknown=tuple(dict.fromkeys(one.parameter or one.rule for one in unknown)),
    )


def smallest_remedies(broken: Iterable[Finding]) -> tuple[Remedy, ...]:
    """Smallest sets that lift every broken rule at once.

    Rules that share the same ways out (chloride, sulphate, soluble fraction) count once.
    """
    ways = dict.fromkeys(one.remedies or ((one.rule,),) for one in broken)
    if not ways:
        return ()
    sets = {frozenset(code for remedy in choice for code in remedy) for choice in product(*ways)}
    smallest = [one for one in sets if not any(other < one for other in sets)]
    return tuple(sorted((tuple(sorted(one)) for one in smallest), key=lambda one: (len(one), one)))


def _excesses(findings: Iterable[Finding]) -> tuple[Excess, ...]:
    found = [
        Excess(parameter=one.parameter, factor=factor, threshold=one.threshold, unit=one.unit)
        for one in findings
        if one.outcome in (Outcome.NON_CONFORME, Outcome.A_COMPLETER)
        and one.parameter is not None
        and one.threshold is not None
        and (factor := one.excess_factor) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.factor, one.parameter)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a block costs.

    best_outlet : cheapest outlet that takes the lot, None when none does
    eur_per_t : its cost less that of the blocked outlet, never under zero; None without it
    """

    block: Block
    best_outlet: str | None
    eur_per_t: float | None
    eur: float | None


def stakes(
    decisions: Mapping[PairKey, Decision],
    unit_cost_eur_t: Mapping[PairKey, float],
    tonnes: Mapping[str, float] | None = None,
) -> tuple[Stake, ...]:
    """What each block costs, given the cost of a tonne on each pair; the dearest first.

    unit_cost_eur_t : loading, road and gate, for blocked pairs as well; a pair without cost is
    left out
    """
    admitted: dict[str, tuple[float, str]] = {}
    for (lot, outlet), decision in decisions.items():
        cost = unit_cost_eur_t.get((lot, outlet))
        if cost is not None and decision.verdict.is_admission:
            admitted[lot] = min(admitted.get(lot, (cost, outlet)), (cost, outlet))
    found = []
    for pair, decision in decisions.items():
        block = block_of(decision)
        if block is not None and pair in unit_cost_eur_t:
            found.append(_stake(block, unit_cost_eur_t[pair], admitted, tonnes or {}))
    return tuple(sorted(found, key=_dearest_first))


def _stake(
    block: Block,
    cost: float,
    admitted: Mapping[str, tuple[float, str]],
    tonnes: Mapping[str, float],
) -> Stake:
    best = admitted.get(block.lot)
    if best is None:
        return Stake(block=block, best_outlet=None, eur_per_t=None, eur=None)
    gain, weight = max(best[0] - cost, 0.0), tonnes.get(block.lot)
    eur = None if weight is None else gain * weight
    return Stake(block=block, best_outlet=best[1], eur_per_t=gain, eur=eur)


def _dearest_first(stake: Stake) -> tuple[bool, float, str, str]:
    """Lots that no outlet takes come first, then the dearest blocks."""
    return (
        stake.eur_per_t is not None,
        -(stake.eur_per_t or 0.0),
        stake.block.lot,
        stake.block.outlet,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyStake:
    """What one remedy would save: each lot takes the best outlet that it opens.

    stranded : lots that no outlet takes today and that the remedy would open one to
    """

    remedy: Remedy
    lots: tuple[str, ...]
    stranded: tuple[str, ...]
    eur_per_t: float
    eur: float | None


def by_remedy(found: Iterable[Stake]) -> tuple[RemedyStake, ...]:
    """Stakes by set of parameters, the dearest first.

    A lot counts once per remedy, with its largest saving: it can only go to one outlet.
    """
    best: dict[Remedy, dict[str, Stake]] = {}
    for stake in found:
        if stake.block.unknown:
            continue
        for remedy in stake.block.remedies:
            kept = best.setdefault(remedy, {})
            if _gain(stake) >= _gain(kept.get(stake.block.lot)):
                kept[stake.block.lot] = stake
    rows = [_remedy_stake(remedy, kept) for remedy, kept in best.items()]
    return tuple(sorted(rows, key=lambda one: (-(one.eur or 0.0), -one.eur_per_t, one.remedy)))


def _gain(stake: Stake | None) -> float:
    return -1.0 if stake is None else stake.eur_per_t or 0.0


def _remedy_stake(remedy: Remedy, kept: Mapping[str, Stake]) -> RemedyStake:
    amounts = [one.eur for one in kept.values() if one.eur is not None]
    return RemedyStake(
        remedy=remedy,
        lots=tuple(sorted(kept)),
        stranded=tuple(sorted(lot for lot, one in kept.items() if one.best_outlet is None)),
        eur_per_t=max((_gain(one) for one in kept.values()), default=0.0),
        eur=sum(amounts) if amounts else None,
    )
