"""The one door: every variant answers, is stored as JSON, is decided by its seed, and stops."""

import json
from dataclasses import replace

import pytest

from essor.engines.terres.planning.verify import verify
from essor.engines.terres.variants.options import BOUNDS, VariantKind, VariantOptions
from essor.engines.terres.variants.run import run_variant
from essor.engines.terres.variants.scenarios import VolumeLaw
from essor.engines.terres.variants.stopping import Stopped
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import instance_of
from tests.engines.terres.variants.test_mixed import with_contracts, with_whole_lots

INSTANCE = instance_of(8)
LIGHT = VariantOptions(pareto_points=2, scenarios=2, draws=5)


@pytest.mark.parametrize("kind", VariantKind)
def test_every_variant_answers_and_is_stored(kind: VariantKind) -> None:
    result = run_variant(INSTANCE, replace(LIGHT, kind=kind), seed=3)
    stored = result.as_dict()
    assert json.loads(json.dumps(stored, allow_nan=False)) == stored
    assert stored["kind"] == kind.value
    assert result.plan.flows
    assert result.sentences
    assert all(text.endswith(".") for text in result.sentences)
    assert run_variant(INSTANCE, replace(LIGHT, kind=kind), seed=3).as_dict() == stored


@pytest.mark.parametrize("kind", VariantKind)
def test_every_variant_stops_when_asked(kind: VariantKind) -> None:
    with pytest.raises(Stopped):
        run_variant(INSTANCE, replace(LIGHT, kind=kind), is_cancelled=lambda: True)


@pytest.mark.parametrize("kind", VariantKind)
def test_every_variant_says_why_nothing_is_possible(kind: VariantKind) -> None:
    needy = replace(INSTANCE.outlets[0], need_t=1e5, virgin_eur_t=None)
    asked = replace(INSTANCE, outlets=(needy, *INSTANCE.outlets[1:]))
    with pytest.raises(UserFault, match="besoin de 100\u00a0000\u00a0t"):
        run_variant(asked, replace(LIGHT, kind=kind))


@pytest.mark.parametrize("kind", VariantKind)
@pytest.mark.parametrize("seed", [1, 4])
def test_the_independent_verifier_accepts_every_plan(kind: VariantKind, seed: int) -> None:
    for instance in (instance_of(seed), with_contracts(seed), with_whole_lots(seed)):
        result = run_variant(instance, replace(LIGHT, kind=kind, draws=2), seed=seed)
        for plan in (result.plan, *result.plans):
            claim = plan
            if plan.certificate is None:
                claim = replace(plan, optimal=False, bound_eur=None, duals={})
            assert verify(instance, claim).faults == ()


def test_another_seed_gives_other_draws() -> None:
    asked = replace(LIGHT, kind=VariantKind.RISQUE)
    first, second = (run_variant(INSTANCE, asked, seed=seed).report for seed in (1, 2))
    assert first != second


def test_a_front_gives_every_plan_and_its_price() -> None:
    result = run_variant(INSTANCE, replace(LIGHT, kind=VariantKind.PARETO))
    points = result.report["points"]
    assert isinstance(points, list)
    assert len(result.plans) == len(points) == 4
    assert [plan.totals.total_cost_eur for plan in result.plans] == pytest.approx(
        [point["cost_eur"] for point in points]
    )
    assert points[-1]["eur_per_tco2e"] is None


def test_a_plain_plan_honours_what_the_instance_itself_asks() -> None:
    lots = tuple(replace(lot, indivisible=True) for lot in INSTANCE.lots)
    result = run_variant(replace(INSTANCE, lots=lots), LIGHT)
    for lot in lots:
        assert len({f.destination_id for f in result.plan.flows if f.lot == lot.id}) <= 1


def test_options_are_read_back_as_they_were_stored() -> None:
    options = VariantOptions(
        kind=VariantKind.RISQUE,
        objective=Objective.CO2,
        law=VolumeLaw.LOGNORMAL,
        worse_class={"inerte": "inerte-plus"},
        replan_eur_t=None,
    )
    stored = json.loads(json.dumps(options.as_dict()))
    assert VariantOptions.from_dict(stored) == options
    assert VariantOptions.from_dict({"unknown": 1}) == VariantOptions()


@pytest.mark.parametrize("field", ["kind", "objective", "law"])
def test_a_word_that_does_not_exist_is_a_fault(field: str) -> None:
    with pytest.raises(UserFault) as caught:
        VariantOptions.from_dict({field: "hasard"})
    assert caught.value.faults[0].value == "hasard"


def test_every_number_out_of_its_bounds_is_told() -> None:
    wrong = {"gamma": -1, "draws": 2.5, "share": "beaucoup", "spot_eur_t": None, "scenarios": True}
    with pytest.raises(UserFault) as caught:
        VariantOptions.from_dict(wrong)
    assert [fault.place.field for fault in caught.value.faults] == [
        "gamma", "draws", "share", "scenarios",
    ]  # fmt: skip
    assert caught.value.faults[1].expected == "un nombre entier de 1 à 100000"
    assert VariantOptions.from_dict({"draws": 20.0}).draws == 20


def test_every_number_of_the_options_has_its_bounds() -> None:
    numbers = {n for n, v in VariantOptions().as_dict().items() if not isinstance(v, str | dict)}
    assert numbers == set(BOUNDS)
