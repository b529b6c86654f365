"""Any sequence of gestures replays to the present, and « as of » equals what stood that day."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essor.foundations.errors import UserFault
from essor.records.journal.models import Event, Operation, Tracked
from essor.records.journal.queries import StateByKind, replay, state_as_of
from essor.records.journal.snapshots import kind_of, snapshot
from essor.records.plans.actions import (
    change_action,
    create_action,
    delete_action,
    restore_operation,
)
from essor.records.plans.choices import ParticipantRole, Statut
from essor.records.plans.models import Action, Financement, Participant, Plan
from essor.records.plans.parts import FinancementValues, PartValues
from tests.factories import make_plan, make_territoire, system

MODELS: tuple[type[Tracked], ...] = (Plan, Action, Participant, Financement)
names = st.sampled_from(["Ana Roy", "Luc Bo", "Région", "ADEME", "Usine"])
gestures = st.lists(
    st.one_of(
        st.tuples(st.just("create"), st.integers(0, 9)),
        st.tuples(st.just("statut"), st.sampled_from(Statut.values)),
        st.tuples(st.just("people"), st.lists(names, max_size=3)),
        st.tuples(st.just("euros"), st.lists(st.tuples(names, st.integers(0, 10**9)), max_size=3)),
        st.tuples(st.just("delete"), st.none()),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=12,
)


def present() -> list[Tracked]:
    return [obj for model in MODELS for obj in model._default_manager.all()]


def stored() -> StateByKind:
    states: StateByKind = {}
    for obj in present():
        states.setdefault(kind_of(obj), {})[obj.id] = snapshot(obj)
    return states


def without_empty(states: StateByKind) -> StateByKind:
    return {kind: objects for kind, objects in states.items() if objects}


def play(plan: Plan, gesture: str, value: object) -> None:
    by = system(plan.territoire)
    actions = list(Action.objects.filter(plan=plan).order_by("code"))
    if gesture == "create":
        parent = actions[0] if value == 0 and actions and actions[0].parent is None else None
        create_action(by=by, plan=plan, titre=f"Action {value}", parent=parent)
    elif gesture == "undo":
        row = Operation.objects.order_by("-at", "-id").first()
        if row is not None and row.kind != "plan.creer":
            restore_operation(by=by, row=row)
    elif actions:
        edit(plan, actions[-1], gesture, value)


def edit(plan: Plan, action: Action, gesture: str, value: object) -> None:
    by = system(plan.territoire)
    if gesture == "statut":
        change_action(by=by, action=action, statut=value)
    elif gesture == "people":
        parts = PartValues(participants={ParticipantRole.PARTENAIRE: value})  # type: ignore[dict-item]
        change_action(by=by, action=action, parts=parts)
    elif gesture == "euros":
        euros = [FinancementValues(financeur=n, montant_eur=Decimal(m)) for n, m in value]  # type: ignore[attr-defined]
        change_action(by=by, action=action, parts=PartValues(financements=euros))
    elif gesture == "delete":
        delete_action(by=by, action=action)


class ReplayTest(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(gestures)
    def test_history_replays_to_the_present_and_to_every_past(
        self, played: list[tuple[str, object]]
    ) -> None:
        plan = make_plan()
        moments: list[tuple[dt.datetime, StateByKind]] = []
        for gesture, value in played:
            with suppress(UserFault):  # a refused gesture leaves no trace: the replay proves it
                play(plan, gesture, value)
            last = Operation.objects.latest("at")
            moments.append((last.at, stored()))
        events = list(Event.objects.order_by("id"))
        kinds = {kind_of(model) for model in MODELS}
        replayed = {kind: state for kind, state in replay(events).items() if kind in kinds}
        assert without_empty(replayed) == without_empty(stored())
        for at, then in moments:
            past = state_as_of(territoire_code=make_territoire().code, at=at, present=present())
            assert without_empty(past) == without_empty(then)


@pytest.mark.django_db
def test_before_the_first_operation_there_was_nothing() -> None:
    plan = make_plan()
    at = plan.created_at - dt.timedelta(seconds=1)
    past = state_as_of(territoire_code="ti-8404", at=at, present=present())
    assert without_empty(past) == {}
