"""How old the data are on a day, how complete they are, and what to do about it."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from essor.commands import observatoire
from essor.observatory.advice import advice_on
from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.completeness import completeness
from essor.observatory.freshness import Etat, Freshness, alerts, freshness, period
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import NON_CHARGE, SANS_DONNEE, values_of

DAY = dt.date(2026, 11, 23)


def aged(*, read_on: dt.date, stops_on: dt.date | None, on: dt.date) -> Freshness:
    source = replace(get_source("insee_flores"), refresh_days=365)
    return Freshness(
        source=source, etat=Etat.CHARGE, on=on, read_on=read_on, stops_on=stops_on
    )  # fmt: skip


def test_a_source_is_overdue_the_day_after_its_period() -> None:
    read_on = dt.date(2025, 1, 1)
    last = read_on + dt.timedelta(days=365)
    assert not aged(read_on=read_on, stops_on=None, on=last).is_alert
    late = aged(read_on=read_on, stops_on=None, on=last + dt.timedelta(days=1))
    assert late.is_overdue
    (sentence,) = late.sentences()
    assert "1er\u00a0janvier\u00a02025" in sentence
    assert "chaque année" in sentence


def test_data_are_old_after_two_periods_even_when_read_today() -> None:
    stops_on = dt.date(2023, 12, 31)
    last = stops_on + dt.timedelta(days=730)
    assert not aged(read_on=last, stops_on=stops_on, on=last).is_old
    later = last + dt.timedelta(days=1)
    old = aged(read_on=later, stops_on=stops_on, on=later)
    assert (old.is_old, old.is_overdue, old.is_alert) == (True, False, True)
    assert aged(read_on=later, stops_on=None, on=later).sentences() == ()


@pytest.mark.parametrize(
    ("days", "said"),
    [(31, "chaque mois"), (90, "tous les 3 mois"), (365, "chaque année"), (1095, "tous les 3 ans")],
)
def test_a_period_is_said_in_french(days: int, said: str) -> None:
    assert period(days) == said


def test_nothing_loaded_is_no_alert(lake: Lake) -> None:
    found = freshness(lake, on=DAY)
    assert {one.etat for one in found} == {Etat.JAMAIS}
    assert alerts(lake, on=DAY) == ()
    assert len(found) == len(list_sources())


def test_a_sample_is_as_old_as_the_day_it_was_cut_out(lake_of_samples: Lake) -> None:
    found = {one.source.name: one for one in freshness(lake_of_samples, on=DAY)}
    assert found["georisques_irep"].etat is Etat.ECHANTILLON
    assert found["georisques_irep"].read_on == dt.date(2026, 11, 23)
    assert found["georisques_irep"].is_old, "2019 is long ago for what is published each year"
    assert not found["urssaf_branches"].is_alert
    later = {one.source.name for one in alerts(lake_of_samples, on=dt.date(2028, 1, 1))}
    assert "urssaf_branches" in later
    assert "cerema_enaf" not in later, "never loaded is missing, not old"


def test_completeness_says_what_the_values_say(lake_of_samples: Lake) -> None:
    found = completeness(lake_of_samples)
    assert len(found.territoires) == 183
    told = {one.indicator.id: one for one in values_of(
        lake_of_samples, niveau="territoire", code="ti-8404")}  # fmt: skip
    for indicator in list_indicators():
        cell, value = found.cell("ti-8404", indicator), told[indicator.id]
        assert (cell.niveau == "") == (value.status in (NON_CHARGE, SANS_DONNEE)), indicator.id
        if cell.niveau:
            assert cell.niveau == value.lieu.niveau, indicator.id
        assert found.cell("ti-0101", indicator).status == NON_CHARGE
        assert found.counts(indicator).total() == 183
    by_id = {one.id: one for one in list_indicators()}
    assert found.cell("ti-8404", by_id["difficulte_recrutement"]).status == "intervalle"
    assert found.cell("ti-8404", by_id["emploi_salarie_prive"]).status == "connu"


def test_an_empty_lake_is_complete_of_nothing(lake: Lake) -> None:
    found = completeness(lake)
    assert found.territoires == {}
    assert {found.cell("ti-8404", one).status for one in list_indicators()} == {NON_CHARGE}


def test_what_to_type_depends_on_how_a_file_is_brought() -> None:
    assert "--territoire" in advice_on(get_source("hubeau_prelevements")).command
    by_hand = advice_on(get_source("cnig_sites_economiques"))
    assert "--depuis DOSSIER" in by_hand.command
    assert by_hand.files
    assert "--depuis" not in advice_on(get_source("cerema_enaf")).command
    for source in list_sources():
        assert advice_on(source).command.startswith("essor observatoire rafraichir")


def test_the_command_tells_the_state_on_a_day(
    lake_of_samples: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSOR_DIR", str(tmp_path))
    shutil.copytree(lake_of_samples.root, tmp_path / "observatoire")
    said = CliRunner().invoke(observatoire.group, ["etat", "--le", "2026-11-23"])
    assert said.exit_code == 0, said.output
    assert "cerema_enaf\u00a0: jamais chargée" in said.output
    assert "31\u00a0décembre\u00a02019" in said.output
    strict = CliRunner().invoke(observatoire.group, ["etat", "--strict", "--json"])
    assert strict.exit_code == 1
    told = {one["source"]: one for one in json.loads(strict.output)}
    assert told["georisques_irep"]["ancienne"] is True
    assert told["cerema_enaf"]["lue_le"] is None
