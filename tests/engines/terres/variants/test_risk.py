"""Draws of volumes and classes: regret never below zero, seeds, extremes, and who matters."""

from dataclasses import replace

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.variants.reclassing import reclassed, worse_classes
from essor.engines.terres.variants.risk import Risk, RiskTerms, assess_risk
from essor.engines.terres.variants.scenarios import draw_factors, under
from essor.engines.terres.variants.solver import Progress, Watch
from essor.engines.terres.variants.stopping import Stopped
from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.variants.cases import COSTS, instance_of
from tests.engines.terres.variants.judge import judged_plan

TERMS = RiskTerms(draws=12, share=0.4, reclass_probability=0.0)


def assessed(instance: Instance, terms: RiskTerms, seed: int = 1) -> Risk:
    return assess_risk(
        instance=instance,
        plan=solve_plainly(instance=instance),
        terms=terms,
        generator=np.random.default_rng(seed),
    )


@pytest.mark.parametrize("seed", range(10))
def test_regret_is_never_below_zero_and_grows_with_the_price_of_adapting(seed: int) -> None:
    instance = instance_of(seed)
    cheap, dear, barred = (
        assessed(instance, replace(TERMS, replan_eur_t=price)) for price in (0.0, 4.0, None)
    )
    assert cheap.regret_eur.mean == pytest.approx(0.0, abs=1e-4)
    assert cheap.regret_eur.mean <= dear.regret_eur.mean + 1e-6
    assert dear.regret_eur.mean <= barred.regret_eur.mean + 1e-6
    assert min(barred.regret_eur.quantiles.values()) >= 0


@pytest.mark.parametrize("seed", range(8))
def test_without_uncertainty_the_plan_costs_what_it_said(seed: int) -> None:
    instance = instance_of(seed)
    found = assessed(instance, replace(TERMS, share=0.0, replan_eur_t=None, draws=2))
    best = judged_plan(instance).solve()[0]
    assert found.cost_eur.mean == pytest.approx(best)
    assert found.regret_eur.mean == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_ten_futures_against_the_judge(seed: int) -> None:
    """Two hundred futures in all: cost of the adapted plan and regret, solved again by names."""
    instance = instance_of(seed)
    terms = replace(TERMS, draws=10, replan_eur_t=None if seed % 3 == 0 else 4.0)
    plan = solve_plainly(instance=instance)
    found = assess_risk(
        instance=instance, plan=plan, terms=terms, generator=np.random.default_rng(seed)
    )
    drawn = draw_factors(
        count=terms.draws,
        lots=len(instance.lots),
        law=terms.law,
        share=terms.share,
        generator=np.random.default_rng(seed),
    )
    foreseen = {(flow.origin_id, flow.destination_id) for flow in plan.flows}
    futures = []
    for row in drawn:
        factors = {lot.id: f for lot, f in zip(instance.lots, row, strict=True)}
        judge = judged_plan(under(instance, factors))
        best = judge.solve()[0]
        for name in judge.costs:
            if name[1] in ("x", "y") and (name[2], name[3]) not in foreseen:
                judge.costs[name] += terms.replan_eur_t or 0.0
                if terms.replan_eur_t is None:
                    judge.bounds[name] = (0.0, 0.0)
        adapted = judge.solve()[0]
        if np.isfinite(adapted):
            futures.append((adapted, adapted - best))
    assert found.impossible == terms.draws - len(futures)
    if futures:
        cost, regret = np.mean(futures, axis=0)
        assert found.cost_eur.mean == pytest.approx(cost, rel=1e-6)
        assert found.regret_eur.mean == pytest.approx(regret, rel=1e-6, abs=1e-6 * cost)


def test_the_seed_decides_everything() -> None:
    instance = instance_of(4)
    assert assessed(instance, TERMS, 5).as_dict() == assessed(instance, TERMS, 5).as_dict()
    assert assessed(instance, TERMS, 5).as_dict() != assessed(instance, TERMS, 6).as_dict()


def two_lots(*, km_far: float) -> Instance:
    """A small and a large lot; an inert landfill, and a dearer one for what is worse."""
    lots = tuple(
        Lot(
            id=name, site="S", soil_class="inerte/B5", first_period=0, tonnes_per_period=(t,),
            lon=3.1, lat=45.8,
        )
        for name, t in (("petit", 10.0), ("gros", 1000.0))
    )  # fmt: skip
    near = Outlet(id="ISDI", kind=OutletKind.ISDI, accepts=("inerte/B5",), lon=3.1, lat=45.8)
    far = Outlet(
        id="ISDND", kind=OutletKind.ISDND, accepts=("non-dangereux/B5",), fee_eur_t=90.0,
        lon=3.2, lat=45.8,
    )  # fmt: skip
    pairs = (
        Pair(lot="petit", outlet="ISDI", km=5.0),
        Pair(lot="gros", outlet="ISDI", km=5.0),
        Pair(lot="petit", outlet="ISDND", km=km_far),
    )
    return Instance(periods=1, lots=lots, outlets=(near, far), pairs=pairs, costs=COSTS)


def test_the_lot_that_weighs_most_comes_first() -> None:
    instance = two_lots(km_far=20.0)
    terms = RiskTerms(
        draws=150, share=0.2, reclass_probability=0.3, worse_class=worse_classes(instance)
    )
    found = assessed(instance, terms)
    assert [lot.lot for lot in found.lots] == ["gros", "petit"]
    heavy = found.lots[0]
    worse_by = 90 + COSTS.eur_per_tkm * 15
    assert heavy.reclass_eur == pytest.approx(1000 * worse_by, rel=0.05)
    assert "«\u00a0gros\u00a0»" in found.sentences[-1]


def test_a_worse_class_takes_the_next_level_that_someone_takes() -> None:
    instance = two_lots(km_far=20.0)
    assert worse_classes(instance) == {"inerte/B5": "non-dangereux/B5"}
    odd = replace(instance, lots=(replace(instance.lots[0], soil_class="terre végétale"),))
    assert worse_classes(odd) == {}
    nobody = replace(instance, outlets=instance.outlets[:1])
    assert worse_classes(nobody) == {"inerte/B5": "inerte-plus/B5"}


def test_a_reclassed_lot_loses_its_pairs_and_gains_those_of_its_site_or_estimates() -> None:
    instance = two_lots(km_far=20.0)
    worse = reclassed(instance, {"gros": "non-dangereux/B5"})
    assert [(p.outlet, p.km) for p in worse.pairs or () if p.lot == "gros"] == [("ISDND", 20.0)]
    assert [p.outlet for p in worse.pairs or () if p.lot == "petit"] == ["ISDI", "ISDND"]
    bare = replace(instance, pairs=tuple(p for p in instance.pairs or () if p.outlet == "ISDI"))
    (guess,) = [
        p for p in reclassed(bare, {"gros": "non-dangereux/B5"}).pairs or () if p.lot == "gros"
    ]
    assert guess.km == pytest.approx(1.3 * 7.75 + 1.5, abs=0.2)
    unplaced = replace(bare, lots=tuple(replace(lot, lon=None) for lot in bare.lots))
    pairs = reclassed(unplaced, {"gros": "non-dangereux/B5"}).pairs or ()
    assert not [p for p in pairs if p.lot == "gros"]
    assert reclassed(instance, {}) is instance


def test_draws_without_any_plan_are_counted_not_averaged() -> None:
    instance = two_lots(km_far=20.0)
    needy = replace(instance.outlets[0], need_t=1005.0)
    asked = replace(instance, outlets=(needy, instance.outlets[1]))
    found = assessed(asked, RiskTerms(draws=60, share=0.2, reclass_probability=0.0))
    assert 10 < found.impossible < 50
    assert np.isfinite(found.cost_eur.mean)
    assert any("n’admettent aucun plan" in sentence for sentence in found.sentences)


def test_a_cancel_is_heard_between_two_draws() -> None:
    heard: list[Progress] = []
    watch = Watch(on_progress=heard.append, is_cancelled=lambda: len(heard) >= 3)
    instance = instance_of(4)
    with pytest.raises(Stopped):
        assess_risk(
            instance=instance,
            plan=solve_plainly(instance=instance),
            terms=TERMS,
            generator=np.random.default_rng(1),
            watch=watch,
        )
    assert [news.done for news in heard] == [1, 2, 3]
