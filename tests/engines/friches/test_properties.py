"""What must hold whatever the study."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.friches.corrections import CORRECTIONS, effects
from essor.engines.friches.inputs import Phase
from essor.engines.friches.loading import dotted
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.quantities import total
from essor.engines.friches.reading import read_study
from essor.engines.friches.rules import ALL_CORRECTIONS
from essor.engines.friches.vocabulary import Activity
from essor.references.loader import parameters
from essor.reports.etude_friche.words import METRICS
from tests.engines.friches.studies import PROGRAMMES, document, study

EXAMPLES = settings(max_examples=25)
sites = {
    "programme": st.sampled_from(PROGRAMMES),
    "activity": st.sampled_from([activity.value for activity in Activity]),
    "area": st.floats(500, 2_000_000),
}


@pytest.fixture(scope="module")
def money():
    """Names of the parameters counted in euros, or in something per euro."""
    units = {dotted(path): one.unit for path, one in parameters().items()}

    def unit_of(name):
        return units.get(name) or units.get(name.rpartition(".")[0], "")

    return unit_of


def richer(one, profile, unit_of, factor):
    """The same study with every amount of money multiplied."""
    numbers = {}
    for name, value in profile.parameters.values.items():
        unit = unit_of(name)
        if unit.startswith("EUR"):
            numbers[name] = value * factor
        elif unit.endswith("MEUR"):
            numbers[name] = value / factor
    zones = [
        replace(
            zone, numbers={k: v * (factor if "eur" in k else 1) for k, v in zone.numbers.items()}
        )
        for zone in one.zones
    ]
    local = one.numbers | {
        "commune.prix_median_eur_m2": one.numbers["commune.prix_median_eur_m2"] * factor
    }
    return replace(one, numbers=local, zones=tuple(zones), parameters=numbers)


@EXAMPLES
@given(**sites)
def test_doubling_all_money_doubles_the_value(france, money, programme, activity, area):
    extra = {"projet": {"achat_eur": 3e5, "subventions_eur": {"etat": 1e5}}}
    one = study(france, programme, activity, area, **extra)
    first, second = evaluate(one, france), evaluate(richer(one, france, money, 2.0), france)
    # Defaults are rounded to the euro once a year.
    slack = 200.0
    assert second.npv_eur == pytest.approx(2 * first.npv_eur, rel=1e-9, abs=slack)
    assert second.balance_eur == pytest.approx(2 * first.balance_eur, rel=1e-9, abs=slack)
    fte = "emplois_remise_en_etat_etp"
    assert second.metrics[fte] == pytest.approx(first.metrics[fte])


@EXAMPLES
@given(**sites)
def test_nothing_is_not_a_number(france, reference, programme, activity, area):
    for profile in (france, reference):
        found = evaluate(study(profile, programme, activity, area), profile)
        assert np.isfinite(found.npv_eur)
        assert np.isfinite(found.status_quo_eur)
        assert all(np.isfinite(value) for value in found.metrics.values())
        assert np.all(np.isfinite(found.cumulative_eur()))


@EXAMPLES
@given(**sites, years=st.integers(1, 49))
def test_a_longer_status_quo_never_costs_less(france, programme, activity, area, years):
    def upkeep(n):
        found = evaluate(study(france, programme, activity, area, annees=n), france)
        return -sum(
            float(flow.amount * zone.clocks.window_sum(flow.clock, flow.start, flow.stop))
            for zone in found.zones.values()
            for flow in zone.status_quo
            if flow.impact.startswith("frais_friche")
        )

    assert upkeep(years + 1) >= upkeep(years)


@EXAMPLES
@given(**sites)
def test_gains_and_losses_add_up_to_the_value(france, programme, activity, area):
    found = evaluate(study(france, programme, activity, area), france)
    shares = total(found.distribution_eur.values())
    assert shares == pytest.approx(found.npv_eur, rel=1e-9, abs=1e-3)
    assert found.cumulative_eur()[-1] == pytest.approx(found.npv_eur, rel=1e-9, abs=1e-3)
    assert found.npv_eur == pytest.approx(
        sum(float(v) for v in found.distribution_eur.values()), rel=1e-9, abs=1e-3
    )


@settings(max_examples=10)  # each is some forty evaluations
@given(**sites)
def test_corrections_add_up_to_the_gap_between_profiles(
    reference, france, programme, activity, area
):
    one = study(france, programme, activity, area)
    start, path = effects(
        lambda profile: evaluate(one, profile).npv_eur, reference=reference, corrected=france
    )
    reached = start + sum(effect.effect_eur for effect in path)
    assert start == pytest.approx(float(evaluate(one, reference).npv_eur))
    assert reached == pytest.approx(float(path[-1].npv_eur), rel=1e-9, abs=1e-3)
    assert path[-1].npv_eur == pytest.approx(
        float(evaluate(one, france).npv_eur), rel=1e-6, abs=10.0
    )


def test_every_rule_belongs_to_one_correction():
    named = [rule for correction in CORRECTIONS for rule in correction.rules]
    assert sorted(named) == sorted(ALL_CORRECTIONS.__slots__)


@EXAMPLES
@given(
    shares=st.lists(st.floats(0.1, 1.0), min_size=2, max_size=4),
    delays=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_order_of_phases_changes_nothing(france, shares, delays, order):
    weight = sum(shares)
    phases = [
        Phase(share=share / weight, delay_years=delay)
        for share, delay in zip(shares, delays, strict=False)
    ]
    mixed = list(phases)
    order.shuffle(mixed)
    one = study(france)

    def npv(rows):
        zones = tuple(replace(zone, phases=tuple(rows)) for zone in one.zones)
        return float(evaluate(replace(one, zones=zones), france).npv_eur)

    assert npv(mixed) == pytest.approx(npv(phases), rel=1e-9)


def test_phases_without_discount_leave_the_totals_of_works(france):
    one = study(france)
    free = replace(one, parameters={"actualisation.taux": 0.0})
    late = (Phase(share=0.4, delay_years=0), Phase(share=0.6, delay_years=7))
    phased = replace(free, zones=tuple(replace(zone, phases=late) for zone in free.zones))
    assert evaluate(phased, france).balance_eur == pytest.approx(
        float(evaluate(free, france).balance_eur)
    )
    paid_later = replace(phased, parameters={})
    assert evaluate(paid_later, france).balance_eur != pytest.approx(
        float(evaluate(one, france).balance_eur)
    )


def test_two_equal_zones_are_worth_one_site_of_both(france):
    """Neighbours are shared by area, so cutting a site in two equal halves changes nothing."""
    half = {"activite": "industrielle", "surface_m2": 25_000}
    plan = document("industrie")["projet"]
    rows = [{"nom": name, "site": half, "projet": plan} for name in ("nord", "sud")]
    data = {"commune": document()["commune"], "zones": rows}

    cut = read_study(data, parameters=france.parameters)
    whole = study(france, "industrie", area=50_000)
    assert evaluate(cut, france).npv_eur == pytest.approx(
        float(evaluate(whole, france).npv_eur), rel=1e-6
    )


def test_net_present_value_of_a_constant_cost_is_an_annuity(france):
    """Guarding alone, over n years, against the closed form of an annuity due."""
    found = evaluate(study(france, annees=30), france)
    (zone,) = found.zones.values()
    guard = next(flow for flow in zone.indirect if flow.detail == "gardiennage")
    value = float(guard.amount * zone.clocks.window_sum(guard.clock, guard.start, guard.stop))
    rate, years = 0.032, zone.frame.n_years
    assert value == pytest.approx(22_000 * 5 * (1 - (1 + rate) ** -years) / rate * (1 + rate))


ENDINGS = {
    "_t": "t", "_m2": "m²", "_m3": "m³", "_ha": "ha", "_etp": "ETP", "_eur_an": "€/an",
    "_an_m3": "m³", "heures_gagnees": "h", "menages_alimentes": "ménages",
    "vehicules_km_evites": "km", "blesses_legers_evites": "", "blesses_graves_evites": "",
    "deces_evites": "",
}  # fmt: skip


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_physical_total_names_its_unit_and_is_shown_with_it(france, programme):
    for name in evaluate(study(france, programme), france).metrics:
        if name.startswith("sols_m2."):
            continue
        named = {unit for ending, unit in ENDINGS.items() if name.endswith(ending)}
        shown = METRICS[name][1].removesuffix("/an") if name.endswith("_etp") else METRICS[name][1]
        assert named == {shown}, name


@settings(max_examples=10)
@given(programme=st.sampled_from(PROGRAMMES), area=st.floats(2_000, 500_000))
def test_surfaces_and_tonnes_follow_the_area(france, programme, area):
    """Square metres in, square metres out: twice the site has twice the soils and the carbon."""
    once, twice = (
        evaluate(study(france, programme, area=scale * area), france).metrics for scale in (1, 2)
    )
    per_area = [
        name
        for name in once
        if name.startswith(
            ("sols_m2.", "surface_", "sol_", "sols_enaf", "carbone", "ruissellement")
        )
    ]
    assert len(per_area) >= 6
    for name in per_area:
        expected = 2 * float(once[name])
        assert float(twice[name]) == pytest.approx(expected, rel=2e-3, abs=2), name
