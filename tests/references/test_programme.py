"""The content of the programme parameters, against the data it describes."""

import csv
from datetime import date

import pytest

from essor.references.loader import parameter, parameters
from essor.references.parameter import Status


def test_phases_follow_one_another_without_gap():
    first, second = parameter("programme/phases").values
    assert (second.valid_from - first.ends_on).days == 1
    assert second.period.label() == "2023-2027"


def test_axes_of_the_second_phase_are_four():
    assert len(parameter("programme/axes").at(date(2024, 1, 1)).items) == 4


def test_envelope_of_the_second_phase_states_both_readings():
    value = parameter("programme/enveloppe_nationale").at(date(2024, 1, 1))
    assert value.value is None
    assert (value.low, value.high) == (100_000_000, 500_000_000)
    assert len(value.references) >= 2


def test_no_parameter_claims_a_check_it_did_not_have():
    assert {one.status for one in parameters().values()} <= set(Status)
    assert all(one.references for one in parameters().values())


@pytest.mark.shared
def test_counts_agree_with_the_official_list(shared_dir):
    path = shared_dir / "data/territoires_industrie/ti_phase2_epci.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    day = date(2024, 7, 4)
    territories = {row["id_ti"] for row in rows}
    assert parameter("programme/nombre_territoires").at(day).value == len(territories)
    members = {row["siren_epci"] for row in rows}
    groupings = {siren for siren in members if not siren.startswith("21")}
    assert parameter("programme/nombre_intercommunalites").at(day).value == len(groupings)
