"""The instance file: every fault at once with its path, and nothing lost on the way back."""

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform, Site
from essor.engines.terres.reading import read_instance
from essor.engines.terres.vocabulary import OutletKind, kind_of
from essor.engines.terres.writing import RENAMED, data_sha256, instance_json
from essor.foundations.errors import Fault, UserFault
from tests.engines.terres.instances import COSTS, random_instance


def small() -> dict:
    return {
        "periods": 4,
        "lots": [
            {
                "id": "L1",
                "site": "Cataroux",
                "class": "inerte",
                "waste_code": "17 05 04",
                "first_period": 0,
                "tonnes_per_period": [100, 50.5],
                "max_wait_periods": 1,
                "lon": 3.09,
                "lat": 45.79,
            }
        ],
        "outlets": [
            {"id": "R1", "kind": "isdi", "accepts": ["inerte"], "lon": 3.2, "lat": 45.8},
        ],
        "costs": {
            "eur_per_tkm": 0.12,
            "loading_eur_t": 2,
            "holding_eur_t_period": 0.5,
            "unserved_eur_t": 100,
            "kgco2e_per_tkm": 0.106,
        },
    }


def paths(data: object, **how) -> list[str]:
    with pytest.raises(UserFault) as caught:
        read_instance(data, **how)
    return [fault.place.field or "" for fault in caught.value.faults]


def test_a_plain_file_reads():
    found = read_instance(small())
    assert found.lots[0].tonnes_per_period == (100.0, 50.5)
    assert found.lots[0].last_period == 2
    assert found.outlets[0].kind is OutletKind.ISDI
    assert (found.costs.detour, found.costs.access_km) == (1.0, 0.0)
    assert found.window(found.outlets[0]) == (0, 3)


def test_every_fault_comes_at_once_with_its_path():
    data = small()
    data["lots"].append(
        data["lots"][0]
        | {"tonnes_per_period": [1, -2, math.nan, "3", None], "lat": 120, "colour": "brown"}
    )
    data["outlets"][0] |= {"opens": 3, "closes": 1, "kind": "lune", "capacity_t": -1}
    data["costs"].pop("unserved_eur_t")
    data["surprise"] = 1
    assert (
        paths(data)
        == [
            "lots[1].id",
            "lots[1].tonnes_per_period[1]",
            "lots[1].tonnes_per_period[2]",
            "lots[1].tonnes_per_period[3]",
            "lots[1].tonnes_per_period[4]",
            "lots[1].tonnes_per_period",
            "lots[1].lat",
            "lots[1].id",
            "lots[1].colour",
            "outlets[0].closes",
            "outlets[0].kind",
            "outlets[0].capacity_t",
            "costs.unserved_eur_t",
            "surprise",
        ][1:]
    )


def test_pairs_name_known_places_once():
    data = small()
    data["outlets"].append({"id": "R2", "kind": "carriere"})
    data["platforms"] = [{"id": "P1"}]
    data["pairs"] = [
        {"lot": "L1", "outlet": "R1", "km": 5},
        {"lot": "L1", "outlet": "R1", "km": 6},
        {"lot": "L9", "outlet": "R1", "km": 5},
        {"lot": "L1", "platform": "P1", "outlet": "R1", "km": 5},
        {"lot": "L1", "outlet": "R2", "km": -5},
        {"platform": "P1", "outlet": "R2", "km": 5, "provenance": "OSRM"},
        "L1",
    ]
    assert paths(data) == ["pairs[1]", "pairs[2].lot", "pairs[3].lot", "pairs[4].km", "pairs[6]"]
    data["pairs"] = [data["pairs"][0], data["pairs"][5]]
    found = read_instance(data)
    assert found.outlets[1].accepts == ("*",)
    assert [pair.provenance for pair in found.pairs] == ["donnée", "OSRM"]


def test_without_pairs_places_need_coordinates_and_classes():
    data = small()
    data["lots"][0].pop("lon")
    data["outlets"][0].pop("accepts")
    assert paths(data) == ["lots[0].lon", "outlets[0].accepts"]


def test_costs_may_come_from_the_defaults():
    data = small()
    data["costs"] = {"eur_per_tkm": 9}
    found = read_instance(data, defaults=COSTS).costs
    assert (found.eur_per_tkm, found.detour) == (9.0, 1.3)
    assert "costs.loading_eur_t" in paths(data)


@pytest.mark.parametrize("data", [None, [], "x", {}, {"periods": 1e30}, {"periods": True}])
def test_what_is_not_an_instance_is_refused(data: object):
    assert paths(data)


def test_numbers_as_identifiers_are_taken_as_text():
    data = small()
    data["lots"][0]["id"], data["outlets"][0]["id"] = 0, 1
    data["pairs"] = [{"lot": 0, "outlet": 1, "km": 3}]
    assert read_instance(data).pairs[0].origin_id == "0"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ISDI", OutletKind.ISDI),
        ("Carrière", OutletKind.CARRIERE),
        ("inert_landfill", OutletKind.ISDI),
        ("lune", None),
    ],
)
def test_kinds_have_synonyms(word: str, kind: OutletKind | None):
    assert kind_of(word) is kind


@pytest.mark.parametrize("seed", range(20))
def test_writing_then_reading_loses_nothing(seed: int):
    one = random_instance(seed, platforms=2, sites=2, needs=True, explicit=seed % 2 == 0)
    text = json.dumps(instance_json(one), allow_nan=False)
    again = read_instance(json.loads(text))
    assert again == one
    assert data_sha256(again) == data_sha256(one)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def spots(data: object, path: tuple = ()) -> list[tuple]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in items:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += spots(value, (*path, key))
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_file_makes_the_reader_crash(data: st.DataObject):
    whole = json.loads(
        json.dumps(instance_json(random_instance(4, platforms=1, sites=1, explicit=True)))
    )
    for _ in range(data.draw(st.integers(1, 3))):
        spot = data.draw(st.sampled_from(spots(whole)))
        inside = whole
        for key in spot[:-1]:
            inside = inside[key]
        inside[spot[-1]] = data.draw(VALUES)
        if not spots(whole):
            break
    assert all(fault.message and fault.place.field for fault in faults_of(whole))


def faults_of(data: object) -> tuple[Fault, ...]:
    try:
        read_instance(data)
    except UserFault as error:
        return error.faults
    return ()


SCHEMA = Path(__file__).parents[3] / "docs/schemas/terres-instance.schema.json"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("lots", Lot), ("outlets", Outlet), ("platforms", Platform), ("sites", Site), ("pairs", Pair)],
)
def test_the_documented_schema_has_every_field_and_no_other(name: str, kind: type):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    item = schema["properties"][name]["items"]
    assert set(item["properties"]) == {RENAMED.get(one.name, one.name) for one in fields(kind)}
    assert item["additionalProperties"] is False


def test_the_documented_schema_names_the_whole_and_the_costs():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(schema["properties"]) == {one.name for one in fields(Instance)}
    assert set(schema["properties"]["costs"]["properties"]) == {one.name for one in fields(Costs)}
    described = schema["properties"]["outlets"]["items"]["properties"]["kind"]["description"]
    assert all(kind.value in described for kind in OutletKind)
