"""Claim: one evaluation on draws is at least 30 times faster than the reference's 0.2 ms.

The reference (Bénéfriches ff60170, Node 24) was measured at 0.17 to 0.21 ms per full 50-year
evaluation on one core. Here the same study is run on 10,000 draws in one call, then one draw
at a time (the plain loop), then on a million draws to see the memory.

Run: python benchmarks/friches_draws.py [--million]
"""

import os
import platform
import resource
import sys
import time
from datetime import date

import numpy as np

from essor.engines.friches.loading import load_profile
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.reading import read_study
from essor.engines.friches.uncertainty.laws import default_laws
from essor.engines.friches.uncertainty.sampling import draw
from essor.engines.friches.uncertainty.simulation import simulate
from essor.references.loader import parameters

REFERENCE_SECONDS = 0.2e-3
TARGET = 30
STUDY = {
    "commune": {
        "code_commune_insee": "63113",
        "population": 147751,
        "surface_m2": 43114600,
        "prix_median_eur_m2": 2241,
    },
    "site": {"activite": "industrielle", "surface_m2": 50000},
    "projet": {"programme": "centralite_urbaine", "decide_le": "2026-01-01"},
}


def seconds_per_draw(study, profile, laws, n_draws, repeats=3):
    draws = draw(laws.uncertain, n_draws, seed=1)
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        simulate(study, profile, draws)
        best = min(best, time.process_time() - start)
    return best / n_draws


def main():
    files = parameters()
    profile = load_profile("france-2025", files, on=date(2026, 11, 23))
    study = read_study(STUDY, parameters=profile.parameters)
    laws = default_laws(study, files)
    vector = seconds_per_draw(study, profile, laws, 10_000)
    draws = draw(laws.uncertain, 200, seed=1)
    start = time.process_time()
    for i in range(200):
        evaluate(study.drawn({n: float(v[i]) for n, v in draws.items()}), profile).npv_eur  # noqa: B018
    loop = (time.process_time() - start) / 200
    print(f"grandeurs tirées : {len(laws.uncertain)}")
    print(f"10 000 tirages × {evaluate(study, profile).frame.n_years} ans, tous les impacts")
    print(f"par évaluation : {vector * 1e6:.2f} µs")
    print(f"rapport à la référence (200 µs) : {REFERENCE_SECONDS / vector:.0f}")
    print(
        f"machine : {platform.machine()}, {os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f}"
    )
    print(f"Python {platform.python_version()}, NumPy {np.__version__}")
    print(f"boucle simple : {loop * 1e6:.0f} µs, rapport {loop / vector:.0f}")
    if "--million" in sys.argv:
        million = seconds_per_draw(study, profile, laws, 1_000_000, repeats=1)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"1 000 000 de tirages : {million * 1e6:.2f} µs chacun, mémoire {peak:.0f} Mio")
    return 0 if REFERENCE_SECONDS / vector >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
