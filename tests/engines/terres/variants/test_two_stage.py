"""Reservations now, flows later: the extensive form written again, and its two values."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.variants.scenarios import (
    Scenario,
    VolumeLaw,
    draw_factors,
    draw_scenarios,
    mean_factors,
    under,
)
from essor.engines.terres.variants.two_stage import ReservationTerms, solve_two_stage
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import Size, instance_of
from tests.engines.terres.variants.judge import Judge, judged_plan, reaching

LEAN = Size(lots=2, outlets=2, periods=3, platforms=1, density=0.9)


def case(seed: int) -> tuple[Instance, tuple[Scenario, ...], ReservationTerms]:
    draw = np.random.default_rng(seed)
    instance = instance_of(seed, LEAN, tightness=1.1)
    if seed % 4 == 0:
        outlets = tuple(
            replace(o, fixed_fee_eur=float(draw.integers(0, 300))) for o in instance.outlets
        )
        instance = replace(instance, outlets=outlets)
    scenarios = draw_scenarios(instance=instance, count=2, share=0.6, generator=draw)
    spot = None if seed % 3 == 0 else float(draw.integers(1, 15))
    terms = ReservationTerms(reserved_eur_t=float(draw.integers(0, 6)), spot_eur_t=spot)
    return instance, scenarios, terms


def extensive(
    instance: Instance,
    scenarios: Sequence[Scenario],
    terms: ReservationTerms,
    held: dict[str, float] | None = None,
) -> tuple[float, dict[str, float]]:
    judge = Judge()
    for outlet in instance.outlets:
        room = judge.variable(("K", outlet.id), terms.reserved_eur_t)
        if outlet.fixed_fee_eur:
            opened = judge.variable(("open", outlet.id), outlet.fixed_fee_eur, 0.0, 1.0, True)
            judge.row({room: 1.0, opened: -2e3}, upper=0.0)
        if held is not None:
            judge.row({room: 1.0}, held[outlet.id] - 1e-9, held[outlet.id] + 1e-9)
    for number, scenario in enumerate(scenarios):
        future = under(instance, scenario.factors)
        judged_plan(future, judge=judge, tag=number, weight=scenario.probability)
        for outlet in instance.outlets:
            row = reaching(judge, outlet.id, number) | {("K", outlet.id): -1.0}
            if terms.spot_eur_t is not None:
                price = scenario.probability * terms.spot_eur_t
                row[judge.variable((number, "spot", outlet.id), price)] = -1.0
            judge.row(row, upper=0.0)
    cost, values = judge.solve()
    return cost, {str(n[1]): v for n, v in values.items() if n[0] == "K"}


@pytest.mark.parametrize("seed", range(200))
def test_two_stages_against_the_extensive_form(seed: int) -> None:
    instance, scenarios, terms = case(seed)
    found = solve_two_stage(instance=instance, scenarios=scenarios, terms=terms)
    best, _ = extensive(instance, scenarios, terms)
    assert found.gap <= 1e-6
    assert found.expected_cost_eur == pytest.approx(best, rel=2e-6, abs=1e-5)
    assert found.evpi_eur >= 0
    assert found.vss_eur is None or found.vss_eur >= 0


@pytest.mark.parametrize("seed", range(1, 20, 2))
def test_both_values_of_information_against_the_judge(seed: int) -> None:
    instance, scenarios, terms = case(seed)
    found = solve_two_stage(instance=instance, scenarios=scenarios, terms=terms)
    best, _ = extensive(instance, scenarios, terms)
    alone = [extensive(instance, [replace(s, probability=1.0)], terms)[0] for s in scenarios]
    perfect = sum(s.probability * cost for s, cost in zip(scenarios, alone, strict=True))
    assert found.evpi_eur == pytest.approx(best - perfect, abs=1e-4)
    expected = sum(s.probability * s.cost_eur for s in found.scenarios) + found.reservation_eur
    assert found.expected_cost_eur == pytest.approx(expected, abs=1e-4)
    mean = Scenario(name="", probability=1.0, factors=mean_factors(instance, scenarios))
    naive = solve_two_stage(instance=instance, scenarios=[mean], terms=terms)
    held = {o.id: naive.reserved_t.get(o.id, 0.0) for o in instance.outlets}
    assert found.vss_eur == pytest.approx(
        extensive(instance, scenarios, terms, held)[0] - best, abs=1e-3
    )


def test_one_sure_future_leaves_nothing_to_learn() -> None:
    instance, _, terms = case(5)
    sure = [Scenario(name="sûr", probability=1.0, factors={})]
    found = solve_two_stage(instance=instance, scenarios=sure, terms=terms)
    assert found.evpi_eur == pytest.approx(0.0, abs=1e-6)
    assert found.vss_eur == pytest.approx(0.0, abs=1e-6)
    total = found.plan.totals
    assert total.total_cost_eur == pytest.approx(found.expected_cost_eur)
    beyond = found.scenarios[0].spot_t * (terms.spot_eur_t or 0.0)
    assert total.fixed_eur == pytest.approx(found.reservation_eur + beyond)


def test_free_reservations_leave_the_plain_plan() -> None:
    instance, _, _ = case(5)
    sure = [Scenario(name="sûr", probability=1.0, factors={})]
    terms = ReservationTerms(reserved_eur_t=0.0, spot_eur_t=None)
    found = solve_two_stage(instance=instance, scenarios=sure, terms=terms)
    plain = solve_plainly(instance=instance)
    assert found.expected_cost_eur == pytest.approx(plain.totals.total_cost_eur)


def test_what_is_said() -> None:
    instance, scenarios, _ = case(7)
    terms = ReservationTerms(reserved_eur_t=1.0, spot_eur_t=12.0)
    found = solve_two_stage(instance=instance, scenarios=scenarios, terms=terms)
    assert found.sentences[0].startswith("Réserver dès maintenant")
    assert "«\u00a0R" in found.sentences[0]
    assert len(found.scenarios) == 2
    assert found.as_dict()["reserved_t"] == found.reserved_t


def test_probabilities_must_sum_to_one() -> None:
    instance, scenarios, terms = case(1)
    with pytest.raises(ValueError, match="sum to one"):
        solve_two_stage(instance=instance, scenarios=scenarios[:1], terms=terms)


def test_a_scenario_without_plan_is_explained() -> None:
    instance, scenarios, terms = case(1)
    outlets = (replace(instance.outlets[0], need_t=9e4, virgin_eur_t=None), *instance.outlets[1:])
    with pytest.raises(UserFault, match="besoin"):
        solve_two_stage(
            instance=replace(instance, outlets=outlets), scenarios=scenarios, terms=terms
        )


@pytest.mark.parametrize("law", VolumeLaw)
def test_volumes_spread_around_what_was_announced(law: VolumeLaw) -> None:
    drawn = draw_factors(
        count=20_000, lots=2, law=law, share=0.3, generator=np.random.default_rng(1)
    )
    assert drawn.min() >= 0
    assert drawn.mean() == pytest.approx(1.0, abs=0.01)
    spread = 0.3 if law is VolumeLaw.LOGNORMAL else 0.3 / np.sqrt(6)
    assert drawn.std() == pytest.approx(spread, rel=0.05)
