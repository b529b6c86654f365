"""Announcements: kept as they were said, all or none, each with its source."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Operation
from essor.records.plans.actions import delete_action, restore_operation
from essor.records.plans.announce import (
    AnnonceValues,
    add_annonce,
    add_annonces,
    change_annonce,
    delete_annonce,
)
from essor.records.plans.choices import Confiance, NatureAnnonce, Precision
from essor.records.plans.models import Annonce, Plan
from tests.factories import make_access, make_action, make_plan, make_territoire, system

pytestmark = pytest.mark.django_db
DATE = AnnonceValues(
    sujet="Livraison",
    nature=NatureAnnonce.DATE,
    value_on=dt.date(2024, 1, 1),
    value_precision=Precision.ANNEE,
    source_title="Presse",
    read_on=dt.date(2026, 11, 23),
    confiance=Confiance.PRESSE,
)
COST = replace(
    DATE, sujet="Coût", nature=NatureAnnonce.MONTANT, value=Decimal(200), unit="EUR",
    value_on=None, value_precision="",
)  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def add(plan: Plan, *rows: AnnonceValues) -> list[Annonce]:
    return add_annonces(by=system(plan.territoire), plan=plan, rows=rows)


def test_successive_announcements_are_all_kept_in_order(plan: Plan) -> None:
    add(plan, DATE)
    add(plan, replace(DATE, value_on=dt.date(2028, 1, 1)), COST)
    rows = Annonce.objects.order_by("ordre")
    assert [row.ordre for row in rows] == [1, 2, 3]
    assert [row.value_on and row.value_on.year for row in rows] == [2024, 2028, None]


def test_one_operation_for_one_gesture(plan: Plan) -> None:
    add(plan, DATE, COST)
    operation = Operation.objects.get(kind="plan.annonce.ajouter")
    assert operation.events.count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (replace(DATE, value_on=None, value_precision=""), "date annoncée manque"),
        (replace(DATE, value_precision=""), "précision"),
        (replace(DATE, value=Decimal(3)), "ne porte pas de nombre"),
        (replace(DATE, nature=NatureAnnonce.TEXTE), "texte de l'annonce manque"),
        (replace(DATE, announced_on=dt.date(2027, 1, 1)), "lue avant"),
        (replace(DATE, source_title=""), "source"),
        (replace(DATE, source_href="javascript:alert(1)"), "lien"),
        (replace(COST, value=None), "valeur annoncée manque"),
        (replace(COST, unit="k€"), "EUR"),
        (replace(COST, unit=""), "unité"),
        (replace(COST, value=Decimal(-1)), "négative"),
        (replace(COST, low=Decimal(300), high=Decimal(400)), "n'encadrent pas"),
        (replace(COST, value=None, low=Decimal(4), high=Decimal(3)), "n'encadrent pas"),
        (replace(COST, low=Decimal(100)), "borne va avec l'autre"),
    ],
)
def test_what_means_nothing_is_refused(plan: Plan, row: AnnonceValues, reason: str) -> None:
    with pytest.raises(UserFault, match=reason):
        add(plan, row)
    assert not Annonce.objects.exists()


def test_every_fault_of_every_row_is_said_and_nothing_is_written(plan: Plan) -> None:
    with pytest.raises(UserFault) as caught:
        add(plan, DATE, replace(DATE, sujet="A", value_precision=""), replace(COST, unit="kg"))
    assert len(caught.value.faults) == 2
    assert not Annonce.objects.exists()
    assert not Operation.objects.filter(kind="plan.annonce.ajouter").exists()


def test_bounds_alone_are_enough(plan: Plan) -> None:
    (annonce,) = add(plan, replace(COST, value=None, low=Decimal(650), high=Decimal(700)))
    assert (annonce.value, annonce.low, annonce.high) == (None, 650, 700)


def test_an_action_of_another_plan_is_refused(plan: Plan) -> None:
    other = make_action(make_plan(make_territoire("ti-1101")), "Ailleurs")
    with pytest.raises(UserFault):
        add_annonce(by=system(plan.territoire), plan=plan, action=other, values=DATE)


@pytest.mark.parametrize("role", [Role.PILOTE, Role.CONTRIBUTEUR, Role.LECTEUR, Role.PUBLIC])
def test_only_managers_write_on_the_plan(plan: Plan, role: Role) -> None:
    by = make_access(plan.territoire, role)
    with pytest.raises(Forbidden):
        add_annonces(by=by, plan=plan, rows=[DATE])
    (annonce,) = add(plan, DATE)
    with pytest.raises(Forbidden):
        change_annonce(by=by, annonce=annonce, sujet="Autre")
    with pytest.raises(Forbidden):
        delete_annonce(by=by, annonce=annonce)


def test_a_correction_is_checked_like_a_new_row(plan: Plan) -> None:
    (annonce,) = add(plan, COST)
    by = system(plan.territoire)
    with pytest.raises(UserFault, match="négative"):
        change_annonce(by=by, annonce=annonce, value=Decimal(-5))
    annonce.refresh_from_db()
    assert annonce.value == 200
    assert change_annonce(by=by, annonce=annonce, value=Decimal(250)).value == 250


def test_two_corrections_of_the_same_field_conflict(plan: Plan) -> None:
    (annonce,) = add(plan, COST)
    by = system(plan.territoire)
    change_annonce(by=by, annonce=annonce, expected_version=1, value=Decimal(250))
    with pytest.raises(Conflict):
        change_annonce(by=by, annonce=annonce, expected_version=1, value=Decimal(300))


def test_announcements_come_back_with_their_action(plan: Plan) -> None:
    action = make_action(plan, "Action")
    by = system(plan.territoire)
    add_annonce(by=by, plan=plan, action=action, values=DATE)
    row = delete_action(by=by, action=action)
    assert not Annonce.objects.exists()
    restore_operation(by=by, row=row)
    assert Annonce.objects.get().action_id == action.pk
