import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.calendrier.inputs import (
    Discrete,
    Link,
    LinkKind,
    Milestone,
    Network,
    Triangular,
)
from essor.engines.calendrier.simulate import sample, simulate
from essor.foundations.errors import UserFault
from tests.engines.calendrier.networks import DAY, networks, slow_dates, worlds

DRAWS = 20_000
# Five standard errors of a share over DRAWS draws, at worst.
NEAR = 5 * math.sqrt(0.25 / DRAWS)


@settings(max_examples=25)
@given(networks(discrete=True, largest=4), st.data())
def test_shares_agree_with_exact_enumeration(network: Network, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(sorted(network.milestones)))
    outcomes = [(chance, slow_dates(world)[target]) for chance, world in worlds(network)]
    found = simulate(network, target=target, draws=DRAWS, seed=7)
    if outcomes[0][1] is None:
        assert target not in found.finishes
        return
    assert sum(chance for chance, _ in outcomes) == pytest.approx(1)
    for day in sorted({day for _, day in outcomes}):
        exact = sum(chance for chance, other in outcomes if other <= day)
        assert abs(found.probability(target, day) - exact) < NEAR
        assert found.probability(target, day) >= found.probability(
            target, day - dt.timedelta(days=1)
        )


def test_criticality_agrees_with_exact_enumeration() -> None:
    """Two branches in parallel: each decides when it is the longer, both in a tie."""
    coin = Discrete((10.0, 20.0), (0.5, 0.5))
    network = Network(
        [
            Milestone(key="a", due_on=DAY, due_spread=coin),
            Milestone(key="b", due_on=DAY, due_spread=Discrete((10.0, 20.0), (0.75, 0.25))),
            Milestone(key="fin"),
        ],
        [Link(before="a", after="fin"), Link(before="b", after="fin")],
    )
    found = simulate(network, target="fin", draws=DRAWS, seed=1)
    assert found.criticality["a"] == pytest.approx(1 - 0.5 * 0.25, abs=NEAR)
    assert found.criticality["b"] == pytest.approx(1 - 0.5 * 0.75, abs=NEAR)
    assert found.criticality["fin"] == 1
    assert found.drivers["a"] > found.drivers["b"] > 0


def test_triangular_agrees_with_its_closed_form() -> None:
    low, mode, high = 2.0, 5.0, 11.0
    drawn = sample(Triangular(low, mode, high), 200_000, np.random.default_rng(3))
    assert drawn.min() >= low
    assert drawn.max() <= high
    assert drawn.mean() == pytest.approx((low + mode + high) / 3, abs=0.03)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert drawn.var() == pytest.approx(variance, rel=0.02)
    for value in (3.0, 5.0, 8.0):
        if value <= mode:
            exact = (value - low) ** 2 / ((high - low) * (mode - low))
        else:
            exact = 1 - (high - value) ** 2 / ((high - low) * (high - mode))
        assert np.mean(drawn <= value) == pytest.approx(exact, abs=0.006)


def test_a_chain_of_works_has_the_sum_of_their_means_and_variances() -> None:
    spread = Triangular(10, 20, 60)
    keys = [f"J{rank:02d}" for rank in range(30)]
    nodes = [Milestone(key=key, duration=spread) for key in keys]
    nodes[0] = Milestone(key=keys[0], reached_on=DAY)
    links = [Link(before=a, after=b) for a, b in zip(keys, keys[1:], strict=False)]
    found = simulate(Network(nodes, links), target=keys[-1], draws=DRAWS, seed=5)
    days = found.finishes[keys[-1]] - DAY.toordinal()
    variance = (10**2 + 20**2 + 60**2 - 10 * 20 - 10 * 60 - 20 * 60) / 18
    assert days.mean() == pytest.approx(29 * 30, rel=0.005)
    assert days.var() == pytest.approx(29 * variance, rel=0.05)
    middle = DAY + dt.timedelta(days=29 * 30)
    # central limit: the median of a sum of 29 skewed works is within days of its mean
    assert abs((found.quantile(keys[-1], 0.5) - middle).days) <= 8
    assert set(found.criticality.values()) == {1.0}


def test_the_latest_of_two_equal_branches_has_the_square_of_their_chances() -> None:
    spread = Triangular(0, 50, 100)
    network = Network(
        [
            Milestone(key="a", due_on=DAY, due_spread=spread),
            Milestone(key="b", due_on=DAY, due_spread=spread),
            Milestone(key="fin"),
        ],
        [Link(before="a", after="fin"), Link(before="b", after="fin")],
    )
    found = simulate(network, target="fin", draws=DRAWS, seed=11)
    for days in (30, 50, 80):
        alone = days**2 / 5000 if days <= 50 else 1 - (100 - days) ** 2 / 5000
        day = DAY + dt.timedelta(days=days)
        assert found.probability("fin", day) == pytest.approx(alone**2, abs=NEAR)


def test_start_to_start_counts_from_the_start() -> None:
    network = Network(
        [
            Milestone(key="a", due_on=DAY, duration=Triangular.certain(40)),
            Milestone(key="b", duration=Triangular.certain(10)),
        ],
        [Link(before="a", after="b", kind=LinkKind.DEBUT_DEBUT, lag_days=35)],
    )
    found = simulate(network, target="b", draws=3, seed=1)
    assert found.quantile("b", 0.5) == DAY + dt.timedelta(days=5)


def test_same_seed_same_draws_and_another_seed_others() -> None:
    network = Network([Milestone(key="a", due_on=DAY, due_spread=Triangular(-5, 0, 50))], [])
    first, again, other = (
        simulate(network, target="a", draws=100, seed=seed).finishes["a"] for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert (first != other).any()


def test_quantiles_are_ordered_and_hold_their_share() -> None:
    network = Network([Milestone(key="a", due_on=DAY, due_spread=Triangular(-5, 0, 50))], [])
    found = simulate(network, target="a", draws=1000, seed=1)
    days = [found.quantile("a", share) for share in (0.1, 0.5, 0.9)]
    assert days == sorted(days)
    for share, day in zip((0.1, 0.5, 0.9), days, strict=True):
        assert found.probability("a", day) >= share
        assert found.probability("a", day - dt.timedelta(days=1)) < share


def test_a_date_that_nobody_gave_has_no_chance() -> None:
    found = simulate(Network([Milestone(key="a")], []), target="a", draws=10, seed=1)
    assert found.finishes == {}
    assert found.drivers == {"a": 0.0}


def test_bad_inputs_are_refused() -> None:
    network = Network([Milestone(key="a", due_on=DAY)], [])
    with pytest.raises(KeyError):
        simulate(network, target="z", draws=1, seed=1)
    with pytest.raises(ValueError, match="one draw"):
        simulate(network, target="a", draws=0, seed=1)
    with pytest.raises(UserFault, match="ordre"):
        Triangular(3, 2, 5)
    with pytest.raises(ValueError, match="chance"):
        Discrete((1.0, 2.0), (0.5, 0.6))
