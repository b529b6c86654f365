"""Definitions, values and targets in the record."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import Http404

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.indicateurs.actions import delete_indicateur
from essor.records.indicateurs.automatic import push_value
from essor.records.indicateurs.models import Cible, Indicateur, Rattachement, Valeur
from essor.records.indicateurs.queries import (
    all_values,
    board_of,
    get_fiche,
    get_indicateur,
    missing_values,
)
from essor.records.indicateurs.record import (
    cancel_value,
    correct_target,
    correct_value,
    record_value,
)
from essor.records.indicateurs.starting import start_from_set
from essor.records.indicateurs.verdicts import Issue
from essor.records.journal.models import Operation
from essor.records.plans.actions import create_axe, delete_axe, restore_operation
from essor.records.plans.models import Plan
from tests.factories import make_access, make_action, make_plan, system
from tests.records.indicateurs.made import (
    aim,
    cible_values,
    make_indicateur,
    measured,
    say,
    valeur_values,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


def test_a_correction_keeps_both_values(plan: Plan, by: Access) -> None:
    row = make_indicateur(plan)
    first = say(row, 40, year=2025)
    with pytest.raises(UserFault, match="motif"):
        correct_value(by=by, valeur=first, values=valeur_values(42, 2025), motif=" ")
    second = correct_value(by=by, valeur=first, values=valeur_values(42, 2025), motif="Faute")
    first = Valeur.objects.get(pk=first.pk)
    assert (first.value, first.is_cancelled, first.annulation_motif) == (40, True, "Faute")
    assert (second.value, second.corrige_id) == (42, first.pk)
    assert set(all_values(row, by)) == {first, second}
    fiche = get_fiche(plan=plan, code=row.code, by=by, today=TODAY)
    assert fiche.latest is not None
    assert fiche.latest.total.value == Decimal(42)


def test_a_target_is_revised_and_the_former_stays(plan: Plan, by: Access) -> None:
    row = make_indicateur(plan)
    former = aim(row, 100)
    with pytest.raises(UserFault, match="déjà fixée"):
        aim(row, 90)
    correct_target(by=by, cible=former, values=cible_values(90, 2027), motif="Revue")
    assert sorted(Cible.objects.values_list("value", "is_cancelled")) == [(90, False), (100, True)]


def test_periods_that_add_up_never_overlap(plan: Plan) -> None:
    row = make_indicateur(plan, agregation="somme")
    say(row, 10, year=2025)
    with pytest.raises(UserFault, match="comptée deux fois"):
        say(row, 12, year=2025)
    say(row, 12, year=2025, is_self_declared=True)  # another kind, never added to the first


def test_the_history_gives_back_an_indicator_with_its_values(plan: Plan, by: Access) -> None:
    row = make_indicateur(plan)
    say(row, 40, year=2025)
    aim(row, 100)
    delete_indicateur(by=by, indicateur=row)
    assert not Indicateur.objects.exists()
    restore_operation(by=by, row=Operation.objects.get(kind="plan.indicateur.supprimer"))
    assert Indicateur.objects.get().code == row.code
    assert (Valeur.objects.get().value, Cible.objects.get().value) == (40, 100)


def test_undoing_a_cancellation_brings_the_value_back(plan: Plan, by: Access) -> None:
    value = say(make_indicateur(plan), 40, year=2025)
    cancel_value(by=by, valeur=value, motif="Erreur")
    restore_operation(by=by, row=Operation.objects.get(kind="plan.indicateur.valeur.annuler"))
    assert not Valeur.objects.get().is_cancelled


def test_a_deleted_heading_takes_its_ties_and_gives_them_back(plan: Plan, by: Access) -> None:
    axe = create_axe(by=by, plan=plan, titre="Foncier")
    make_indicateur(plan, axes=[axe])
    delete_axe(by=by, axe=axe)
    assert not Rattachement.objects.exists()
    restore_operation(by=by, row=Operation.objects.get(kind="plan.axe.supprimer"))
    assert Rattachement.objects.get().axe_id == axe.pk


def test_a_starting_set_is_never_taken_twice(plan: Plan, by: Access) -> None:
    cles = ["decarbonation/tonnes_evitees", "decarbonation/energie_consommee"]
    made = start_from_set(by=by, plan=plan, cles=cles[:1])
    assert [one.jeu_code for one in made] == cles[:1]
    again = start_from_set(by=by, plan=plan, cles=cles)
    assert [one.jeu_code for one in again] == cles[1:]
    with pytest.raises(UserFault, match="aucun jeu"):
        start_from_set(by=by, plan=plan, cles=["inconnu/rien"])
    assert not Valeur.objects.exists()  # definitions only


def test_who_may_not_read_is_not_told(plan: Plan) -> None:
    row = make_indicateur(plan)  # internal
    public = make_access(plan.territoire, Role.PUBLIC)
    assert board_of(plan=plan, by=public, today=TODAY) == ()
    with pytest.raises(Http404):
        get_indicateur(plan=plan, code=row.code, by=public)
    with pytest.raises(Forbidden):
        record_value(
            by=make_access(plan.territoire, Role.LECTEUR),
            indicateur=row,
            values=valeur_values(1, 2024),
        )


def test_the_board_judges_and_says_what_is_owed(plan: Plan, by: Access) -> None:
    row = make_indicateur(plan, periodicite_months=12, responsable_nom="Ana Pivot")
    aim(row, 100)
    say(row, 0, year=2023, nature="reference")
    assert board_of(plan=plan, by=by, today=TODAY)[0].verdict.issue is Issue.SANS_VALEUR
    owed = missing_values(plan=plan, by=by, on=dt.date(2027, 3, 1))
    assert [(one.indicateur, one.owes) for one in owed] == [(row, ("Ana Pivot",))]
    say(row, 90, year=2025)
    assert board_of(plan=plan, by=by, today=TODAY)[0].verdict.issue is Issue.EN_BONNE_VOIE


def test_the_board_costs_the_same_for_one_and_for_many(
    plan: Plan, by: Access, django_assert_max_num_queries: object
) -> None:
    action = make_action(plan, "Former")
    for number in range(6):
        say(make_indicateur(plan, f"Mesure {number}", actions=[action]), number, year=2025)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(board_of(plan=plan, by=by, today=TODAY)) == 6


def test_a_computed_value_replaces_the_former_of_the_same_period(plan: Plan, by: Access) -> None:
    row = make_indicateur(plan)
    year = Period.year(2024)
    push_value(by=by, indicateur=row, sourced=measured(12), periode=year)
    assert push_value(by=by, indicateur=row, sourced=measured(12), periode=year).unchanged == 1
    assert push_value(by=by, indicateur=row, sourced=measured(13), periode=year).replaced == 1
    assert list(Valeur.objects.filter(is_cancelled=False).values_list("value", flat=True)) == [13]
