"""Where the site of a study is: nothing wrong is kept, everything wrong is said at once."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.records.studies.location import (
    Location,
    checked,
    distance_km,
    location_of,
    read_contour,
    surface_of,
)

CLERMONT = "63113"
SQUARE = shapely.geometry.mapping(shapely.box(3.10, 45.785, 3.105, 45.79))
HERE = Location(adresse=" Rue de Cataroux ", longitude=3.101029, latitude=45.78971)


def faults(location):
    with pytest.raises(UserFault) as caught:
        checked(location, CLERMONT)
    return {fault.place.field: fault for fault in caught.value.faults}


def test_what_is_kept_is_what_is_known():
    kept = checked(HERE, CLERMONT).as_dict()
    assert kept == {"adresse": "Rue de Cataroux", "longitude": 3.101029, "latitude": 45.78971}
    assert location_of(kept).as_dict() == kept
    assert location_of({}) == Location()
    assert not Location(origine="cadastre").is_known


def test_an_outline_gives_its_point():
    found = checked(Location(contour=SQUARE), CLERMONT)
    assert surface_of(found.contour).contains(shapely.Point(found.longitude, found.latitude))


def test_a_place_out_of_the_commune_is_refused_and_a_swap_is_guessed():
    paris = faults(Location(longitude=2.35, latitude=48.85))["latitude"]
    assert "342 kilomètres" in paris.message  # 343 to the point: the commune is nearer
    assert "inversées" not in paris.expected
    assert (
        "inversées" in faults(Location(longitude=45.78971, latitude=3.101029))["latitude"].expected
    )
    assert "aucun lieu" in faults(Location(longitude=45.8, latitude=310.0))["latitude"].message


def test_everything_wrong_at_once():
    cross = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    found = faults(Location(longitude=3.1, contour=cross))
    assert found.keys() == {"latitude", "contour"}
    assert "se croise" in found["contour"].message


@pytest.mark.parametrize(
    ("contour", "said"),
    [
        ({"type": "Point", "coordinates": [3.1, 45.78]}, "surface"),
        (shapely.geometry.mapping(shapely.box(7.07e5, 6.52e6, 7.08e5, 6.53e6)), "longitude"),
        (shapely.geometry.mapping(shapely.Point(3.1, 45.78).buffer(0.01, 3_000)), "points"),
        (shapely.geometry.mapping(shapely.box(2.3, 48.8, 2.4, 48.9)), "kilomètres"),
    ],
)
def test_wrong_outlines(contour, said):
    assert said in faults(Location(contour=contour))["contour"].message


def test_a_commune_without_outline_takes_any_place():
    assert distance_km(2.35, 48.85, "99999") is None
    assert checked(Location(longitude=2.35, latitude=48.85), "99999").is_known


def test_files_of_every_shape_give_their_surfaces():
    feature = {"type": "Feature", "properties": {}, "geometry": SQUARE}
    empty = {"type": "Feature", "properties": {}, "geometry": None}
    point = {"type": "Point", "coordinates": [3.1, 45.78]}
    beside = shapely.geometry.mapping(shapely.box(3.11, 45.785, 3.115, 45.79))
    together = {"type": "FeatureCollection", "features": [feature, empty]}
    for data in (SQUARE, feature, together):
        assert surface_of(read_contour(json.dumps(data))).equals(surface_of(SQUARE))
    two = {"type": "FeatureCollection", "features": [feature, {**feature, "geometry": beside}]}
    assert read_contour(json.dumps(two))["type"] == "MultiPolygon"
    for data in (point, {"type": "FeatureCollection", "features": [empty]}):
        with pytest.raises(UserFault, match="aucune surface"):
            read_contour(json.dumps(data))


@given(st.one_of(st.text(max_size=40), st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "geometry", "features", "coordinates"]), inner),
    max_leaves=6,
).map(json.dumps)))  # fmt: skip
def test_whatever_is_sent_is_refused_in_french(text):
    with pytest.raises(UserFault):
        read_contour(text)
