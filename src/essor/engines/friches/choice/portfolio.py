"""Portfolio of sites under a public budget of several years.

Each site has scenarios (one at most is chosen); each costs public money in some years and
brings a gain. The portfolio gains most within the budget of every year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.choice.solver import ImpossibleError, maximise
from essor.foundations.errors import UserFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A way to treat a site.

    gain_eur : net present value; cost_eur_by_year : public money, by calendar year
    """

    site: str
    name: str
    gain_eur: float
    cost_eur_by_year: Mapping[int, float]
    is_compulsory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Chosen scenarios and the proof that nothing better fits.

    bound_eur : no portfolio within the budget can gain more
    year_prices : gain of one more euro in the budget of each year (relaxed problem)
    next_euro : scenario that enters first, and the smallest extra budget that lets it in
    """

    chosen: tuple[tuple[str, str], ...]
    gain_eur: float
    bound_eur: float
    spent_eur: Mapping[int, float]
    year_prices: Mapping[int, float]
    next_euro: tuple[tuple[str, str], float, float] | None


def best_portfolio(scenarios: Sequence[Scenario], budget_eur: Mapping[int, float]) -> Portfolio:
    """Choose at most one scenario by site, within the budget of each year.

    A year without budget has none. Raises UserFault when compulsory sites do not fit.
    """
    years = sorted(set(budget_eur) | {y for s in scenarios for y in s.cost_eur_by_year})
    sites = sorted({scenario.site for scenario in scenarios})
    costs = np.array([[s.cost_eur_by_year.get(y, 0.0) for s in scenarios] for y in years])
    once = np.array([[float(s.site == site) for s in scenarios] for site in sites])
    compulsory = np.array([float(s.is_compulsory) for s in scenarios])
    try:
        found = maximise(
            np.array([scenario.gain_eur for scenario in scenarios]),
            limits=np.vstack([costs, once]),
            at_most=np.array([*(budget_eur.get(y, 0.0) for y in years), *np.ones(len(sites))]),
            is_whole=np.ones(len(scenarios)),
            highest=np.ones(len(scenarios)),
            lowest=compulsory,
        )
    except ImpossibleError as error:
        raise UserFault.single(
            "les sites obligatoires ne tiennent pas dans le budget",
            expected="un budget plus large ou moins de sites obligatoires",
            code="portefeuille_impossible",
        ) from error
    picked = [s for s, kept in zip(scenarios, found.values, strict=True) if kept > 0.5]
    return Portfolio(
        chosen=tuple((s.site, s.name) for s in picked),
        gain_eur=sum(s.gain_eur for s in picked),
        bound_eur=found.bound,
        spent_eur={y: sum(s.cost_eur_by_year.get(y, 0.0) for s in picked) for y in years},
        year_prices={y: float(found.prices[i]) for i, y in enumerate(years)},
        next_euro=_next_euro(scenarios, picked, budget_eur),
    )


def _next_euro(
    scenarios: Sequence[Scenario], picked: Sequence[Scenario], budget_eur: Mapping[int, float]
) -> tuple[tuple[str, str], float, float] | None:
    """What the next euros buy: scenario, extra budget, extra gain.

    The scenario is added to the portfolio, or takes the place of its site's; the one with most
    gain by extra euro is kept.
    """
    best: tuple[float, tuple[tuple[str, str], float, float]] | None = None
    current = {s.site: s for s in picked}
    for scenario in scenarios:
        old = current.get(scenario.site)
        gain = scenario.gain_eur - (old.gain_eur if old else 0.0)
        kept = [s for s in picked if s is not old] + [scenario]
        extra = sum(
            max(sum(s.cost_eur_by_year.get(y, 0.0) for s in kept) - budget_eur.get(y, 0.0), 0.0)
            for y in {y for s in kept for y in s.cost_eur_by_year}
        )
        if gain <= 0 or extra <= 0:
            continue
        if best is None or gain / extra > best[0]:
            best = (gain / extra, ((scenario.site, scenario.name), extra, gain))
    return best[1] if best else None


def relaxed_bound_eur(scenarios: Sequence[Scenario], budget_eur: Mapping[int, float]) -> float:
    """An independent ceiling: each site's best gain, sites paid by total cost, in fractions.

    Weaker than the solver's bound, but computed by hand: scenarios are sold by the euro of the
    total budget, best ratio first (the continuous knapsack), which no portfolio can beat.
    """
    left = sum(budget_eur.values())
    bound = 0.0
    parts = [(s.gain_eur, sum(s.cost_eur_by_year.values())) for s in scenarios if s.gain_eur > 0]
    for gain, cost in sorted(parts, key=lambda part: -part[0] / max(part[1], 1e-9)):
        share = 1.0 if cost <= left else left / cost
        bound += gain * share
        left -= cost * share
        if left <= 0:
            break
    return bound
