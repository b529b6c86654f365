"""The shrunk location quotient: against the formula, against the exact gamma law."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from essor.observatory.indicators.emploi import quotient_localisation as raw
from essor.observatory.indicators.emploi import quotient_localisation_ajuste as shrunk

Rows = dict[tuple[str, str], tuple[float, float, float]]


def computed(jobs: dict[tuple[str, str], int], sql: str) -> Rows:
    values = ", ".join(f"('{zone}', '{branch}', 2023, {n})" for (zone, branch), n in jobs.items())
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE emploi_flores AS SELECT * FROM (VALUES {values}) "
            "AS t(code_zone_emploi, branche_a38, annee, emploi)"
        )
        found = connection.execute(
            f"SELECT code, rubrique, value, low, high FROM ({sql})"
        ).fetchall()
    return {(code, branch): (value, low, high) for code, branch, value, low, high in found}


JOBS = {("8408", "CG"): 60, ("8408", "GZ"): 4_940, ("0051", "CG"): 940, ("0051", "GZ"): 94_060,
        ("0052", "CG"): 0, ("0052", "GZ"): 50}  # fmt: skip


def test_the_formula_is_that_of_the_method() -> None:
    k, total = shrunk.weight(), sum(JOBS.values())
    part = 1_000 / total
    value, low, high = computed(JOBS, shrunk.select())["8408", "CG"]
    assert value == pytest.approx((60 + k * part) / (5_000 + k) / part)
    assert low < value < high


def test_a_small_zone_goes_back_to_one_and_a_large_one_stays() -> None:
    before, after = computed(JOBS, raw.select()), computed(JOBS, shrunk.select())
    assert before["0052", "CG"][0] == 0
    assert after["0052", "CG"][0] == pytest.approx(1_000 / 1_050)
    assert after["0051", "CG"][0] == pytest.approx(before["0051", "CG"][0], rel=0.02)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 20_000), min_size=4, max_size=4))
def test_the_bounds_are_those_of_the_gamma_law(numbers: list[int]) -> None:
    jobs = dict(zip([(z, b) for z in "AB" for b in ("CG", "GZ")], numbers, strict=True))
    k, total = shrunk.weight(), sum(numbers)
    for (zone, branch), (value, low, high) in computed(jobs, shrunk.select()).items():
        part = sum(n for (_, b), n in jobs.items() if b == branch) / total
        mine = sum(n for (z, _), n in jobs.items() if z == zone)
        shape, rate = jobs[zone, branch] + k * part, (mine + k) * part
        assert value == pytest.approx(shape / rate)
        if shape >= 3:
            exact = stats.gamma.ppf([0.025, 0.975], shape, scale=1 / rate)
            assert (low, high) == pytest.approx(tuple(exact), rel=0.01)
