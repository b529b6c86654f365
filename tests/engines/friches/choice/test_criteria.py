"""Ranking by several criteria."""

import pytest

from essor.engines.friches.choice.criteria import Criterion, rank_options

CRITERIA = [
    Criterion(name="van", weight=2.0),
    Criterion(name="carbone", weight=1.0, is_more_better=False),
]
TABLE = {
    "parc": {"van": 0.0, "carbone": 0.0},
    "bureaux": {"van": 10.0, "carbone": 8.0},
    "industrie": {"van": 5.0, "carbone": 10.0},
}


def test_scores_are_weighted_means_of_scaled_values():
    rows = {row.name: row for row in rank_options(TABLE, CRITERIA, seed=1)}
    assert rows["bureaux"].score == pytest.approx((2 * 1.0 + 0.2) / 3)
    assert rows["parc"].score == pytest.approx(1 / 3)
    assert rows["industrie"].score == pytest.approx((2 * 0.5 + 0.0) / 3)
    assert [row.rank for row in rank_options(TABLE, CRITERIA, seed=1)] == [1, 2, 2]


def test_a_dominating_option_is_always_first():
    table = {"a": {"van": 3.0, "carbone": 1.0}, "b": {"van": 2.0, "carbone": 2.0}}
    first, second = rank_options(table, CRITERIA, seed=1)
    assert (first.name, first.first_share, first.rank_range) == ("a", 1.0, (1, 1))
    assert second.first_share == 0.0


def test_stability_says_when_weights_decide():
    table = {"a": {"van": 1.0, "carbone": 1.0}, "b": {"van": 0.0, "carbone": 0.0}}
    even = [
        Criterion(name="van", weight=1.0),
        Criterion(name="carbone", weight=1.0, is_more_better=False),
    ]
    shares = {row.name: row.first_share for row in rank_options(table, even, seed=1)}
    assert shares["a"] == pytest.approx(0.5, abs=0.05)


def test_a_veto_cannot_be_bought_back():
    strict = [CRITERIA[0], Criterion(name="carbone", weight=1.0, is_more_better=False, veto=7.0)]
    rows = {row.name: row for row in rank_options(TABLE, strict, seed=1)}
    assert rows["parc"].rank == 1
    assert rows["bureaux"].vetoed_by == ("carbone",)
    assert rows["bureaux"].score is None


def test_all_vetoed_ranks_nothing():
    strict = [Criterion(name="van", weight=1.0, veto=99.0)]
    assert all(row.rank is None for row in rank_options(TABLE, strict, seed=1))
