"""Clients of OSRM and Valhalla against a server that answers as they document. No database."""

import socket
from collections.abc import Sequence

import pytest

from essor.foundations.errors import UserFault
from essor.records.terres_distances.asking import SIDE, Ends, ask
from essor.records.terres_distances.calls import Answer, Call, Leg, Point, rounded
from essor.records.terres_distances.fetching import fetch_json
from essor.records.terres_distances.service import (
    Engine,
    Service,
    configured_service,
    read_service,
)
from tests.records.terres_distances.server import ISLAND, SEA, World, listening, metres

ENGINES = pytest.mark.parametrize("engine", list(Engine))


def at_once(call: Call) -> Answer:
    return fetch_json(call, timeout_s=5, sleep=lambda seconds: None)


def service_of(world: World, engine: Engine, **how: str) -> Service:
    return read_service(engine, world.url + "/", **how)


def grid(origins: Sequence[Point], ends: Sequence[Point]) -> set[Ends]:
    return {(origin, end) for origin in origins for end in ends}


def points(count: int, lat: float) -> list[Point]:
    return [rounded(3 + i / 1000, lat) for i in range(count)]


def asked(service: Service, wanted: set[Ends]) -> tuple[dict[Ends, Leg], set[str]]:
    batches = list(ask(service, wanted, fetch=at_once))
    return {way: leg for legs, _ in batches for way, leg in legs.items()}, {v for _, v in batches}


def km(way: Ends) -> float | None:
    found = metres((way[0].lon, way[0].lat), (way[1].lon, way[1].lat))
    return None if found is None else found / 1000


@ENGINES
@pytest.mark.parametrize("is_brief", [False, True])
def test_kilometres_minutes_and_the_version_of_the_roads(engine: Engine, is_brief: bool) -> None:
    with listening(is_brief=is_brief) as world:
        wanted = grid(points(3, 45.7), points(2, 45.8))
        legs, versions = asked(service_of(world, engine), wanted)
    assert {way: leg.km for way, leg in legs.items()} == {way: km(way) for way in wanted}
    assert all(
        leg.minutes == pytest.approx(leg.km / 15 * 1000 / 60, abs=0.02) for leg in legs.values()
    )
    expected = (
        {"2026-10-01T00:00:00Z"} if engine is Engine.OSRM else {"3.5.1, routes du 2026-09-21"}
    )
    assert versions == expected


@ENGINES
def test_a_large_grid_goes_by_tables(engine: Engine) -> None:
    with listening() as world:
        wanted = grid(points(SIDE + 5, 45.7), points(2 * SIDE + 1, 45.8))
        legs, _ = asked(service_of(world, engine), wanted)
        assert world.tables == 2 * 3
    assert legs.keys() == wanted


@ENGINES
def test_a_server_with_small_limits_is_asked_by_halves(engine: Engine) -> None:
    with listening(most_cells=6) as world:
        wanted = grid(points(7, 45.7), points(5, 45.8))
        legs, _ = asked(service_of(world, engine), wanted)
    assert {way: leg.km for way, leg in legs.items()} == {way: km(way) for way in wanted}


@ENGINES
def test_a_server_that_takes_no_point_is_a_fault(engine: Engine) -> None:
    with listening(most_cells=0) as world, pytest.raises(UserFault, match="trop grand"):
        asked(service_of(world, engine), grid(points(2, 45.7), points(2, 45.8)))


@ENGINES
def test_a_point_without_road_stays_unknown_and_spoils_no_other(engine: Engine) -> None:
    with listening() as world:
        lost = Point(*SEA)
        wanted = grid([*points(20, 45.7), lost], [*points(20, 45.8), lost])
        legs, _ = asked(service_of(world, engine), wanted)
        assert world.tables < 25  # found by halves, not by asking every cell
    unknown = {way for way, leg in legs.items() if leg.km is None}
    assert unknown == {way for way in wanted if lost in way}
    assert {legs[way].why for way in unknown} == {
        f"aucune route près de ce point, d'après {engine.label}"
    }


@ENGINES
def test_a_pair_without_way_stays_unknown(engine: Engine) -> None:
    with listening() as world:
        island = Point(*ISLAND)
        wanted = grid([*points(3, 45.7), island], [*points(3, 45.8), island])
        legs, _ = asked(service_of(world, engine), wanted)
    unknown = {way for way, leg in legs.items() if leg.km is None}
    assert unknown == {way for way in wanted if (way[0] == island) != (way[1] == island)}
    assert all(legs[way].why for way in unknown)
    assert legs[island, island].km == 0


@ENGINES
def test_what_passes_is_tried_again(engine: Engine) -> None:
    with listening() as world:
        world.first += [(503, b"{}"), (429, b"{}")]
        legs, _ = asked(service_of(world, engine), grid(points(1, 45.7), points(1, 45.8)))
        assert len(legs) == 1


@ENGINES
@pytest.mark.parametrize(
    ("first", "said"),
    [
        ((200, b"<html>Bonjour</html>"), "n'est pas du JSON"),
        ((302, b"{}"), "refuse"),
        (
            (200, b'{"code": "Ok", "distances": [[1]], "sources_to_targets": [[1]]}'),
            "ne se lit pas",
        ),
        ((200, b"[]"), None),
        ((403, b'{"error": "non", "error_code": 101}'), "refuse la demande"),
    ],
)
def test_an_answer_that_is_none_is_a_fault(
    engine: Engine, first: tuple[int, bytes], said: str | None
) -> None:
    with listening() as world:
        world.first += [first] * 4
        with pytest.raises(UserFault, match=said) as caught:
            asked(service_of(world, engine), grid(points(1, 45.7), points(1, 45.8)))
        assert not any("ailleurs" in path for path in world.heard)  # no redirection is followed
    assert world.url in str([fault.value for fault in caught.value.faults])


@ENGINES
@pytest.mark.parametrize("cell", ["-1", "true", '"12"', "1e999", "NaN"])
def test_a_cell_that_is_no_distance_is_a_fault(engine: Engine, cell: str) -> None:
    body = {
        Engine.OSRM: f'{{"code": "Ok", "distances": [[{cell}]], "durations": [[1]]}}',
        Engine.VALHALLA: f'{{"sources_to_targets": [[{{"distance": {cell}, "time": 1}}]]}}',
    }[engine]
    with listening() as world:
        world.first += [(200, body.encode())] * 2
        with pytest.raises(UserFault, match="ne se lit pas"):
            asked(service_of(world, engine), grid(points(1, 45.7), points(1, 45.8)))


def test_osrm_that_computes_no_distance_says_what_it_lacks() -> None:
    with listening() as world:
        world.first.append((400, b'{"code": "NotImplemented", "message": "..."}'))
        with pytest.raises(UserFault, match="osrm-contract"):
            asked(service_of(world, Engine.OSRM), grid(points(1, 45.7), points(1, 45.8)))


def test_valhalla_without_the_vehicle_says_so() -> None:
    with listening() as world:
        service = service_of(world, Engine.VALHALLA, profile="camion")
        with pytest.raises(UserFault, match="profil de véhicule"):
            asked(service, grid(points(1, 45.7), points(1, 45.8)))


def test_miles_are_refused() -> None:
    with listening() as world:
        body = b'{"sources_to_targets": [[{"distance": 1, "time": 1}]], "units": "miles"}'
        world.first += [(200, b"{}"), (200, body)]
        with pytest.raises(UserFault, match="ne se lit pas"):
            asked(service_of(world, Engine.VALHALLA), grid(points(1, 45.7), points(1, 45.8)))


def test_a_server_that_is_down_is_a_fault_after_three_attempts() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    waits: list[float] = []
    with pytest.raises(UserFault) as caught:
        fetch_json(Call(url=f"http://127.0.0.1:{port}/x"), timeout_s=1, sleep=waits.append)
    assert "après 3 essais" in caught.value.faults[0].sentence()
    assert "connexion refusée" in caught.value.faults[0].sentence()
    assert waits == [0.5, 2.0]


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/x"
        with pytest.raises(UserFault, match="ne répond pas"):
            fetch_json(Call(url=url), timeout_s=0.05, sleep=lambda seconds: None)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:5000",
        "ftp://a",
        "http://",
        "http://a?b=1",
        "http://u:p@a",
        "http://a:x",
        "http://a b",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UserFault, match="ne se lit pas"):
        read_service(Engine.OSRM, address)


@pytest.mark.parametrize("profile", ["../x", "a b", "Truck", "é", " "])
def test_a_profile_that_is_none_is_refused(profile: str) -> None:
    with pytest.raises(UserFault, match="profil"):
        read_service(Engine.OSRM, "http://127.0.0.1:5000", profile=profile)


def test_no_server_is_asked_unless_the_installation_names_one() -> None:
    assert configured_service({}) is None
    found = configured_service({"ESSOR_VALHALLA_URL": " http://127.0.0.1:8002/ "})
    assert found == Service(engine=Engine.VALHALLA, base="http://127.0.0.1:8002", profile="truck")
