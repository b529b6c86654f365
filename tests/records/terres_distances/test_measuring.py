"""Distances of an instance: asked once, kept with their provenance, never invented."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from essor.engines.terres.distances import read_matrix
from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.errors import UserFault
from essor.records.terres_distances import cache
from essor.records.terres_distances.calls import Answer, Call
from essor.records.terres_distances.fetching import fetch_json
from essor.records.terres_distances.measuring import Forgetful, Kept, Roads, road_distances
from essor.records.terres_distances.models import DistanceRoutiere
from essor.records.terres_distances.routes import candidates, from_answers, from_matrix, measured
from essor.records.terres_distances.service import Engine, Service, read_service
from tests.records.terres_distances.server import SEA, listening

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
COSTS = Costs(
    eur_per_tkm=0.1,
    loading_eur_t=2,
    holding_eur_t_period=0.1,
    unserved_eur_t=500,
    kgco2e_per_tkm=0.1,
    detour=1.3,
    access_km=1.5,
)


def lot(name: str, lon: float | None, lat: float | None = 45.7) -> Lot:
    return Lot(
        id=name,
        site="s",
        soil_class="K1",
        first_period=0,
        tonnes_per_period=(10,),
        lon=lon,
        lat=lat,
    )


def instance(*lots: Lot) -> Instance:
    return Instance(
        periods=2,
        lots=lots or (lot("A", 3.1), lot("B", 3.2), lot("C", SEA[0], SEA[1])),
        outlets=(
            Outlet(id="carriere", kind=OutletKind.CARRIERE, lon=3.3, lat=45.9),
            Outlet(id="isdi", kind=OutletKind.ISDI, lon=3.0, lat=45.6, accepts=("K2",)),
        ),
        platforms=(Platform(id="plateforme", lon=3.15, lat=45.75),),
        costs=COSTS,
    )


def at_once(call: Call) -> Answer:
    return fetch_json(call, timeout_s=5, sleep=lambda seconds: None)


def roads(
    service: Service, one: Instance, kept: Kept, *, is_fresh: bool = False, at: dt.datetime = NOW
) -> Roads:
    return road_distances(
        one,
        candidates(one),
        service=service,
        fetch=at_once,
        kept=kept,
        clock=lambda: at,
        is_fresh=is_fresh,
    )


def test_only_admissible_pairs_are_measured() -> None:
    pairs = [(pair.origin_id, pair.destination_id) for pair in candidates(instance())]
    assert pairs == [
        ("A", "carriere"),
        ("B", "carriere"),
        ("C", "carriere"),
        ("A", "plateforme"),
        ("B", "plateforme"),
        ("C", "plateforme"),
        ("plateforme", "carriere"),
    ]


def test_a_place_without_coordinates_is_named_with_the_others() -> None:
    one = instance(lot("A", None), lot("B", 3.2, None))
    service = read_service(Engine.OSRM, "http://127.0.0.1:9")
    with pytest.raises(UserFault) as caught:
        roads(service, one, Forgetful())
    assert [fault.message[:7] for fault in caught.value.faults] == ["« A » n", "« B » n"]


def test_an_unknown_pair_is_left_out_or_says_that_it_is_an_estimate() -> None:
    one = instance()
    with listening() as world:
        found = roads(read_service(Engine.VALHALLA, world.url), one, Forgetful())
    strict = measured(candidates(one), from_answers(found.found), is_estimate_kept=False)
    loose = measured(candidates(one), from_answers(found.found), is_estimate_kept=True)
    assert [(u.origin_id, u.destination_id, u.is_replaced) for u in strict.unknown] == [
        ("C", "carriere", False),
        ("C", "plateforme", False),
    ]
    assert {pair.lot for pair in strict.pairs} == {"A", "B", None}
    provenance = {pair.provenance for pair in strict.pairs}
    assert provenance == {
        f"Valhalla (truck), {world.url}, données 3.5.1, routes du 2026-09-21, demandé le 23/11/2026"
    }
    estimated = [pair for pair in loose.pairs if pair.lot == "C"]
    assert {pair.provenance for pair in estimated} == {
        "à vol d'oiseau × détour (aucune route près de ce point, d'après Valhalla)"
    }
    assert [pair.km for pair in estimated] == [
        pair.km for pair in candidates(one) if pair.lot == "C"
    ]


def test_a_given_pair_keeps_its_own_distance_only_when_asked() -> None:
    pair = Pair(lot="A", outlet="carriere", km=12.0)
    matrix = read_matrix("origine;destination;km\nB;carriere;9\n")
    assert measured([pair], from_matrix(matrix), is_estimate_kept=False).pairs == ()
    (kept,) = measured([pair], from_matrix(matrix), is_estimate_kept=True).pairs
    assert (kept.km, kept.provenance) == (12.0, "donnée (absente de la matrice)")


def test_a_matrix_gives_its_kilometres_and_says_so() -> None:
    matrix = read_matrix("origine;destination;km;min\nA;carriere;17,5;25\n")
    (pair,) = measured(
        [Pair(lot="A", outlet="carriere", km=1.0)], from_matrix(matrix), is_estimate_kept=False
    ).pairs
    assert (pair.km, pair.minutes, pair.provenance) == (17.5, 25.0, "matrice importée")


@pytest.mark.django_db
def test_nothing_is_asked_twice_unless_wanted_fresh() -> None:
    one = instance()
    with listening() as world:
        service = read_service(Engine.OSRM, world.url)
        first = roads(service, one, cache)
        calls = len(world.heard)
        again = roads(service, one, cache)
        assert len(world.heard) == calls
        assert again.found == first.found  # the unknown pair too, with its reason
        assert (first.kept, first.asked, again.kept, again.asked) == (0, 7, 7, 0)
        more = roads(service, instance(lot("A", 3.1), lot("D", 3.4)), cache)
        assert (more.kept, more.asked) == (3, 2)
        later = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
        rows = DistanceRoutiere.objects.count()
        fresh = roads(service, one, cache, is_fresh=True, at=later)
        assert fresh.asked == 7
        assert DistanceRoutiere.objects.count() == rows
        known = roads(service, one, cache).found
        assert {found.provenance[-10:] for found in known.values()} == {"02/01/2027"}


@pytest.mark.django_db
def test_another_server_or_vehicle_is_another_answer() -> None:
    one = instance(lot("A", 3.1))
    with listening() as world:
        car = read_service(Engine.OSRM, world.url)
        truck = read_service(Engine.OSRM, world.url, profile="truck")
        roads(car, one, cache)
        assert roads(truck, one, cache).kept == 0
        assert roads(read_service(Engine.VALHALLA, world.url), one, cache).kept == 0
        assert roads(car, one, cache).asked == 0


@pytest.mark.django_db
def test_tables_that_came_before_a_cut_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essor.records.terres_distances.asking.SIDE", 1)
    one = instance(lot("A", 3.1), lot("B", 3.2))
    with listening() as world:
        service = read_service(Engine.OSRM, world.url)

        def cut(call: Call) -> Answer:
            if len(world.heard) == 2:
                raise UserFault.single("coupure")
            return at_once(call)

        with pytest.raises(UserFault, match="Coupure"):
            road_distances(
                one, candidates(one), service=service, fetch=cut, kept=cache, clock=lambda: NOW
            )
        assert roads(service, one, cache).kept == 2


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"km": -1}, {"km": None}, {"km": 3, "why": "parce que"}])
def test_the_database_refuses_a_distance_that_says_nothing(values: dict[str, object]) -> None:
    row = {"engine": "osrm", "address": "http://a", "profile": "driving", "asked_at": NOW}
    place = {"from_lon": 1, "from_lat": 1, "to_lon": 2, "to_lat": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        DistanceRoutiere.objects.create(**row, **place, **values)
