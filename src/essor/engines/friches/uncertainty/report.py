"""Everything that draws say about a study, ready to be written as JSON."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from essor.engines.friches.catalogue import BEARERS
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import FloatArray
from essor.engines.friches.study import Study
from essor.engines.friches.uncertainty.distributions import Uncertain
from essor.engines.friches.uncertainty.information import (
    partial_information,
    perfect_information_eur,
)
from essor.engines.friches.uncertainty.laws import Laws
from essor.engines.friches.uncertainty.sampling import Draws, Method, draw
from essor.engines.friches.uncertainty.sensitivity import (
    Bar,
    Indices,
    switching_value,
    tornado,
    variance_indices,
)
from essor.engines.friches.uncertainty.simulation import (
    PERCENTILES,
    Simulation,
    npv_model,
    simulate,
)

Json = dict[str, Any]
Watch = Callable[[int, int, str], None]
LEAST_BASE = 64
STEPS = ("tirages", "part de chaque incertitude", "tornade", "valeurs de bascule", "information")


def unwatched(done: int, total: int, step: str) -> None:
    """Nobody follows the computation."""


def uncertainty_report(
    study: Study,
    profile: Profile,
    laws: Laws,
    *,
    n_draws: int,
    seed: int,
    method: Method = Method.LATIN_HYPERCUBE,
    watch: Watch = unwatched,
) -> Json:
    """Range, probability, drivers, switching values and the study worth buying first.

    The choice compared is to do the project or to do nothing (zero).
    watch : called before each step with the steps done, their number and the name of the next;
        what it raises stops the computation
    """

    def step(done: int) -> None:
        watch(done, len(STEPS), STEPS[done])

    step(0)
    uncertain = laws.uncertain
    draws = draw(uncertain, n_draws, seed=seed, method=method, correlations=laws.correlations)
    simulation = simulate(study, profile, draws)
    model = npv_model(study, profile)
    step(1)
    base = 2 ** max(int(np.log2(max(n_draws // (len(uncertain) + 2), LEAST_BASE))), 1)
    indices = variance_indices(model, uncertain, n_base=base, seed=seed)
    step(2)
    bars = tornado(model, uncertain)
    step(3)
    switching = {one.name: switching_value(model, uncertain, one.name) for one in uncertain}
    step(4)
    return {
        "tirages": n_draws,
        "graine": seed,
        "methode": method.value,
        "van_eur": simulation.summary(),
        "equilibre": _break_even(simulation.break_even_year),
        "repartition_eur": _by_bearer(simulation),
        "cumul_eur": _band(simulation),
        "indices_sobol": [_index_json(row) for row in indices],
        "tornade": [_bar_json(bar) for bar in bars],
        "valeurs_de_bascule": switching,
        **_information(draws, simulation.npv_eur, uncertain),
    }


def _band(simulation: Simulation) -> Json:
    rows = zip(PERCENTILES, simulation.cumulative_percentiles_eur, strict=True)
    return {f"p{p}": [round(float(v), 2) for v in row] for p, row in rows}


def _index_json(row: Indices) -> Json:
    return {"nom": row.name, "premier_ordre": row.first, "total": row.total}


def _bar_json(bar: Bar) -> Json:
    return {
        "nom": bar.name,
        "valeur_basse": bar.low_value,
        "valeur_haute": bar.high_value,
        "van_basse_eur": bar.low_eur,
        "van_haute_eur": bar.high_eur,
    }


def _information(draws: Draws, npv_eur: FloatArray, uncertain: Sequence[Uncertain]) -> Json:
    options = np.column_stack([npv_eur, np.zeros_like(npv_eur)])
    rows = partial_information(draws, options) if uncertain else []
    return {
        "information_parfaite_eur": perfect_information_eur(options),
        "information_eur": [{"nom": row.name, "eur": row.value_eur} for row in rows],
    }


def _break_even(years: FloatArray) -> Json:
    reached = years[~np.isnan(years)]
    found: Json = {"probabilite": float(np.mean(~np.isnan(years)))}
    for p in PERCENTILES:
        found[f"p{p}"] = int(np.percentile(reached, p)) if len(reached) else None
    return found


def _by_bearer(simulation: Simulation) -> Json:
    return {
        name: {"libelle": BEARERS[name]}
        | {f"p{p}": float(np.percentile(values, p)) for p in (5, 50, 95)}
        for name, values in simulation.distribution_eur.items()
    }
