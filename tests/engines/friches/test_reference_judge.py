"""A second, plain writing of the reference's formulas judges cases that no file gives.

Coefficients are written here again from the published method, one number at a time, with
loops: nothing is shared with the engine but the soils and floors of the case.
"""

import copy
import math
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.friches.appraise import appraise
from essor.engines.friches.loading import load_profile
from essor.engines.friches.reference import names
from essor.engines.friches.reference.cases import case_of
from essor.engines.friches.reference.compare import compare
from essor.engines.friches.results import lines_of
from essor.references.loader import parameters

FOREST = {"foret_feuillus", "foret_coniferes", "peupleraie", "foret_mixte"}
PRAIRIE = {"prairie_herbacee", "prairie_arbustive", "prairie_arboree"}
ECO = FOREST | PRAIRIE | {"zone_humide", "arbres_artificiels"}
PERMEABLE = {"herbe_artificielle", "culture", "vigne", "verger", "mineral"}
SHOPS = ("commerce", "bureaux", "services_proximite", "activite_industrielle")
CULTURE = ("lieu_culturel", "cinema", "musee", "theatre", "equipement_sportif")
CO2 = [(2020, 90.0), (2030, 250.0), (2040, 500.0), (2050, 775.0)]
CARS = [(2015, 157.2), (2030, 120.9), (2050, 87.2)]


def path(anchors, year):
    if year >= anchors[-1][0]:
        return anchors[-1][1]
    for (y0, a), (y1, b) in zip(anchors, anchors[1:], strict=False):
        if year < y1:
            return a * (b / a) ** ((year - y0) / (y1 - y0))
    raise AssertionError(year)


def total(case, value, *, first=0, last=10_000, d=False, g=False, co2=False, cars=False):
    result = 0.0
    for i in range(case.frame.n_years):
        year = case.frame.first_year + i
        weight = 1.0 if first <= i < last else 0.0
        weight *= 1.045**-i if d else 1.0
        weight *= 1.012 ** (year - 2022) if g else 1.0
        weight *= path(CO2, year) if co2 else 1.0
        weight *= path(CARS, year) / 1e6 if cars else 1.0
        result += value * weight
    return result


def area(soils, kinds):
    return sum(float(value) for soil, value in soils.items() if str(soil) in kinds)


def floor(case, *uses):
    return sum(float(value) for use, value in case.project.floors_m2.items() if str(use) in uses)


def ring(case, radius):
    return (math.sqrt(case.site.area_m2 / math.pi) + radius) ** 2 * math.pi - case.site.area_m2


def nature(case):
    before, after = case.site.soils_m2, case.project.soils_m2
    gain = {
        kind: area(after, soils) - area(before, soils)
        for kind, soils in (
            ("forest", FOREST),
            ("prairie", PRAIRIE),
            ("wet", {"zone_humide"}),
            ("eco", ECO),
            ("permeable", PERMEABLE),
        )
    }
    clean = float(case.project.decontaminated_m2)
    up = {kind: max(value, 0.0) for kind, value in gain.items()}
    yearly = {
        "bien_etre_nature": 0.0071 * gain["prairie"]
        + 0.0315 * gain["forest"]
        + 0.0234 * gain["wet"],
        "produits_forestiers": 0.0157 * up["forest"],
        "pollinisation": 0.0092 * up["eco"],
        "regulation_especes_invasives": 0.0034 * up["eco"],
        "cycle_eau": 0.1356 * gain["eco"] + 0.0254 * gain["permeable"],
        "cycle_azote": 0.0069 * up["prairie"] + 0.0199 * up["wet"],
        "erosion_sols": 0.025 * up["eco"],
        "regulation_qualite_eau": 0.01184 * (gain["forest"] + gain["prairie"] + clean)
        + 0.08813 * gain["wet"],
    }
    return {name: total(case, value, d=True, g=True) for name, value in yearly.items()}


def neighbours(case):
    density = case.commune.population / case.commune.surface_m2
    price = case.commune.prix_median_eur_m2
    rise = sum(
        ring(case, radius) * 32 * density * price * part
        for radius, part in ((100, 0.035), (200, 0.03))
    )
    return {
        "valorisation_immobiliere": total(case, rise * 0.8 / 5, d=True, first=1, last=6),
        "droits_mutation_voisinage": total(
            case, rise / 33 * 0.0581 * 0.8, d=True, first=1, last=34
        ),
        "voirie_reseaux_friche": total(case, -8995 * case.site.area_m2 / 1e4, d=True, first=1),
    }


def trips(case):
    economic, culture = floor(case, *SHOPS), floor(case, *CULTURE)
    radius = 500
    if culture == 0 and economic < 300:
        radius = 0 if economic == 0 else 100 if economic < 151 else 200
    density = case.commune.population / case.commune.surface_m2
    around = ring(case, radius) * 32 * density if radius else 0.0
    offices = floor(case, "bureaux")
    people = (floor(case, "logement") + around) / 32
    days = people * 365 + (offices / 15 + (economic - offices) / 70) * 220
    km = 1.2 * 0.5 * days / 1.45
    hours = 2 / 60 * 0.5 * days
    accidents = km * 4.77e-8
    per_km2 = density * 1e6
    steps = ((37, 0.97), (450, 1.33), (1500, 1.58), (4500, 3.88), (math.inf, 14.05))
    air = next(cost for limit, cost in steps if per_km2 < limit)
    sizes = (5e3, 20e3, 50e3, 100e3, math.inf)
    size = next(i for i, limit in enumerate(sizes) if case.commune.population < limit)
    hurt = {
        "blesses_legers_evites": ((101.6, 106.3, 115.8, 110.9, 123.2), 19_385),
        "blesses_graves_evites": ((37.4, 23.4, 12.3, 11.9, 7.7), 484_633),
        "deces_evites": ((9.6, 4.8, 3.0, 3.1, 2.3), 3_877_066),
    }
    found = {
        name: total(case, math.floor(accidents * rates[size] / 100) * value, d=True, g=True)
        for name, (rates, value) in hurt.items()
    }
    return found | {
        "depenses_voiture_evitees": total(case, 0.12 * km, d=True, g=True),
        "temps_trajet_gagne": total(case, 9.97 * hours, d=True, g=True),
        "trafic_co2_evite": total(case, km, d=True, co2=True, cars=True),
        "pollution_air_evitee": total(case, km * air / 100, d=True, g=True),
        "degats_materiels_evites": total(case, accidents * 6264, d=True, g=True),
    }


def taxes(case):
    homes, offices = floor(case, "logement"), floor(case, "bureaux")
    rent = math.floor(14 * homes * 0.5 * 0.4038 + 0.5)
    return {
        "taxe_fonciere_logements": total(case, rent, d=True, g=True),
        "fiscalite_entreprises": total(case, 2018 * offices / 15, d=True, g=True),
    }


def carbon(case):
    gained = (case.project.carbon_stock_t - case.site.carbon_stock_t) * 44 / 12
    return {"carbone_stocke": total(case, gained, co2=True, last=1)}


def upkeep(case):
    hectares = case.site.area_m2 / 1e4
    amounts = (
        0.0 if case.commune.is_rurale else 22_000 * hectares,
        0.0047 * case.commune.population / 100 * 900,
        7 * area(case.site.soils_m2, {"bati"}),
    )
    yearly = sum(math.floor(amount + 0.5) for amount in amounts)
    return {"frais_friche_evites_proprietaire": total(case, yearly, d=True)}


@cache
def profile():
    """The reference's profile, kept out of the arguments that a failing example prints."""
    return load_profile("benefriches", parameters(), on=date(2026, 11, 23))


JUDGES = (nature, neighbours, trips, taxes, carbon, upkeep)
TEMPLATES = [name for name in names.PROGRAMMES if name != "PHOTOVOLTAIC_POWER_PLANT"]


@st.composite
def entries(draw):
    """Cases of any commune, area, past and programme."""
    stock = st.floats(min_value=0, max_value=1e5)
    return {
        "id": "case",
        "inputs": {
            "communeInsee": "99999",
            "isCityInRuralZone": draw(st.booleans()),
            "cityStats": {
                "population": draw(st.integers(min_value=50, max_value=500_000)),
                "surfaceAreaSquareMeters": draw(st.integers(min_value=10**6, max_value=10**9)),
                "propertyValueMedianPricePerSquareMeters": draw(st.integers(300, 12_000)),
            },
            "siteSurfaceArea": draw(st.integers(min_value=100, max_value=2_000_000)),
            "fricheActivity": draw(st.sampled_from(sorted(names.ACTIVITIES))),
            "template": draw(st.sampled_from(TEMPLATES)),
            "evaluationPeriodInYears": draw(st.integers(1, 50)),
            "now": f"{draw(st.integers(2015, 2045))}-0{draw(st.integers(1, 9))}-15",
        },
        "derived": {
            part: {"soilsCarbonStorage_tC": {"total": draw(stock)}} for part in ("site", "project")
        },
        "expected": {},
        "upstream_defects": [],
    }


@settings(max_examples=80, deadline=None)
@given(entry=entries())
def test_the_engine_agrees_with_the_plain_judge(entry):
    case = case_of(entry, profile())
    result = appraise(case)
    found = {}
    for line in lines_of(result.indirect, result.clocks):
        found[line.impact] = found.get(line.impact, 0.0) + float(line.total_eur)
    for judge in JUDGES:
        for name, value in judge(case).items():
            # The reference rounds the two lines of prices to the euro.
            gap = (
                0.51 if name in ("valorisation_immobiliere", "droits_mutation_voisinage") else 1e-6
            )
            assert found.get(name, 0.0) == pytest.approx(value, rel=1e-9, abs=gap), name


def without(entry, *place):
    """Copy of a case with one thing taken away."""
    found = copy.deepcopy(entry)
    holder = found
    for step in place[:-1]:
        holder = holder[step]
    del holder[place[-1]]
    return found


@pytest.mark.shared
def test_a_case_that_lacks_a_fact_is_left_out_and_said(vectors, reference):
    case = next(case for case in vectors if not case["upstream_defects"])
    for name in ("isCityInRuralZone", "cityStats", "siteSurfaceArea", "now", "template"):
        report = compare([without(case, "inputs", name)], reference)
        ((_, reason),) = report.exclusions
        assert name in reason or name == "now"
        assert not report.mismatches


@pytest.mark.shared
def test_what_is_not_needed_may_be_absent(vectors, reference):
    case = next(case for case in vectors if not case["upstream_defects"])
    places = [("inputs", "communeInsee"), ("inputs", "communeNom"), ("upstream_defects",)]
    places += [("expected", name) for name in case["expected"] if name != "breakEvenYear"]
    places += [("derived", "site", "yearlyExpenses"), ("derived", "project", "installationCosts")]
    for place in places:
        report = compare([without(case, *place)], reference)
        gaps = [gap.name for gap in report.mismatches]
        assert gaps == [] or place[-1] == "installationCosts", (place, gaps)
        assert not report.exclusions


@pytest.mark.shared
@pytest.mark.parametrize(
    ("section", "row"),
    [
        ("indirectEconomicImpacts", "indirect.unHeardOf"),
        ("projectEconomicBalance", "bilan.unHeardOf"),
        ("statuQuo", "statu_quo.unHeardOf"),
    ],
)
def test_an_impact_not_known_here_is_a_mismatch(vectors, reference, section, row):
    case = copy.deepcopy(next(case for case in vectors if not case["upstream_defects"]))
    case["expected"][section]["details"].append({"name": "unHeardOf", "total": 1.0})
    assert row in {gap.name for gap in compare([case], reference).mismatches}
