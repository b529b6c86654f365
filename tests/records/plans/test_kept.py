"""The rows of a plan that are kept are those that would be read now, after any gesture."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.journal.actions import operation
from essor.records.journal.snapshots import snapshot
from essor.records.plans.actions import (
    change_action,
    change_axe,
    create_axe,
    delete_action,
    restore_operation,
)
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.kept import PlanRows
from essor.records.plans.models import Action
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.plans.queries import _read_rows, plan_rows
from tests.factories import make_access, make_action, make_member, make_plan, system

pytestmark = pytest.mark.django_db
PILOT = ParticipantRole.PERSONNE_PILOTE


def said(rows: PlanRows) -> list[Any]:
    """Return every column of every row; models compare by identity alone."""
    parts = (rows.actions, rows.participants, rows.financements, rows.axes)
    headings = [one.axe.titre if one.axe else "" for one in rows.actions]
    return [[(row.pk, row.version, snapshot(row)) for row in part] for part in parts] + headings


def test_kept_rows_are_those_read_now_after_each_gesture() -> None:
    plan = make_plan()
    by = system(plan.territoire)
    axe = create_axe(by=by, plan=plan, titre="Industrie")
    one = make_action(plan, "Former", axe=axe, confidentialite="public")
    two = make_action(plan, "Reloger", confidentialite="restreint")
    pilot = make_member(plan.territoire, Role.PILOTE)
    readers = [
        by,
        make_access(plan.territoire, Role.PUBLIC),
        make_access(plan.territoire, Role.PILOTE, pilot),
    ]
    gestures: list[Callable[[], Any]] = [
        lambda: change_action(by=by, action=one, statut="en_cours"),
        lambda: change_axe(by=by, axe=axe, titre="Industrie et formation"),
        lambda: change_action(
            by=by,
            action=two,
            parts=PartValues(
                participants={PILOT: [pilot.label]},
                financements=[FinancementValues(financeur="ADEME")],
            ),
        ),
        lambda: link_pilots(by=by, action=two, users={pilot.label: pilot}),
        lambda: change_action(by=by, action=one, confidentialite="interne"),
        lambda: written_in_the_past(by, one),
        lambda: restore_operation(by=by, row=delete_action(by=by, action=one)),
        lambda: delete_action(by=by, action=two),
    ]
    for gesture in gestures:
        for reader in readers:
            plan_rows(plan=plan, by=reader)
        gesture()
        for reader in readers:
            kept = plan_rows(plan=plan, by=reader)
            assert said(kept) == said(_read_rows(plan, reader))
            assert plan_rows(plan=plan, by=reader) is kept


def written_in_the_past(by: Access, action: Action) -> None:
    """Write an operation dated before the others, as an import of old facts does."""
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    with operation(kind="test", author=by, territoire_code=by.territoire_code, at=at) as op:
        op.change(Action.objects.get(pk=action.pk), objectifs="Anciens objectifs")
