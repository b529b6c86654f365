"""Pieces without any limit in common: planned apart, they are the plan of the whole."""

from dataclasses import replace

import pytest

from essor.engines.terres.inputs import Instance, Outlet, Site
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.regions.components import independent_pieces, sum_of
from essor.engines.terres.regions.linear import Linear, solve_linear
from essor.engines.terres.results import Totals
from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.instances import random_instance

OPEN = Outlet(id="isdi", kind=OutletKind.ISDI, fee_eur_t=30.0, lon=3.5, lat=45.9)


def value(instance: Instance) -> float:
    program = build_program(instance)
    return solve_linear(
        Linear(
            cost=program.cost,
            matrix=program.matrix,
            lower=program.row_lower,
            upper=program.row_upper,
        )
    ).value


def sparse_instance(seed: int, *, sites: int) -> Instance:
    """Explicit pairs, most of them dropped: the instance falls apart."""
    instance = random_instance(
        seed, lots=14, outlets=9, periods=4, platforms=3, sites=sites, needs=True, explicit=True
    )
    pairs = (instance.pairs or ())[seed % 3 :: 7]
    return replace(instance, pairs=pairs)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_add_up_to_the_whole(seed: int) -> None:
    instance = sparse_instance(seed, sites=6 if seed % 2 else 0)
    pieces = independent_pieces(instance)
    assert sum(value(one.instance) for one in pieces) == pytest.approx(value(instance), rel=1e-9)
    lots = [lot.id for one in pieces for lot in one.instance.lots]
    outlets = [one.id for piece in pieces for one in piece.instance.outlets]
    platforms = [one.id for piece in pieces for one in piece.instance.platforms]
    assert sorted(lots) == sorted(lot.id for lot in instance.lots)
    assert sorted(platforms) == sorted(one.id for one in instance.platforms)
    assert set(outlets) == {one.id for one in instance.outlets}
    closed = [one for one in outlets if one not in open_ids(instance)]
    assert len(closed) == len(set(closed))


def open_ids(instance: Instance) -> set[str]:
    limits = ("capacity_t", "capacity_t_per_period", "need_t", "min_dispatch_t")
    return {
        one.id
        for one in instance.outlets
        if all(getattr(one, name) is None for name in limits) and not one.fixed_fee_eur
    }


def test_these_instances_do_fall_apart() -> None:
    counts = [len(independent_pieces(sparse_instance(seed, sites=0))) for seed in range(20)]
    assert sum(count > 1 for count in counts) >= 10


def separate() -> Instance:
    """Two lots on two sites, each with its own outlet."""
    instance = random_instance(0, lots=2, sites=2)
    lots = tuple(
        replace(lot, soil_class=name, site=name, first_period=0, tonnes_per_period=(5.0,))
        for lot, name in zip(instance.lots, ("A", "B"), strict=True)
    )
    outlets = tuple(replace(OPEN, id=name, accepts=(name,), capacity_t=9.0) for name in ("A", "B"))
    return replace(instance, lots=lots, outlets=outlets, sites=())


def names(instance: Instance) -> list[tuple[str, ...]]:
    return [one.names for one in independent_pieces(instance)]


def test_an_outlet_that_takes_whatever_comes_links_nobody() -> None:
    instance = separate()
    shared = replace(instance, outlets=(*instance.outlets, OPEN))
    assert names(shared) == [("A",), ("B",)]
    for piece in independent_pieces(shared):
        assert "isdi" in {one.id for one in piece.instance.outlets}


@pytest.mark.parametrize(
    "limit",
    [
        {"capacity_t": 50.0},
        {"capacity_t_per_period": 5.0},
        {"need_t": 3.0, "virgin_eur_t": 20.0},
        {"min_dispatch_t": 1.0},
        {"fixed_fee_eur": 100.0},
    ],
)
def test_a_limit_in_common_links(limit: dict[str, float]) -> None:
    instance = separate()
    shared = replace(instance, outlets=(*instance.outlets, replace(OPEN, **limit)))
    assert names(shared) == [("A", "B")]


def test_trucks_of_a_site_link_its_lots_only_when_limited() -> None:
    instance = separate()
    lots = tuple(replace(lot, site="S") for lot in instance.lots)
    free = replace(instance, lots=lots, sites=(Site(id="S"),))
    assert len(independent_pieces(free)) == 2
    limited = replace(free, sites=(Site(id="S", trucks_t_per_period=7.0),))
    assert len(independent_pieces(limited)) == 1


def test_what_no_lot_reaches_goes_with_the_first_piece() -> None:
    instance = separate()
    lost = replace(OPEN, id="perdu", accepts=("Z",), need_t=4.0, virgin_eur_t=9.0)
    first, second = independent_pieces(replace(instance, outlets=(*instance.outlets, lost)))
    assert [one.id for one in first.instance.outlets] == ["A", "perdu"]
    assert [one.id for one in second.instance.outlets] == ["B"]


def test_nothing_dug_is_one_piece() -> None:
    instance = replace(separate(), lots=())
    assert [one.instance for one in independent_pieces(instance)] == [instance]


def test_totals_add_field_by_field() -> None:
    one = Totals(total_cost_eur=1, tkm=2, kgco2e=3, reused_t=4, unserved_t=5, fees_eur=6)
    assert sum_of([one, one]) == Totals(
        total_cost_eur=2, tkm=4, kgco2e=6, reused_t=8, unserved_t=10, fees_eur=12
    )
