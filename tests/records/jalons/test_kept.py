"""A calendar that is kept says what a calendar computed now would say, after any gesture."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import (
    adopt_baseline,
    change_jalon,
    delete_jalon,
    link_jalons,
    unlink_jalons,
)
from essor.records.jalons.calendar import PlanCalendar
from essor.records.jalons.draws import draw_once
from essor.records.jalons.forecasts import announce, cancel_prevision, reach, reopen
from essor.records.jalons.models import Dependance, Jalon
from essor.records.jalons.queries import _compute, plan_calendar, risk_of
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import operation
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.models import Action, Plan
from tests.factories import forecast, make_access, make_action, make_jalon, make_plan, system

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
PUBLIC = Role.PUBLIC


def said(calendar: PlanCalendar) -> list[Any]:
    """Return all that a page shows of a calendar; models compare by identity alone."""
    return [
        (
            axe.titre,
            action.action.titre,
            action.drift,
            [(one.avant_id, one.apres_id) for one in action.inside],
            [
                (
                    row.jalon.titre,
                    row.jalon.version,
                    [(one.pk, one.is_cancelled) for one in row.previsions],
                    row.current,
                    row.pushed_by.titre if row.pushed_by else None,
                    row.drift,
                    row.moved,
                    row.slack,
                    row.days_late,
                )
                for row in action.rows
            ],
        )
        for axe in calendar.axes
        for action in axe.actions
    ]


def test_a_kept_calendar_is_the_one_computed_now_after_each_gesture() -> None:
    plan = make_plan()
    by = system(plan.territoire)
    action = make_action(plan, "Imprimerie", confidentialite="public")
    one, two = make_jalon(action, "Études", "mars 2026"), make_jalon(action, "Travaux", "2027")
    other = make_jalon(make_action(plan, "Halle"), "Vente", "2028")
    readers = [by, make_access(plan.territoire, PUBLIC), make_access(plan.territoire, Role.LECTEUR)]
    gestures: list[Callable[[], Any]] = [
        lambda: change_jalon(by=by, jalon=two, titre="Gros œuvre"),
        lambda: announce(by=by, jalon=one, values=forecast("2029")),
        lambda: link_jalons(by=by, avant=one, apres=two, lag_days=30),
        lambda: link_jalons(by=by, avant=two, apres=other),
        lambda: adopt_baseline(by=by, plan=plan, reason="Convention"),
        lambda: cancel_prevision(by=by, prevision=one.previsions.last(), motif="Erreur"),
        lambda: unlink_jalons(by=by, dependance=Dependance.objects.get(apres=other)),
        lambda: reach(
            by=by, jalon=one, actual=Period.day(TODAY), preuve=Preuve(texte="Procès-verbal")
        ),
        lambda: reopen(by=by, jalon=Jalon.objects.get(pk=one.pk), reason="Erreur"),
        lambda: change_action(by=by, action=action, confidentialite="restreint"),
        lambda: written_in_the_past(by, two),
        lambda: delete_jalon(by=by, jalon=Jalon.objects.get(pk=other.pk)),
        lambda: restore_operation(by=by, row=delete_action(by=by, action=action)),
    ]
    for gesture in gestures:
        for reader in readers:
            plan_calendar(plan=plan, by=reader, today=TODAY)  # kept before the gesture
        gesture()
        for reader in readers:
            check(plan, reader)


def written_in_the_past(by: Access, jalon: Jalon) -> None:
    """Write an operation dated before the others, as an import of old facts does."""
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    with operation(kind="test", author=by, territoire_code=by.territoire_code, at=at) as op:
        op.change(Jalon.objects.get(pk=jalon.pk), phase="Ancienne")


def check(plan: Plan, by: Access) -> None:
    for since in (None, dt.date(2026, 1, 1)):
        for today in (TODAY, TODAY + dt.timedelta(days=400)):
            kept = plan_calendar(plan=plan, by=by, today=today, since=since)
            assert said(kept) == said(_compute(plan, by, today=today, since=since))
            assert plan_calendar(plan=plan, by=by, today=today, since=since) is kept


def test_the_same_schedule_is_drawn_once_and_another_one_again() -> None:
    plan = make_plan()
    by = system(plan.territoire)
    action = make_action(plan, "Imprimerie")
    ranged = {"plus_tot_on": dt.date(2027, 3, 1), "plus_tard_on": dt.date(2027, 12, 1)}
    make_jalon(action, "Travaux", prevision=forecast("30/06/2027", **ranged))
    draw_once.cache_clear()
    first = chance(plan, by, action)
    assert chance(plan, by, action) == first
    assert draw_once.cache_info().misses == 1
    ranged["plus_tard_on"] = dt.date(2028, 12, 1)
    make_jalon(action, "Vente", prevision=forecast("31/07/2027", **ranged))
    assert chance(plan, by, action) != first
    assert draw_once.cache_info().misses == 2


def chance(plan: Plan, by: Access, action: Action) -> Any:
    calendar = plan_calendar(plan=plan, by=by, today=TODAY).of_action(action)
    found = risk_of(calendar)
    assert found is not None
    return (found.target, found.held, found.p10, found.p90, found.causes)
