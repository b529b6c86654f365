"""From the records to the planning question: nothing guessed, everything that lacks said."""

import datetime as dt
from decimal import Decimal

import pytest

from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.vocabulary import OutletKind
from essor.records.plans.models import Plan
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.engine_facts import measured
from essor.records.terres.instance import Progress, assemble
from essor.records.terres.matrix import matrix_of
from essor.records.terres.queries import soils_of
from tests.factories import make_plan, make_territoire, system
from tests.records.terres.made import (
    MONDAY,
    make_analyse,
    make_chantier,
    make_costs,
    make_dap,
    make_distance,
    make_exutoire,
    make_lot_terres,
    make_plateforme,
    results,
)

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def plan() -> Plan:
    return make_plan(make_territoire())


def clean_lot(plan: Plan, code: str = "A-1", **values):
    """A lot that annex I of the order of 12/12/2014 admits: no polluted site, nothing excluded."""
    chantier = make_chantier(plan, f"{code}-site", is_ssp=False, is_sis=False)
    profil = {
        "exclusions_absentes": True, "is_terre_vegetale": False, "is_amiante": False,
        "is_jardin_ou_parc": False, "is_invasif": False, "is_radioactif": False,
    }  # fmt: skip
    lot = make_lot_terres(chantier, code, profil=profil, **values)
    dry = ResultatValues(support="physique", parametre="siccite", valeur=Decimal(85), unite="%")
    make_analyse(lot, resultats=[dry])
    return lot


def asked(plan: Plan, **options):
    soils = soils_of(plan, system(plan.territoire))
    return assemble(soils=soils, **{"starts_on": MONDAY, "weeks": 6, "on": MONDAY, **options})


def test_a_plan_is_asked_solved_and_measured_distances_win(plan: Plan):
    lot = clean_lot(plan)
    near, far = make_exutoire(plan, "E-1"), make_exutoire(plan, "E-2", latitude=Decimal("46.2"))
    for outlet in (near, far):
        make_dap(
            outlet, lot.chantier, lot=lot, valid_from=MONDAY - WEEK, valid_until=MONDAY + 9 * WEEK
        )
    make_costs(plan)
    soils = soils_of(plan, system(plan.territoire))
    matrix = matrix_of(soils, MONDAY)
    verdicts = {pair: cell.verdict for pair, cell in matrix.cells.items()}
    assert all(one.is_admission for one in verdicts.values()), {
        pair: cell.sentence for pair, cell in matrix.cells.items()
    }
    first = asked(plan)
    assert first.instance is not None
    assert first.missing == ()
    assert first.instance.lots[0].tonnes_per_period == (400.0, 400.0, 200.0)
    solved = solve(instance=first.instance, pairs=first.pairs())
    assert {flow.destination_id for flow in solved.flows} == {"E-1"}
    assert solved.totals.served_t == pytest.approx(1000)
    make_distance(plan, lot.chantier.code, "E-1", "400")
    second = asked(plan)
    assert second.instance is not None
    moved = solve(instance=second.instance, pairs=second.pairs())
    assert {flow.destination_id for flow in moved.flows} == {"E-2"}


def test_what_lacks_is_said_and_never_guessed(plan: Plan):
    chantier = make_chantier(plan, "C", latitude=None, longitude=None)
    make_lot_terres(chantier, "L", classe="", tonnes_hebdo=[], debut_on=None)
    make_exutoire(plan, "E", tarif_eur_t=None, accepte=[])
    make_plateforme(plan, "P", manutention_eur_t=None)
    found = asked(plan)
    assert found.instance is None
    said = {one.code: one.message for one in found.missing}
    for words in ("sa classe de terre", "ses tonnes", "sa première semaine", "la position"):
        assert words in said["L"]
    assert "les classes qu'il accepte, son tarif" in said["E"]
    assert "son prix de manutention" in said["P"]
    blocking = {one.kind for one in found.missing if one.is_blocking}
    assert blocking == {"lot", "exutoire"}
    assert [one.kind for one in found.missing].count("cout") == 7
    assert "valeur par défaut" in said["detour"]


def test_the_horizon_cuts_weeks_and_windows_and_knows_what_already_happened(plan: Plan):
    clean_lot(plan, tonnes_hebdo=[100, 100, 100, 100])
    make_exutoire(
        plan, "E", ouverture_on=MONDAY + 3 * WEEK, fermeture_on=MONDAY + 4 * WEEK,
        capacite_t=Decimal(500), besoin_t=Decimal(300),
    )  # fmt: skip
    make_exutoire(plan, "FERME", fermeture_on=MONDAY)
    make_exutoire(
        plan,
        "ECHU",
        autorisation="AP 1",
        autorisation_fin_on=MONDAY,
        fermeture_on=MONDAY + 9 * WEEK,
    )
    make_costs(plan)
    found = asked(
        plan, starts_on=MONDAY + 2 * WEEK + dt.timedelta(days=3), weeks=3,
        progress=Progress(on_site_t={"A-1": 50.0}, received_t={"E": 200.0}),
    )  # fmt: skip
    assert found.instance is not None
    lot, outlet = found.instance.lots[0], found.instance.outlets[0]
    assert found.instance.starts_on == MONDAY + 2 * WEEK
    assert lot.tonnes_per_period == (150.0, 100.0)
    assert found.before_t == 200
    assert (outlet.opens, outlet.closes) == (1, 2)
    assert (outlet.capacity_t, outlet.need_t) == (300.0, 100.0)
    assert [one.id for one in found.instance.outlets] == ["E"]
    assert outlet.kind is OutletKind.ISDI


def test_without_analysis_a_polluted_site_proves_nothing(plan: Plan):
    chantier = make_chantier(plan, "C", is_ssp=True, is_sis=False)
    lot = make_lot_terres(chantier, "L")
    outlet = make_exutoire(plan, "E")
    cell = matrix_of(soils_of(plan, system(plan.territoire)), MONDAY).cells[lot.code, outlet.code]
    assert cell.verdict is Verdict.DONNEE_MANQUANTE
    make_costs(plan)
    found = asked(plan)
    assert (lot.code, outlet.code) in found.refused
    assert found.instance is not None
    assert found.pairs().ship_lot.size == 0


def test_a_class_that_is_not_taken_refuses_whatever_the_analyses(plan: Plan):
    lot = clean_lot(plan, classe="terre-vegetale")
    outlet = make_exutoire(plan, "E", accepte=["inerte"])
    cell = matrix_of(soils_of(plan, system(plan.territoire)), MONDAY).cells[lot.code, outlet.code]
    assert cell.verdict is Verdict.REFUSE
    assert "terre-vegetale" in cell.sentence


def test_a_bound_is_kept_as_a_bound(plan: Plan):
    bound, value = results(as_="<0.05", pb="0.2")
    assert measured(bound) == {"value": "<0.05", "unit": "mg/kg"}
    assert measured(value)["value"] == "0.2"
