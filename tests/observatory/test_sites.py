"""Sites of a territory: kinds never mixed, places never more precise than their source."""

from collections import Counter

import pytest

from essor.observatory.lake import Lake
from essor.observatory.sites.listing import loaded_kinds, sites_of, unverified_share
from essor.observatory.sites.site import Genre, Position, commune_names


def test_sites_of_the_sample_are_those_of_the_territory(lake_of_samples: Lake):
    found = sites_of(lake_of_samples, "ti-8404")
    kinds = Counter(one.genre for one in found)
    assert (kinds[Genre.FRICHE_VERIFIEE], kinds[Genre.FRICHE_NON_VERIFIEE]) == (24, 63)
    assert kinds[Genre.IREP] == 16
    positions = {(one.genre, one.position) for one in found}
    assert (Genre.IREP, Position.COMMUNE) in positions
    assert (Genre.IREP, Position.SITE) not in positions  # its file places no site surely
    assert (Genre.ETS, Position.CODE_POSTAL) in positions
    for one in found:
        assert one.communes
        assert one.nom
        assert (one.longitude is None) == (one.position is Position.AUCUNE)
        if one.longitude is not None and one.latitude is not None:
            assert 2.5 < one.longitude < 3.7
            assert 45.3 < one.latitude < 46.1


def test_an_installation_known_by_its_postcode_says_that_its_commune_is_not_sure(
    lake_of_samples: Lake,
):
    found = [one for one in sites_of(lake_of_samples, "ti-8404") if len(one.communes) > 1]
    assert found
    for one in found:
        assert one.genre is Genre.ETS
        assert " ou " in commune_names(one)


def test_a_sample_says_nothing_of_the_country(lake_of_samples: Lake):
    assert unverified_share(lake_of_samples) is None
    assert sites_of(lake_of_samples, "ti-0101") == ()


def test_nothing_is_known_of_a_kind_whose_source_is_not_loaded(tmp_path):
    empty = Lake(tmp_path)
    assert loaded_kinds(empty) == frozenset()
    assert sites_of(empty, "ti-8404") == ()


@pytest.mark.shared
def test_more_than_half_of_the_brownfields_of_the_country_were_never_verified(
    lake_of_shared: Lake,
):
    share = unverified_share(lake_of_shared)
    assert share == pytest.approx(0.54, abs=0.01)
