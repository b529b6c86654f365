"""Each table is written once: its lines make its total on screen, in files and on paper."""

from decimal import Decimal

import pytest

from essor.engines.friches.loading import load_profile
from essor.references.loader import parameters
from essor.reports.etude_friche import accounts, tables
from essor.reports.etude_friche.assumptions import Origin, assumptions_of, counted
from tests.reports.etude_friche.conftest import ON, changed, computed


def profile():
    return load_profile("france-2025", parameters(), on=ON)


PAID = {"achat_eur": 3_000_000, "subventions_eur": {"aides": 1_000_000}}
ADDED = ("valeur", "gains", "bilan", "impacts", "statu-quo")


@pytest.fixture(scope="module", params=["france-2025", "benefriches"])
def sheet(request):
    return computed(profil=request.param, projet=PAID).sheet


@pytest.mark.parametrize("name", ADDED)
def test_the_lines_of_a_file_make_its_total_to_the_euro(sheet, name):
    table = tables.FILES[name](sheet)
    assert table.has_total
    column = [row[1] for row in table.exact]
    assert all(isinstance(amount, Decimal) for amount in column)
    assert abs(sum(column[:-1]) - column[-1]) < 1
    assert len(column) > 2


def test_the_totals_are_those_of_the_computation(sheet):
    found = sheet.results
    totals = {name: tables.FILES[name](sheet).exact[-1][1] for name in ADDED}
    assert totals == {
        "valeur": Decimal(str(round(found["van_socioeconomique_eur"], 2))),
        "gains": Decimal(str(round(found["van_socioeconomique_eur"], 2))),
        "bilan": Decimal(str(round(found["bilan_amenageur_eur"], 2))),
        "impacts": Decimal(str(round(found["impacts_indirects_eur"], 2))),
        "statu-quo": Decimal(str(round(found["statu_quo_eur"], 2))),
    }


def test_what_changes_hands_is_said_and_the_reference_only_rounds(sheet):
    labels = {name: [row[0] for row in tables.FILES[name](sheet).cells] for name in ADDED}
    is_corrected = sheet.profil == "france-2025"
    assert (accounts.BETWEEN in labels["valeur"]) is is_corrected, "the aid is paid by the State"
    assert (accounts.TRANSFERS in labels["impacts"]) is is_corrected
    assert (accounts.TRANSFERS in labels["statu-quo"]) is is_corrected


@pytest.mark.parametrize("count", [1, 5, 100])
def test_a_shortened_account_still_makes_its_total(sheet, count):
    whole = accounts.impacts_account(sheet.results)
    short = whole.shortened(count)
    assert sum(line.eur for line in short.lines) == pytest.approx(
        sum(line.eur for line in whole.lines)
    )
    assert short.total == whole.total
    assert len(short.lines) <= max(count + 2, len(whole.lines) if count == 100 else 0)
    assert (accounts.OTHERS in [line.label for line in short.lines]) is (count < 100)


def test_the_file_has_every_year_and_the_screen_every_five(sheet):
    first, last = sheet.results["annees"]
    years = [row[0] for row in tables.FILES["cumul"](sheet).cells]
    assert years == [str(year) for year in range(first, last + 1)]
    shown = [int(row[0]) for row in tables.SCREEN["cumul"](sheet).cells]
    assert shown[0] == first
    assert shown[-1] == last
    assert len(shown) < len(years) / 4


def test_a_fact_of_the_commune_is_public_unless_the_study_changes_it(facts):
    said = {one.label: one.origin for one in facts.assumptions if "Commune" in one.group}
    assert set(said.values()) == {Origin.PUBLIC}
    commune = facts.sheet.inputs["commune"] | {"population": 150_000}
    found = changed(facts, inputs=facts.sheet.inputs | {"commune": commune})
    again = assumptions_of(found.sheet.inputs, found.sheet.results["lois"], profile=profile())
    origins = {one.label: one.origin for one in again if "Commune" in one.group}
    assert origins["Population"] is Origin.GIVEN
    assert origins["Superficie"] is Origin.PUBLIC


def test_the_count_says_every_number_once(facts):
    words = counted(facts.assumptions)
    numbers = [int(word) for word in words.replace("\u00a0", " ").split() if word.isdecimal()]
    assert numbers[0] == sum(numbers[1:]) == len(facts.assumptions)
    assert "1 supposé et tiré" in words
