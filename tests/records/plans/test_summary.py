"""The first screen counts what the reader may see, and nothing else."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.journal.actions import operation
from essor.records.plans.actions import change_action, delete_action
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.plans.summary import PlanSummary, summary_of
from tests.factories import (
    make_access,
    make_action,
    make_member,
    make_plan,
    make_territoire,
    system,
)

pytestmark = pytest.mark.django_db
PUBLIC = Confidentialite.PUBLIC
PARIS = dt.timezone(dt.timedelta(hours=1))


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def seen_by(plan: Plan, role: Role = Role.CHEF_DE_PROJET, user: Any = None) -> PlanSummary:
    access = make_access(plan.territoire, role, user)
    return summary_of(plan=plan, by=access, now=dt.datetime.now(PARIS))


def announce(plan: Plan, action: Action | None = None, **values: Any) -> None:
    fields = {
        "sujet": "livraison",
        "nature": "date",
        "value_precision": "annee",
        "announced_on": dt.date(2020, 1, 1),
        "source_title": "Journal",
        "read_on": dt.date(2026, 11, 23),
        "confiance": "presse",
    }
    with operation(kind="test", author=None, territoire_code=plan.territoire.code) as op:
        op.create(Annonce(plan=plan, action=action, **{**fields, **values}))


def change(action: Action, **values: Any) -> None:
    change_action(by=system(action.plan.territoire), action=action, **values)


def test_an_empty_plan_says_nothing_it_does_not_know(plan: Plan):
    summary = seen_by(plan)
    assert (summary.actions, summary.statuts, summary.alerts) == (0, (), ())
    assert summary.budget.known_eur is None
    assert summary.funding.known_eur is None


def test_statuses_are_counted_and_the_unpublished_ones_said(plan: Plan):
    make_action(plan, "a", statut="en_cours")
    make_action(plan, "b", statut="en_cours")
    parent = make_action(plan, "c", statut="bloque")
    make_action(plan, "d")
    make_action(plan, "e", parent=parent, statut="realise")
    summary = seen_by(plan)
    assert [(one.statut, one.count) for one in summary.statuts] == [
        ("en_cours", 2),
        ("bloque", 1),
        ("non_publie", 1),
    ]
    assert (summary.actions, summary.sous_actions, summary.count("realise")) == (4, 1, 0)


def test_what_is_late_or_blocked_names_who_must_act(plan: Plan):
    today = dt.datetime.now(PARIS).date()
    people = PartValues(
        participants={
            ParticipantRole.PERSONNE_PILOTE: ["Alix Martin"],
            ParticipantRole.STRUCTURE_PILOTE: ["Métropole"],
        }
    )
    late = {"fin_on": today - dt.timedelta(days=40), "confidentialite": PUBLIC}
    make_action(plan, "peu", fin_on=today - dt.timedelta(days=3), confidentialite=PUBLIC)
    make_action(plan, "très", parts=people, **late)
    make_action(plan, "bloquée", statut="bloque", confidentialite=PUBLIC)
    make_action(plan, "faite", statut="realise", **late)
    summary = seen_by(plan)
    assert [alert.action.titre for alert in summary.alerts] == ["bloquée", "très", "peu"]
    assert summary.alerts[1].pilotes == ("Alix Martin", "Métropole")
    assert (summary.blocked, summary.late) == (1, 2)
    assert seen_by(plan, Role.PUBLIC).alerts[1].pilotes == ("Métropole",)


def test_sums_say_how_many_amounts_are_unknown(plan: Plan):
    make_action(plan, "a", budget_eur=Decimal(100))
    make_action(plan, "zéro", budget_eur=Decimal(0))
    make_action(plan, "inconnu")
    make_action(plan, "abandonnée", statut="abandonne", budget_eur=Decimal(9999))
    budget = seen_by(plan).budget
    assert (budget.known_eur, budget.known, budget.unknown) == (Decimal(100), 2, 1)


def test_a_budget_and_those_of_its_sub_actions_are_never_added(plan: Plan):
    stated = make_action(plan, "a", budget_eur=Decimal(100))
    make_action(plan, "a1", parent=stated, budget_eur=Decimal(60))
    silent = make_action(plan, "b")
    make_action(plan, "b1", parent=silent, budget_eur=Decimal(7))
    make_action(plan, "b2", parent=silent)
    budget = seen_by(plan).budget
    assert (budget.known_eur, budget.known, budget.unknown) == (Decimal(107), 1, 1)


def test_a_refused_funder_brings_nothing(plan: Plan):
    funders = [
        FinancementValues(financeur="Région", montant_eur=Decimal(50)),
        FinancementValues(financeur="ADEME", montant_eur=Decimal(30), etat="refuse"),
    ]
    make_action(plan, "a", parts=PartValues(financements=funders))
    make_action(
        plan,
        "b",
        parts=PartValues(
            financements=[
                FinancementValues(financeur="État", montant_eur=Decimal(5)),
                FinancementValues(financeur="Banque des Territoires"),
            ]
        ),
    )
    funding = seen_by(plan).funding
    assert (funding.known_eur, funding.known, funding.unknown) == (Decimal(55), 1, 1)


def test_big_projects_show_every_announced_date(plan: Plan):
    project = make_action(plan, "Refondation", is_grand_projet=True, confidentialite=PUBLIC)
    for year, announced in ((2022, 2016), (2024, 2017), (2027, 2023)):
        announce(
            plan, project, value_on=dt.date(year, 12, 31), announced_on=dt.date(announced, 1, 1)
        )
    (found,) = seen_by(plan, Role.PUBLIC).grands_projets
    assert found.slips == 2
    assert found.series[0].steps == ("2022", "2024", "2027")


def test_announcements_of_the_plan_are_public(plan: Plan):
    announce(plan, sujet="actions annoncées", nature="nombre", value=Decimal(15))
    (series,) = seen_by(plan, Role.PUBLIC).plan_series
    assert (series.sujet, series.latest.value) == ("actions annoncées", Decimal(15))


@pytest.fixture
def secret(plan: Plan) -> Action:
    """A restricted action that would show in every block of the page."""
    make_action(plan, "publique", statut="en_cours", confidentialite=PUBLIC)
    action = make_action(
        plan,
        "SECRET",
        statut="bloque",
        fin_on=dt.date(2020, 1, 1),
        budget_eur=Decimal(777),
        is_grand_projet=True,
        confidentialite=Confidentialite.RESTREINT,
        parts=PartValues(
            participants={ParticipantRole.STRUCTURE_PILOTE: ["SECRET SA"]},
            financements=[FinancementValues(financeur="SECRET", montant_eur=Decimal(777))],
        ),
    )
    announce(plan, action, sujet="SECRET", value_on=dt.date(2030, 1, 1))
    return action


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.LECTEUR, Role.CONTRIBUTEUR, Role.PILOTE])
def test_a_restricted_action_leaks_into_nothing(plan: Plan, secret: Action, role: Role):
    summary = seen_by(plan, role)
    assert "SECRET" not in repr(summary)
    assert (summary.actions, summary.blocked, summary.late) == (1, 0, 0)
    assert summary.budget.known_eur is None
    assert summary.funding.known_eur is None
    moved = summary.movements.rows if summary.movements else ()
    assert "SECRET" not in repr([row.action.titre for row in moved])


def test_the_manager_sees_the_restricted_action_everywhere(plan: Plan, secret: Action):
    summary = seen_by(plan)
    assert (summary.actions, summary.blocked, summary.late) == (2, 1, 1)
    assert summary.budget.known_eur == Decimal(777)
    assert len(summary.grands_projets) == 1


def test_the_public_sees_no_movement(plan: Plan):
    make_action(plan, "a", confidentialite=PUBLIC)
    assert seen_by(plan, Role.PUBLIC).movements is None


def test_movements_say_from_what_to_what(plan: Plan):
    action = make_action(plan, "a", statut="a_venir")
    change(action, statut="en_pause")
    change(action, statut="en_cours", fin_on=dt.date(2027, 1, 1))
    moves = seen_by(plan, Role.LECTEUR).movements
    assert moves is not None
    (row,) = moves.rows
    assert row.is_new
    assert row.statut == ("a_venir", "en_cours")
    assert row.fin_on == (None, dt.date(2027, 1, 1))
    assert row.changes == 3


def test_a_value_that_came_back_did_not_move(plan: Plan):
    action = make_action(plan, "a", statut="a_venir")
    change(action, statut="en_pause")
    change(action, statut="a_venir")
    moves = seen_by(plan).movements
    assert moves is not None
    assert moves.rows[0].statut is None


def test_movements_older_than_thirty_days_are_left_out(plan: Plan):
    action = make_action(plan, "a", statut="a_venir")
    access = make_access(plan.territoire, Role.CHEF_DE_PROJET)
    later = dt.datetime.now(PARIS) + dt.timedelta(days=31)
    summary = summary_of(plan=plan, by=access, now=later)
    assert summary.movements is not None
    assert summary.movements.rows == ()
    assert action.statut == "a_venir"


def test_what_happened_while_restricted_stays_untold_once_opened(plan: Plan):
    action = make_action(plan, "a", confidentialite=Confidentialite.RESTREINT)
    child = make_action(plan, "a1", parent=action, statut="a_venir")
    change(child, statut="bloque")
    change(action, statut="bloque")
    change(action, confidentialite=Confidentialite.INTERNE)
    change(action, statut="en_cours")
    moves = seen_by(plan, Role.LECTEUR).movements
    assert moves is not None
    (row,) = moves.rows
    assert (row.action.code, row.statut, row.is_new) == (action.code, ("bloque", "en_cours"), False)
    managed = seen_by(plan).movements
    assert managed is not None
    assert len(managed.rows) == 2


def test_only_managers_are_told_of_deletions(plan: Plan):
    action = make_action(plan, "partie", confidentialite=PUBLIC)
    delete_action(by=system(plan.territoire), action=action)
    manager, reader = seen_by(plan).movements, seen_by(plan, Role.LECTEUR).movements
    assert manager is not None
    assert reader is not None
    assert manager.deleted == (f"{action.code} partie",)
    assert reader.deleted == ()


def test_another_territory_is_never_counted(plan: Plan):
    other = make_plan(make_territoire("ti-0101", "Basse-Terre"))
    make_action(other, "ailleurs", confidentialite=PUBLIC)
    elsewhere: Access = make_access(other.territoire, Role.ADMINISTRATEUR)
    summary = summary_of(plan=plan, by=elsewhere, now=dt.datetime.now(PARIS))
    assert summary.actions == 0


def test_the_number_of_queries_does_not_grow_with_the_plan(
    plan: Plan, django_assert_max_num_queries: Any
):
    user = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    for number in range(12):
        parent = make_action(plan, f"a{number}", is_grand_projet=True)
        make_action(plan, f"b{number}", parent=parent, statut="bloque")
        announce(plan, parent, value_on=dt.date(2027, 1, 1))
    with django_assert_max_num_queries(9):
        summary = seen_by(plan, Role.CHEF_DE_PROJET, user)
        assert len(summary.grands_projets) == 12
