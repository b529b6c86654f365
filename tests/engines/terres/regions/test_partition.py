"""Which region a lot belongs to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.planning.pairs import admissible_pairs
from essor.engines.terres.regions.partition import (
    ELSEWHERE,
    declared_regions,
    halves_of_map,
    joined_by_platforms,
)
from tests.engines.terres.instances import random_instance


def test_a_region_is_declared_for_a_site_or_for_a_lot() -> None:
    instance = random_instance(0, lots=4, sites=2)
    found = declared_regions(instance, {"S0": "Clermont", "L2": "Thiers"})
    assert found == ("Clermont", ELSEWHERE, "Thiers", ELSEWHERE)


@settings(max_examples=40)
@given(seed=st.integers(0, 999), count=st.integers(1, 6), sites=st.integers(1, 9))
def test_halves_of_the_map_never_cut_a_site(seed: int, count: int, sites: int) -> None:
    instance = random_instance(seed, lots=12, sites=sites)
    found = halves_of_map(instance, count)
    regions = {lot.site: region for lot, region in zip(instance.lots, found, strict=True)}
    assert found == tuple(regions[lot.site] for lot in instance.lots)
    assert len(set(found)) == min(count, len(regions))
    assert found == halves_of_map(instance, count)


def test_the_map_is_cut_along_its_longer_side_at_half_of_the_tonnes() -> None:
    instance = random_instance(1, lots=4, sites=4)
    lots = tuple(
        replace(lot, lon=lon, lat=45.0, first_period=0, tonnes_per_period=(tonnes,))
        for lot, lon, tonnes in zip(instance.lots, (1.0, 2.0, 3.0, 9.0), (1, 1, 1, 9), strict=True)
    )
    found = halves_of_map(replace(instance, lots=lots), 2)
    assert found == ("région 1", "région 1", "région 1", "région 2")


def test_lots_without_coordinates_are_elsewhere() -> None:
    instance = random_instance(1, lots=2, sites=2)
    lots = (instance.lots[0], replace(instance.lots[1], lon=None, lat=None))
    assert halves_of_map(replace(instance, lots=lots), 3) == ("région 1", ELSEWHERE)


@pytest.mark.parametrize("seed", range(10))
def test_lots_that_may_meet_on_a_platform_are_of_one_region(seed: int) -> None:
    instance = random_instance(seed, lots=8, sites=4, platforms=2)
    pairs = admissible_pairs(instance)
    regions = tuple(f"R{lot.site[1:]}" for lot in instance.lots)
    found = joined_by_platforms(regions, pairs)
    for platform in range(2):
        lots = pairs.into_lot[pairs.into_platform == platform]
        assert len({found[lot] for lot in lots}) <= 1
    # nothing else is merged: without platforms, regions stay what they are
    alone = replace(instance, platforms=())
    assert joined_by_platforms(regions, admissible_pairs(alone)) == regions
    assert all(one in merged for one, merged in zip(regions, found, strict=True))
