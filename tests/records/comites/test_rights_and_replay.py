"""What a reader never learns from a committee, and that its history tells the present."""

import datetime as dt

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.comites.actions import change_comite, change_point, delete_point
from essor.records.comites.attachments import present_study
from essor.records.comites.decisions import follow_decision
from essor.records.comites.dossier import dossier_of
from essor.records.comites.models import (
    Comite,
    Decision,
    EtudePresentee,
    NatureComite,
    PointOrdreDuJour,
    StatutDecision,
)
from essor.records.comites.queries import (
    comite_rows,
    decisions_of,
    decisions_on,
    get_decision,
    get_point,
    last_committee,
)
from essor.records.journal.models import Event
from essor.records.journal.queries import replay
from essor.records.journal.snapshots import kind_of, snapshot
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.models import Action, Plan
from essor.records.studies.actions import delete_study, restore_study
from tests.factories import make_access, make_action, make_plan, system
from tests.records.comites.made import make_comite, make_decision, make_point
from tests.records.studies.made import make_study

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


@pytest.fixture
def reader(plan: Plan) -> Access:
    return make_access(plan.territoire, Role.LECTEUR)


def secret_action(plan: Plan) -> Action:
    return make_action(plan, "Cession confidentielle", confidentialite="restreint")


def test_the_last_committee_is_a_steering_one_if_any_was_held(plan: Plan) -> None:
    assert last_committee(plan.territoire, TODAY) is None
    cotech = make_comite(plan, nature="cotech", tenu_on=dt.date(2026, 10, 1))
    assert last_committee(plan.territoire, TODAY) == cotech
    copil = make_comite(plan, tenu_on=dt.date(2026, 5, 1))
    make_comite(plan, tenu_on=dt.date(2026, 11, 1), statut="prevu")
    assert last_committee(plan.territoire, TODAY) == copil
    assert last_committee(plan.territoire, TODAY, NatureComite.COTECH) == cotech
    assert last_committee(plan.territoire, copil.tenu_on) is None


def test_nothing_about_a_restricted_action_reaches_a_reader(plan: Plan, reader: Access) -> None:
    comite, secret = make_comite(plan), secret_action(plan)
    decision = make_decision(comite, "Vendre à X", actions=[secret])
    point = make_point(comite, "Cession", actions=[secret])
    assert decisions_of(plan=plan, by=reader, today=TODAY) == []
    with pytest.raises(Http404):
        get_decision(comite, decision.pk, reader)
    with pytest.raises(Http404):
        get_point(comite, point.pk, reader)
    dossier = dossier_of(comite=comite, by=reader, now=NOW)
    assert (dossier.points, dossier.loose) == ((), ())


def test_a_decision_is_hidden_when_its_action_is_closed_later(
    plan: Plan, by: Access, reader: Access
) -> None:
    action = make_action(plan, "Ouverte", confidentialite="public")
    make_decision(make_comite(plan), "Vendre", actions=[action])
    assert decisions_on(action=action, by=reader, today=TODAY)
    change_action(by=by, action=action, confidentialite="restreint")
    assert decisions_of(plan=plan, by=reader, today=TODAY) == []


def test_the_public_reads_no_committee(plan: Plan) -> None:
    make_decision(make_comite(plan))
    public = make_access(plan.territoire, Role.PUBLIC)
    assert comite_rows(plan=plan, by=public, today=TODAY) == []
    with pytest.raises(Forbidden):
        decisions_of(plan=plan, by=public, today=TODAY)


def test_a_decision_outlives_the_action_it_was_about(plan: Plan, by: Access) -> None:
    action = make_action(plan, "Erreur de saisie")
    make_decision(make_comite(plan), actions=[action])
    deleted = delete_action(by=by, action=action)
    (row,) = decisions_of(plan=plan, by=by, today=TODAY)
    assert row.actions == ()
    restore_operation(by=by, row=deleted)
    (row,) = decisions_of(plan=plan, by=by, today=TODAY)
    assert row.actions == (action,)


def test_a_study_leaves_its_committee_and_comes_back_to_it(plan: Plan, by: Access) -> None:
    study, comite = make_study(plan), make_comite(plan)
    present_study(by=by, comite=comite, study=study)
    with pytest.raises(UserFault, match="déjà présentée"):
        present_study(by=by, comite=comite, study=study)
    deleted = delete_study(by=by, study=study)
    assert not EtudePresentee.objects.exists()
    restore_study(by=by, plan=plan, row=deleted)
    assert EtudePresentee.objects.get().study == study


def test_what_happened_before_an_action_was_opened_stays_closed(
    plan: Plan, by: Access, reader: Access
) -> None:
    secret = secret_action(plan)
    make_comite(plan, tenu_on=dt.datetime.now(dt.UTC).date() - dt.timedelta(days=40))
    coming = make_comite(plan, "À venir", tenu_on=dt.date(2100, 1, 1), statut="prevu")
    now = dt.datetime.now(dt.UTC)
    past = make_comite(plan, "Passé", tenu_on=now.date())
    change_action(by=by, action=secret, objectifs="Négocier avec X")
    change_action(by=by, action=secret, confidentialite="public")
    later = now + dt.timedelta(days=2)
    for comite, at in ((coming, dt.datetime.now(dt.UTC)), (past, later)):
        assert movements(comite, by, at) == ["Cession confidentielle"]
        assert movements(comite, reader, at) == []


def test_a_past_committee_tells_nothing_of_an_action_opened_after_it(
    plan: Plan, by: Access, reader: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime.now(dt.UTC)
    make_comite(plan, tenu_on=now.date() - dt.timedelta(days=40))
    past = make_comite(plan, "Passé", tenu_on=now.date())
    secret = secret_action(plan)
    with monkeypatch.context() as patched:
        patched.setattr(
            "essor.records.journal.actions.timezone.now", lambda: now + dt.timedelta(days=3)
        )
        change_action(by=by, action=secret, confidentialite="public")
    later = now + dt.timedelta(days=4)
    assert movements(past, by, later) == ["Cession confidentielle"]
    assert movements(past, reader, later) == []


def movements(comite: Comite, by: Access, now: dt.datetime) -> list[str]:
    found = dossier_of(comite=comite, by=by, now=now).movements
    return [row.action.titre for row in found.rows] if found else []


GESTURES = st.lists(
    st.tuples(
        st.sampled_from(["point", "decision", "suivre", "retirer", "lieu"]), st.integers(0, 3)
    ),
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gestures=GESTURES)
def test_history_replays_to_the_present(plan: Plan, gestures: list[tuple[str, int]]) -> None:
    by, comite = system(plan.territoire), make_comite(plan)
    action = Action.objects.first() or make_action(plan, "Former")
    for gesture, rank in gestures:
        play(by, comite, action, gesture, rank)
    events = Event.objects.filter(object_kind__startswith="comites.").order_by("id")
    replayed = replay(events)
    for model in (Comite, PointOrdreDuJour, Decision):
        present = {row.pk: snapshot(row) for row in model._default_manager.all()}
        assert replayed.get(kind_of(model), {}) == present


def play(by: Access, comite: Comite, action: Action, gesture: str, rank: int) -> None:
    points = list(PointOrdreDuJour.objects.filter(comite=comite).order_by("ordre"))
    decisions = list(Decision.objects.filter(comite=comite).order_by("ordre"))
    if gesture == "point":
        make_point(comite, f"Point {rank}", actions=[action][: rank % 2])
    elif gesture == "decision":
        point = points[rank] if rank < len(points) else None
        make_decision(comite, f"Décision {rank}", point=point)
    elif gesture == "lieu":
        change_comite(by=by, comite=comite, lieu=f"Salle {rank}")
    elif gesture == "suivre" and rank < len(decisions):
        follow_decision(by=by, decision=decisions[rank], statut=StatutDecision.FAITE)
    elif gesture == "retirer" and rank < len(points):
        change_point(by=by, point=points[rank], texte="Retiré")
        delete_point(by=by, point=points[rank])
