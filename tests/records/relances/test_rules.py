"""Who receives what and when, as pure functions: no database here."""

import datetime as dt
import uuid
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from essor.foundations.french_holidays import quiet_reason
from essor.records.relances.kinds import Nature
from essor.records.relances.rules import (
    BEFORE,
    Rule,
    State,
    Watched,
    after,
    first_day,
    plan_day,
    plan_days,
)

MONDAY = dt.date(2026, 11, 23)
PLACES, PEOPLE = (1, 2), (10, 11, 12)
natures = st.sampled_from(list(Nature))
near = st.integers(-40, 40).map(lambda days: MONDAY + dt.timedelta(days=days))
objects = st.integers(0, 5).map(lambda number: uuid.UUID(int=number))


def thing(nature: Nature = Nature.JALON_DEPASSE, anchor: dt.date = MONDAY, user: int = 10):
    return Watched(
        nature=nature, user_id=user, territoire_id=1, object_id=uuid.UUID(int=1), anchor=anchor,
        texte="A01 Former : jalon", path="/",
    )  # fmt: skip


def state(*watched: Watched, **rule: int) -> State:
    rules = {
        (1, nature): Rule(nature=nature, is_on=True, **({"days": 7} | rule)) for nature in Nature
    }
    return State(watched=watched, rules=rules, unsubscribed=frozenset())


@st.composite
def states(draw: st.DrawFn) -> State:
    watched = draw(
        st.lists(
            st.builds(
                Watched, nature=natures, user_id=st.sampled_from(PEOPLE),
                territoire_id=st.sampled_from(PLACES), object_id=objects, anchor=near,
                texte=st.just("A01 : jalon"), path=st.just("/"),
            ),
            max_size=12,
            unique_by=lambda one: (one.key, one.anchor),
        )
    )  # fmt: skip
    rules = {
        (place, nature): draw(
            st.builds(
                Rule, nature=st.just(nature), is_on=st.booleans(), days=st.integers(0, 20),
                every_days=st.integers(0, 9), most=st.integers(1, 4),
            )
        )
        for place in PLACES
        for nature in Nature
    }  # fmt: skip
    refused = draw(st.frozensets(st.tuples(st.sampled_from(PEOPLE), natures), max_size=4))
    return State(watched=tuple(watched), rules=rules, unsubscribed=refused)


def span(found: State, days: int = 30):
    return plan_days(found, first=MONDAY, last=MONDAY + dt.timedelta(days=days))


def test_a_reminder_leaves_on_its_day_and_once():
    plans = span(state(thing(anchor=MONDAY)))
    assert [plan.day for plan in plans if plan.mails] == [MONDAY + dt.timedelta(days=7)]


def test_a_repeated_reminder_stops_after_the_most():
    plans = span(state(thing(anchor=MONDAY - dt.timedelta(days=9)), every_days=7, most=3), 60)
    days = [plan.day for plan in plans if plan.mails]
    assert days == [MONDAY + dt.timedelta(days=7 * n) for n in range(3)]


def test_a_new_date_begins_again():
    first = state(thing(anchor=MONDAY - dt.timedelta(days=7)))
    told = after(first, plan_day(first, MONDAY))
    moved = thing(anchor=MONDAY - dt.timedelta(days=8))
    assert not plan_day(told, MONDAY + dt.timedelta(days=1)).mails
    again = State(**{**_as_dict(told), "watched": (moved,)})
    assert plan_day(again, MONDAY + dt.timedelta(days=1)).mails


def _as_dict(found: State) -> dict[str, object]:
    return {name: getattr(found, name) for name in State.__slots__}


def test_nothing_leaves_on_a_week_end_or_a_holiday_and_it_leaves_on_the_next_working_day():
    noel = dt.date(2026, 12, 25)  # a Friday, then the week-end
    found = state(thing(anchor=noel - dt.timedelta(days=7)))
    plans = plan_days(found, first=noel, last=noel + dt.timedelta(days=3))
    assert [bool(plan.mails) for plan in plans] == [False, False, False, True]
    assert [plan.quiet for plan in plans] == ["Noël", "samedi", "dimanche", ""]


def test_expected_soon_is_not_said_once_the_day_is_past():
    found = state(thing(Nature.JALON_PROCHE, MONDAY - dt.timedelta(days=1)))
    assert not any(plan.mails for plan in span(found))


def test_what_could_not_leave_a_day_leaves_later_and_not_twice():
    found = state(thing(anchor=MONDAY - dt.timedelta(days=30)))
    busy = State(**{**_as_dict(found), "mailed": frozenset({(10, MONDAY)})})
    plans = plan_days(busy, first=MONDAY, last=MONDAY + dt.timedelta(days=4))
    assert [bool(plan.mails) for plan in plans] == [False, True, False, False, False]


@given(states())
@settings(max_examples=60)
def test_never_twice_never_to_another_never_refused_one_mail_a_day(found: State):
    known = {(one.key, one.anchor): one for one in found.watched}
    keys: Counter[object] = Counter()
    for plan in span(found):
        people = [mail.user_id for mail in plan.mails]
        assert len(people) == len(set(people))
        assert not (plan.mails and quiet_reason(plan.day))
        for mail in plan.mails:
            assert mail.lines
            for line in mail.lines:
                one = line.watched
                assert one.user_id == mail.user_id
                assert known[one.key, one.anchor] is one
                assert (one.user_id, one.nature) not in found.unsubscribed
                rule = found.rules[one.territoire_id, one.nature]
                assert rule.is_on
                assert plan.day >= first_day(rule, one.anchor)
                keys[one.key, line.occurrence] += 1
    assert all(count == 1 for count in keys.values())
    for one in found.watched:
        rule = found.rules[one.territoire_id, one.nature]
        told = sum(key[0] == one.key and key[1].startswith(str(one.anchor)) for key in keys)
        assert told <= (rule.most if rule.every_days else 1)


@given(states())
@settings(max_examples=60)
def test_the_preview_is_what_day_after_day_would_send(found: State):
    seen = span(found, 12)
    now = found
    for plan in seen:
        sent = plan_day(now, plan.day)
        assert sent == plan
        now = after(now, sent)


@given(states(), st.integers(0, 12))
@settings(max_examples=40)
def test_whatever_is_due_on_a_working_day_is_sent(found: State, days: int):
    """The obvious judge: a first reminder is never lost, whatever was missed before."""
    day = MONDAY + dt.timedelta(days=days)
    plan = plan_day(found, day)
    if plan.quiet:
        return
    told = {(line.watched.key, line.watched.anchor) for m in plan.mails for line in m.lines}
    for one in found.watched:
        rule = found.rules[one.territoire_id, one.nature]
        start = one.anchor - dt.timedelta(days=rule.days) if one.nature in BEFORE else (
            one.anchor + dt.timedelta(days=max(1, rule.days))
        )  # fmt: skip
        if one.nature is Nature.DEMANDE:
            start = one.anchor
        is_stale = one.nature is Nature.JALON_PROCHE and day > one.anchor
        is_refused = (one.user_id, one.nature) in found.unsubscribed
        expected = rule.is_on and day >= start and not is_stale and not is_refused
        assert ((one.key, one.anchor) in told) is expected
