"""Zones come and go; the ranges of the others stay theirs."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.engines.friches.loading import load_profile
from essor.engines.friches.reading import read_study
from essor.engines.friches.uncertainty.laws import read_laws
from essor.foundations.errors import UserFault
from essor.records.studies.zones import (
    PhaseAnswer,
    ZoneAnswer,
    with_zone,
    without_zone,
    zones_of,
)
from essor.references.loader import parameters
from tests.records.studies.made import DAY, make_inputs

LAW = {"loi": "triangulaire", "bas": 1.0, "mode": 2.0, "haut": 3.0}
PHASES = (PhaseAnswer(share=0.4, delay_years=0), PhaseAnswer(share=0.6, delay_years=3))


def answer(nom: str, **values: Any) -> ZoneAnswer:
    facts: dict[str, Any] = {
        "surface_ha": 2.0,
        "activite": "industrielle",
        "programme": "industrie",
        "porteur": "epci",
        "decide_le": dt.date(2028, 1, 1),
    }
    return ZoneAnswer(nom=nom, **{**facts, **values})


def owners(inputs: dict[str, Any]) -> dict[str, str]:
    """Return the mark of each zone's law by the name of the zone, as the engine reads it."""
    profile = load_profile("france-2025", parameters(), on=DAY)
    study = read_study(inputs, parameters=profile.parameters)
    read_laws(inputs.get("incertitudes") or {}, study=study, parameters=profile.parameters)
    alone = len(study.zones) == 1
    laws = inputs.get("incertitudes", {})
    return {
        zone.name: laws[f"{zone.prefix(is_alone=alone)}projet.achat_eur"]["haut"]
        for zone in study.zones
        if f"{zone.prefix(is_alone=alone)}projet.achat_eur" in laws
    }


def marked(inputs: dict[str, Any], number: int, mark: float) -> dict[str, Any]:
    names = [zone["nom"] for zone in inputs["zones"]]
    prefix = "" if len(names) == 1 else f"{names[number]}/"
    laws = {**inputs.get("incertitudes", {}), f"{prefix}projet.achat_eur": LAW | {"haut": mark}}
    return {**inputs, "incertitudes": laws}


def test_answers_come_back_as_they_were_given() -> None:
    inputs = with_zone(make_inputs(), answer("Halle", phases=PHASES))
    assert zones_of(inputs)[1] == answer("Halle", phases=PHASES)
    assert inputs["zones"][0] == make_inputs()["zones"][0]


def test_phases_that_are_taken_back_leave_nothing() -> None:
    inputs = with_zone(make_inputs(), answer("Site", phases=PHASES), number=0)
    assert "phases" in inputs["zones"][0]["projet"]
    bare = with_zone(inputs, answer("Site"), number=0)
    assert "phases" not in bare["zones"][0]["projet"]


def test_numbers_already_given_are_kept() -> None:
    inputs = make_inputs()
    inputs["zones"][0]["projet"]["achat_eur"] = 12.0
    changed = with_zone(inputs, answer("Site", surface_ha=9.0), number=0)
    assert changed["zones"][0]["projet"]["achat_eur"] == 12.0
    assert changed["zones"][0]["site"]["surface_m2"] == 90_000


def test_a_name_is_taken_once_and_the_last_zone_stays() -> None:
    with pytest.raises(UserFault, match="déjà ce nom"):
        with_zone(make_inputs(), answer("Site"))
    with pytest.raises(UserFault, match="au moins une zone"):
        without_zone(make_inputs(), number=0)


@given(st.lists(st.sampled_from(["add", "rename", "remove"]), max_size=8), st.data())
def test_each_range_follows_its_zone(moves: list[str], data: st.DataObject) -> None:
    inputs = marked(make_inputs(), 0, 100.0)
    expected = {"Site": 100.0}
    for step, move in enumerate(moves):
        number = data.draw(st.integers(0, len(inputs["zones"]) - 1))
        nom = inputs["zones"][number]["nom"]
        if move == "add":
            inputs = with_zone(inputs, answer(f"Z{step}"))
            inputs = marked(inputs, len(inputs["zones"]) - 1, 200.0 + step)
            expected[f"Z{step}"] = 200.0 + step
        elif move == "rename":
            now = replace(zones_of(inputs)[number], nom=f"R{step}")
            inputs = with_zone(inputs, now, number=number)
            expected[f"R{step}"] = expected.pop(nom)
        elif len(inputs["zones"]) > 1:
            inputs = without_zone(inputs, number=number)
            del expected[nom]
        assert owners(inputs) == expected
