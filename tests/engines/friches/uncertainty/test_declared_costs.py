"""The laws of works costs are those of the declared applications."""

import csv

import numpy as np
import pytest

from essor.engines.friches.uncertainty.distributions import LogNormal, fit_log_normal
from essor.engines.friches.uncertainty.laws import COST_LAWS, SIZES
from essor.engines.friches.uncertainty.sampling import Method, uniforms
from essor.references.loader import parameters


def test_fit_finds_the_law_of_its_draws():
    law = LogNormal(median=80.0, geometric_standard_deviation=3.0)
    drawn = law.quantile(uniforms(20_000, 1, seed=1, method=Method.LATIN_HYPERCUBE)[:, 0])
    found = fit_log_normal(np.append(drawn, [0.0, -5.0]))
    assert found.median == pytest.approx(80.0, rel=1e-3)
    assert found.geometric_standard_deviation == pytest.approx(3.0, rel=1e-3)


def amount(text):
    return float(text) if text not in ("", "NA") else 0.0


@pytest.mark.shared
def test_parameters_are_the_fit_of_the_declared_costs(brownfields):
    path = brownfields / "fonds_friches_2021_2023_dossiers_couts.csv"
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4446
    costs = [name for name in rows[0] if name.endswith("_eur_ht")]
    by_size = {name: [] for _, name in SIZES}
    for row in rows:
        hectares = amount(row["site_area_ha"])
        total = sum(amount(row[name]) for name in costs)
        if 0.02 <= hectares <= 200 and total > 10_000:
            size = next(name for limit, name in SIZES if hectares <= limit)
            by_size[size].append(amount(row["travaux_eur_ht"]) / hectares / 1e4)
    for size, values in by_size.items():
        found = fit_log_normal(np.array(values))
        law = parameters()[f"{COST_LAWS}{size}"].values[-1].distribution.parameters
        assert float(law["median"]) == pytest.approx(found.median, rel=1e-3)
        assert float(law["geometric_standard_deviation"]) == pytest.approx(
            found.geometric_standard_deviation, rel=1e-3
        )
