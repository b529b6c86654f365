"""Two plans compared: every tonne accounted for, in tables and in sentences."""

from collections import defaultdict
from dataclasses import replace

import pytest

from essor.engines.terres.results import Flow, Plan, Totals
from essor.engines.terres.variants.difference import LEFT_ON_SITE, difference
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.vocabulary import Objective
from tests.engines.terres.variants.cases import instance_of

NOTHING = Totals(total_cost_eur=0, tkm=0, kgco2e=0, reused_t=0, unserved_t=0)


def plan(*rows: tuple[str, str, int, float], cost: float = 1000.0, left: float = 0.0) -> Plan:
    flows = tuple(
        Flow(
            origin_id=lot, destination_id=place, period=period, tonnes=amount, km=1.0,
            soil_class="A", lot=lot,
        )
        for lot, place, period, amount in rows
    )  # fmt: skip
    totals = replace(NOTHING, total_cost_eur=cost, unserved_t=left)
    return Plan(
        flows=flows, stocks=(), unserved={"L1": left} if left else {}, virgin={}, totals=totals
    )


def said(before: Plan, after: Plan) -> list[str]:
    found = difference(before=before, after=after, names={"R1": "Carrière nord"})
    return [text.replace("\u00a0", " ") for text in found.sentences]


def test_tonnes_that_go_elsewhere() -> None:
    before = plan(("L1", "R1", 0, 300.0), ("L1", "R2", 0, 50.0))
    after = plan(("L1", "R1", 0, 100.0), ("L1", "R2", 0, 250.0), cost=1250.0)
    assert said(before, after) == [
        "Le second plan coûte 250 € de plus que le premier (+25 %).",
        "200 t du lot « L1 » vont à « R2 » au lieu de « Carrière nord ».",
    ]


def test_tonnes_that_leave_later_keep_their_destination() -> None:
    before = plan(("L1", "R1", 0, 300.0))
    after = plan(("L1", "R1", 0, 180.0), ("L1", "R1", 2, 120.0), cost=990.0)
    assert said(before, after) == [
        "Le second plan coûte 10 € de moins que le premier (−1 %).",
        "120 t du lot « L1 » gardent leur destination, « Carrière nord », à un autre moment.",
    ]


def test_tonnes_that_lose_or_find_an_outlet() -> None:
    served, left = plan(("L1", "R1", 0, 40.0)), plan(cost=1000.0, left=40.0)
    assert said(served, left)[1] == (
        "40 t du lot « L1 » n’ont plus d’exutoire (avant : « Carrière nord »)."
    )
    assert said(left, served)[1] == "40 t du lot « L1 » trouvent un exutoire : « Carrière nord »."


def test_volumes_that_are_not_the_same_are_said_to_be_more_or_less() -> None:
    small, large = plan(("L1", "R1", 0, 40.0)), plan(("L1", "R1", 0, 70.0))
    assert said(small, large)[1] == "30 t du lot « L1 » vont en plus à « Carrière nord »."
    assert said(large, small)[1] == "30 t du lot « L1 » ne vont plus à « Carrière nord »."


def test_the_same_plan_has_no_difference() -> None:
    one = plan(("L1", "R1", 0, 40.0))
    found = difference(before=one, after=one)
    assert found.is_empty
    assert found.moved_t == 0
    assert {change.text for change in found.changes} == {"inchangé"}
    assert found.as_dict()["moves"] == []


@pytest.mark.parametrize("seed", range(30))
def test_the_moves_explain_the_whole_gap_between_two_real_plans(seed: int) -> None:
    instance = instance_of(seed)
    cheap, clean = (solve_plainly(instance=instance, objective=o) for o in Objective)
    found = difference(before=cheap, after=clean)
    gaps: dict[tuple[str, str], float] = defaultdict(float)
    for sign, one in ((-1.0, cheap), (1.0, clean)):
        for flow in one.flows:
            gaps[(flow.origin_id, flow.destination_id)] += sign * flow.tonnes
        for lot, amount in one.unserved.items():
            gaps[(lot, LEFT_ON_SITE)] += sign * amount
    told: dict[tuple[str, str], float] = defaultdict(float)
    for move in found.moves:
        if move.from_destination is not None:
            told[(move.origin_id, move.from_destination)] -= move.tonnes
        if move.to_destination is not None:
            told[(move.origin_id, move.to_destination)] += move.tonnes
    for key in set(gaps) | set(told):
        assert told.get(key, 0.0) == pytest.approx(gaps.get(key, 0.0), abs=1e-4)
    kilos = next(change for change in found.changes if change.name == "kgco2e")
    assert kilos.delta == pytest.approx(clean.totals.kgco2e - cheap.totals.kgco2e)
