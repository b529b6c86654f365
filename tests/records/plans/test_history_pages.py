"""The history read page by page is the whole history that the person may read, and no more."""

import datetime as dt
import uuid
from unittest import mock

import pytest
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, create_axe, delete_action
from essor.records.plans.history_pages import HistoryAsked, history_page
from essor.records.plans.models import Action, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.permissions import visible_actions
from essor.records.plans.readable_history import OF_THE_PLAN, shown_events
from tests.factories import (
    make_access,
    make_action,
    make_member,
    make_plan,
    make_territoire,
    system,
)

pytestmark = pytest.mark.django_db
SIZE = 7
INSTANTS = [dt.datetime(2026, 10, day, 9, tzinfo=dt.UTC) for day in (1, 1, 1, 2, 3)]


@pytest.fixture
def plan() -> Plan:
    """A plan whose history has many operations of the same instant, open to few or to many."""
    plan = make_plan()
    by = system(plan.territoire)
    elsewhere = make_plan(make_territoire("ti-8412", "Ailleurs"))
    make_action(elsewhere, "Ailleurs", confidentialite="public")
    levels = ("public", "interne", "restreint")
    for rank, at in enumerate(INSTANTS * 3):
        with mock.patch.object(timezone, "now", return_value=at):
            create_axe(by=by, plan=plan, titre=f"Axe {rank}")
            action = make_action(plan, f"Action {rank}", confidentialite=levels[rank % 3])
            add_note(by=by, action=action, texte="Vu", noted_on=at.date())
            change_action(by=by, action=action, statut="en_cours")
            if rank % 4 == 0:
                delete_action(by=by, action=action)
    make_member(plan.territoire, Role.LECTEUR)
    return plan


def all_readable(by: Access) -> list[uuid.UUID]:
    """Judge: read every event of the territory and ask of each whether it may be read."""
    actions = set(Action.objects.filter(visible_actions(by)).values_list("pk", flat=True))
    ever = set(Event.objects.filter(object_kind="plans.action").values_list("object_id", flat=True))
    found = []
    for row in Operation.objects.filter(territoire_code=by.territoire_code):
        events = list(row.events.all())
        readable = [
            event
            for event in events
            if by.role is Role.CHEF_DE_PROJET
            or event.root_id in actions
            or (
                (event.object_kind.startswith("plans.") or event.object_kind in OF_THE_PLAN)
                and event.root_id not in ever
            )
        ]
        if readable or by.role is Role.CHEF_DE_PROJET:
            found.append(row)
    found.sort(key=lambda row: (row.at, row.pk), reverse=True)
    return [row.pk for row in found]


@pytest.mark.parametrize("role", [Role.CHEF_DE_PROJET, Role.LECTEUR])
def test_the_pages_are_the_whole_history_both_ways(plan: Plan, role: Role) -> None:
    by = make_access(plan.territoire, role)
    wanted = all_readable(by)
    assert len(wanted) > 4 * SIZE
    page = history_page(by=by, asked=HistoryAsked(), size=SIZE)
    assert page.newer is None
    down = [row.pk for row in page.rows]
    while page.older is not None:
        page = history_page(by=by, asked=HistoryAsked(before=page.older), size=SIZE)
        down += [row.pk for row in page.rows]
        assert all(shown_events(row) for row in page.rows)
    assert down == wanted
    up = [row.pk for row in page.rows]
    while page.newer is not None:
        page = history_page(by=by, asked=HistoryAsked(after=page.newer), size=SIZE)
        up = [row.pk for row in page.rows if row.pk not in up] + up
    assert up == wanted


def test_up_to_a_day_reads_what_was_written_by_its_evening(plan: Plan) -> None:
    by = make_access(plan.territoire, Role.CHEF_DE_PROJET)
    page = history_page(by=by, asked=HistoryAsked(until=dt.date(2026, 10, 2)), size=SIZE)
    assert {row.at for row in page.rows} == {INSTANTS[3]}
    assert page.newer is not None
    before = history_page(by=by, asked=HistoryAsked(until=dt.date(2025, 1, 1)), size=SIZE)
    assert (before.rows, before.newer, before.older) == ((), None, None)


def test_an_operation_of_elsewhere_or_of_nowhere_asks_for_the_latest(plan: Plan) -> None:
    by = make_access(plan.territoire, Role.CHEF_DE_PROJET)
    latest = history_page(by=by, asked=HistoryAsked(), size=SIZE).rows
    foreign = Operation.objects.filter(territoire_code="ti-8412").first()
    assert foreign is not None
    for key in (foreign.pk, uuid.uuid4()):
        for asked in (HistoryAsked(before=key), HistoryAsked(after=key)):
            assert history_page(by=by, asked=asked, size=SIZE).rows == latest
