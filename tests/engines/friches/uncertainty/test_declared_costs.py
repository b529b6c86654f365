"""The laws of works costs are those of the declared applications."""

import csv

import numpy as np
import pytest

from essor.engines.friches.uncertainty.distributions import (
    LogNormal,
    fit_log_normal,
    residuals,
    robust_geometric_deviation,
)
from essor.engines.friches.uncertainty.laws import COST_LAWS, SIZES
from essor.engines.friches.uncertainty.sampling import Method, uniforms
from essor.references.loader import parameters


def test_fit_finds_the_law_of_its_draws():
    law = LogNormal(median=80.0, geometric_standard_deviation=3.0)
    drawn = law.quantile(uniforms(20_000, 1, seed=1, method=Method.LATIN_HYPERCUBE)[:, 0])
    found = fit_log_normal(np.append(drawn, [0.0, -5.0]))
    assert found.median == pytest.approx(80.0, rel=1e-3)
    assert found.geometric_standard_deviation == pytest.approx(3.0, rel=1e-3)


def test_spread_left_is_that_of_the_noise_and_ignores_a_wrong_unit():
    rng = np.random.default_rng(7)
    size = rng.uniform(-2.0, 4.0, 4_000)
    noise = rng.normal(0.0, 0.7, 4_000)
    noise[:40] += np.log(1_000)  # thousands of euros typed as euros
    known = np.column_stack([np.ones_like(size), size])
    left = residuals(np.exp(3.0 - 0.4 * size + noise), known)
    assert robust_geometric_deviation(left) == pytest.approx(np.exp(0.7), rel=0.05)


def amount(text):
    return float(text) if text not in ("", "NA") else 0.0


KNOWN = ("nat_friche", "loc_abc", "logique_intervention", "bilan")


def known_beforehand(rows):
    """Size, squared too, and a column for each answer of a dossier but the first."""
    size = np.log([amount(row["site_area_ha"]) for row in rows])
    columns = [np.ones_like(size), size, size**2]
    for name in KNOWN:
        answers = sorted({row[name] for row in rows})
        columns += [np.array([row[name] == one for row in rows], float) for one in answers[1:]]
    return np.column_stack(columns)


@pytest.mark.shared
def test_parameters_are_the_fit_of_the_declared_costs(brownfields):
    path = brownfields / "fonds_friches_2021_2023_dossiers_couts.csv"
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4446
    costs = [name for name in rows[0] if name.endswith("_eur_ht")]
    kept = [
        row
        for row in rows
        if 0.02 <= amount(row["site_area_ha"]) <= 200
        and sum(amount(row[name]) for name in costs) > 10_000
        and amount(row["travaux_eur_ht"]) > 0
    ]
    hectares = np.array([amount(row["site_area_ha"]) for row in kept])
    unit_costs = np.array([amount(row["travaux_eur_ht"]) for row in kept]) / hectares / 1e4
    left = residuals(unit_costs, known_beforehand(kept))
    sizes = np.searchsorted([limit for limit, _ in SIZES], hectares)
    for number, (_, name) in enumerate(SIZES):
        here = sizes == number
        law = parameters()[f"{COST_LAWS}{name}"].values[-1].distribution.parameters
        assert float(law["median"]) == pytest.approx(
            fit_log_normal(unit_costs[here]).median, rel=1e-3
        )
        assert float(law["geometric_standard_deviation"]) == pytest.approx(
            robust_geometric_deviation(left[here]), rel=1e-3
        )
