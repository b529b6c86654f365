from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from essor.records.suivi.rules import (
    Color,
    Delay,
    Thresholds,
    is_silent,
    judge_budget,
    judge_risk,
    judge_time,
    progress,
)

LIMITS = Thresholds(
    time_orange_days=30,
    time_red_days=90,
    budget_orange_pct=Decimal(5),
    budget_red_pct=Decimal(10),
    risk_orange_pct=Decimal(80),
    risk_red_pct=Decimal(50),
    silence_days=45,
)
GRAVITY = [Color.VERT, Color.ORANGE, Color.ROUGE]
days = st.floats(min_value=-5000, max_value=5000)
euros = st.decimals(min_value=0, max_value=10**9, places=2)
jalons = st.lists(st.tuples(st.integers(1, 100), st.booleans()), max_size=20).map(tuple)


def time(*given_days: float, is_closed: bool = False) -> Color:
    delays = tuple(Delay(what="Jalon « Travaux »", days=one) for one in given_days)
    return judge_time(delays=delays, is_closed=is_closed, limits=LIMITS).color


def test_each_threshold_begins_its_colour():
    assert [time(one) for one in (-3, 0, 29, 30, 89, 90)] == [
        Color.VERT, Color.VERT, Color.VERT, Color.ORANGE, Color.ORANGE, Color.ROUGE,
    ]  # fmt: skip


@given(st.lists(days, min_size=1), days)
def test_one_more_delay_never_improves_the_colour(known: list[float], more: float):
    assert GRAVITY.index(time(*known, more)) >= GRAVITY.index(time(*known))


def test_nothing_dated_is_no_data_and_a_closed_action_has_no_colour():
    assert time() is Color.SANS_DONNEE
    assert time(400, is_closed=True) is Color.SANS_OBJET


def test_the_rule_names_the_worst_and_the_thresholds():
    delays = (Delay(what="Date de fin", days=3), Delay(what="Jalon « Permis »", days=40))
    said = judge_time(delays=delays, is_closed=False, limits=LIMITS).rule.replace("\u00a0", " ")
    assert (
        said == "Jalon « Permis » : 40 jours de retard (orange dès 30 jours, rouge dès 90 jours)."
    )


def budget(planned: Decimal | None, spent: Decimal | None) -> Color:
    return judge_budget(planned_eur=planned, spent_eur=spent, limits=LIMITS).color


def test_budget_colours():
    hundred = Decimal(100)
    found = [budget(hundred, Decimal(one)) for one in ("0", "100", "104.99", "105", "110")]
    assert found == [Color.VERT, Color.VERT, Color.VERT, Color.ORANGE, Color.ROUGE]
    assert budget(None, hundred) is budget(hundred, None) is Color.SANS_DONNEE
    assert budget(Decimal(0), Decimal(1)) is Color.ROUGE
    assert budget(Decimal(0), Decimal(0)) is Color.VERT


@given(euros, euros, euros)
def test_spending_more_never_improves_the_colour(planned: Decimal, spent: Decimal, more: Decimal):
    first, then = budget(planned, spent), budget(planned, spent + more)
    assert GRAVITY.index(then) >= GRAVITY.index(first)


def test_risk_colours():
    def color(held: float | None) -> Color:
        return judge_risk(held=held, what="Jalon", is_closed=False, limits=LIMITS).color

    assert [color(one) for one in (1.0, 0.8, 0.79, 0.5, 0.49, 0.0)] == [
        Color.VERT, Color.VERT, Color.ORANGE, Color.ORANGE, Color.ROUGE, Color.ROUGE,
    ]  # fmt: skip
    assert color(None) is Color.SANS_DONNEE


@given(jalons)
def test_progress_is_a_share_and_unknown_without_milestone(found: tuple[tuple[int, bool], ...]):
    share = progress(found)
    if not found:
        assert share is None
        return
    assert share is not None
    assert 0 <= share <= 1
    assert (share == 1) is all(reached for _, reached in found)
    assert (share == 0) is not any(reached for _, reached in found)


@given(jalons.filter(lambda found: any(not reached for _, reached in found)))
def test_reaching_a_milestone_raises_progress(found: tuple[tuple[int, bool], ...]):
    rank = next(rank for rank, (_, reached) in enumerate(found) if not reached)
    after = (*found[:rank], (found[rank][0], True), *found[rank + 1 :])
    before_share, after_share = progress(found), progress(after)
    assert before_share is not None
    assert after_share is not None
    assert after_share > before_share


def test_silence():
    def silent(number: int | None, *, is_closed: bool = False) -> bool:
        return is_silent(days=number, is_closed=is_closed, limits=LIMITS)

    assert [silent(44), silent(45), silent(None)] == [False, True, True]
    assert not silent(400, is_closed=True)
