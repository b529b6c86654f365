"""The verdict and the sums, without any database."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.foundations.absence import Absence
from essor.foundations.periods import Period
from essor.records.indicateurs.choices import Agregation, Sens
from essor.records.indicateurs.standing import Dated, standing_of
from essor.records.indicateurs.verdicts import Issue, Repere, Verdict, judge
from tests.records.indicateurs.made import measured

TODAY = dt.date(2026, 11, 23)
START = dt.date(2024, 1, 1)
END = dt.date(2028, 1, 1)


def at(day: dt.date, low: int, high: int | None = None) -> Repere:
    return Repere(on=day, low=Decimal(low), high=Decimal(low if high is None else high))


def verdict(
    latest: Repere | None,
    *,
    sens: Sens = Sens.HAUSSE,
    aimed: int = 100,
    on: dt.date = END,
    reference: int | None = 0,
) -> Verdict:
    return judge(
        sens=sens,
        unit="emploi",
        reference=None if reference is None else at(START, reference),
        targets=[at(on, aimed)],
        latest=latest,
        today=TODAY,
    )


MIDWAY = dt.date(2026, 1, 1)  # half of the trajectory


@pytest.mark.parametrize(
    ("latest", "issue"),
    [
        (at(MIDWAY, 100), Issue.ATTEINT),
        (at(MIDWAY, 60), Issue.EN_BONNE_VOIE),
        (at(MIDWAY, 40), Issue.EN_RETARD),
        (at(MIDWAY, 90, 110), Issue.SANS_VERDICT),  # straddles the target
        (at(MIDWAY, 45, 55), Issue.SANS_VERDICT),  # straddles the trajectory
        (at(MIDWAY, 101, 130), Issue.ATTEINT),
        (None, Issue.SANS_VALEUR),
    ],
)
def test_each_case_has_its_verdict_and_says_why(latest: Repere | None, issue: Issue) -> None:
    found = verdict(latest)
    assert found.issue is issue
    assert found.rule.endswith(".")


def test_less_is_better_when_a_fall_is_wanted() -> None:
    assert verdict(at(MIDWAY, 40), sens=Sens.BAISSE, aimed=50, reference=200).issue is Issue.ATTEINT
    late = verdict(at(MIDWAY, 190), sens=Sens.BAISSE, aimed=50, reference=200)
    assert late.issue is Issue.EN_RETARD


def test_nothing_is_concluded_without_what_it_takes() -> None:
    assert verdict(at(MIDWAY, 60), reference=None).issue is Issue.SANS_VERDICT
    assert verdict(at(MIDWAY, 60), sens=Sens.NEUTRE).issue is Issue.SANS_VERDICT
    past = verdict(at(MIDWAY, 60), on=dt.date(2026, 6, 1))
    assert past.issue is Issue.SANS_VALEUR  # older than the day it would be judged on
    gone = verdict(at(dt.date(2026, 7, 1), 60), on=dt.date(2026, 6, 1))
    assert gone.issue is Issue.EN_RETARD


SAID = st.lists(
    st.tuples(
        st.integers(0, 10_000), st.booleans(), st.sampled_from([2021, 2022, 2023, 2024, 2025])
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(st.lists(SAID, min_size=1, max_size=4), st.sampled_from(list(Agregation)))
def test_declared_is_never_added_to_measured(
    series: list[list[tuple[int, bool, int]]], agregation: Agregation
) -> None:
    dated = [
        [
            Dated(periode=Period.year(year), sourced=measured(value, declared=flag), rank=rank)
            for rank, (value, flag, year) in enumerate(said)
        ]
        for said in series
    ]
    both = standing_of(dated, agregation=agregation, unit="emploi", on=TODAY)
    for flag, figure in ((False, both.measured), (True, both.declared)):
        alone = [[one for one in said if one.sourced.is_self_declared is flag] for said in dated]
        apart = standing_of(alone, agregation=agregation, unit="emploi", on=TODAY)
        assert figure == (apart.declared if flag else apart.measured)
        if figure is not None:
            assert figure.total.is_self_declared is flag
    assert both.judged in (None, both.measured, both.declared)


def test_a_part_measured_and_a_part_declared_are_not_judged() -> None:
    mine = Dated(periode=Period.year(2024), sourced=measured(10))
    told = Dated(periode=Period.year(2024), sourced=measured(20, declared=True))
    found = standing_of([[mine], [told]], agregation=Agregation.SOMME, unit="emploi", on=TODAY)
    assert found.judged is None
    assert "ne s'additionnent pas" in found.why_not


def test_a_missing_value_is_not_zero() -> None:
    known = Dated(periode=Period.year(2024), sourced=measured(10))
    unknown = Dated(periode=Period.year(2024), sourced=measured(None, absence=Absence.NON_PUBLIE))
    found = standing_of([[known], [unknown]], agregation=Agregation.SOMME, unit="emploi", on=TODAY)
    assert found.judged is None
    assert "incomplète" in found.why_not
