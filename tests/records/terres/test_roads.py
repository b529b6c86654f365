"""Distances of a plan by road: one operation, people's own measures kept, places named."""

import datetime as dt

import pytest

from essor.foundations.errors import UserFault
from essor.records.journal.models import Operation
from essor.records.terres.models import Distance
from essor.records.terres.queries import soils_of
from essor.records.terres.roads import MeasuredRoad, measure_distances, ways_of
from tests.factories import make_plan, system
from tests.records.terres.made import (
    make_chantier,
    make_distance,
    make_exutoire,
    make_plateforme,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)


def test_ways_are_measured_once_and_people_keep_their_own() -> None:
    plan = make_plan()
    site, outlet = make_chantier(plan, code="S"), make_exutoire(plan, code="E")
    platform = make_plateforme(plan, code="P")
    by = system(plan.territoire)
    ways = ways_of(soils_of(plan, by))
    assert set(ways) == {("S", "P"), ("S", "E"), ("P", "E")}
    make_distance(plan, site.code, outlet.code, "12.5")
    rows = [
        MeasuredRoad(
            origine=a, destination=b, km=9.876, source_title="OSRM (driving), http://a, le 23"
        )
        for a, b in ways
    ]
    operations = Operation.objects.count()
    assert measure_distances(by=by, plan=plan, rows=rows, read_on=DAY) == 2
    assert Operation.objects.count() == operations + 1
    kept = {(one.origine, one.destination): one for one in Distance.objects.all()}
    assert str(kept["S", "E"].distance_km) == "12.50"
    assert str(kept["P", "E"].distance_km) == "9.88"
    assert kept["P", "E"].source_title.startswith("OSRM")
    again = [
        MeasuredRoad(
            origine="P", destination="E", km=11, source_title="Valhalla (truck), http://b, le 24"
        )
    ]
    assert measure_distances(by=by, plan=plan, rows=again, read_on=DAY) == 1
    platform.refresh_from_db()
    assert Distance.objects.get(origine="P").distance_km == 11


def test_places_without_a_position_are_all_named() -> None:
    plan = make_plan()
    make_chantier(plan, code="S", latitude=None, longitude=None)
    make_exutoire(plan, code="E", latitude=None, longitude=None)
    with pytest.raises(UserFault) as caught:
        ways_of(soils_of(plan, system(plan.territoire)))
    assert [fault.message[:5] for fault in caught.value.faults] == ["« S »", "« E »"]
