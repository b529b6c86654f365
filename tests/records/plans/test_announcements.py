"""Dates that slip, amounts that grow: what was said, in the order it was said."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.periods import Period
from essor.records.plans.announcements import count_slips, gather_series, said_label, short_eur
from essor.records.plans.choices import NatureAnnonce, Precision
from essor.records.plans.models import Annonce

YEARS = st.integers(min_value=2000, max_value=2040)


def date_said(year: int, announced: int | None, **values: object) -> Annonce:
    fields = {
        "sujet": "livraison",
        "nature": NatureAnnonce.DATE,
        "value_on": dt.date(year, 12, 31),
        "value_precision": Precision.ANNEE,
        "announced_on": dt.date(announced, 1, 1) if announced else None,
    }
    return Annonce(**{**fields, **values})


def test_a_date_put_off_twice_slips_twice():
    said = [date_said(2027, 2023), date_said(2022, 2016), date_said(2024, 2017)]
    (series,) = gather_series(said)
    assert (series.steps, series.slips) == (("2022", "2024", "2027"), 2)
    assert series.latest is said[0]


def test_a_date_brought_forward_is_not_a_slip():
    (series,) = gather_series([date_said(2024, 2016), date_said(2023, 2017)])
    assert series.slips == 0


def test_a_more_precise_date_is_not_a_slip():
    march = date_said(2024, 2023, value_on=dt.date(2024, 3, 1), value_precision=Precision.MOIS)
    (series,) = gather_series([date_said(2024, 2022), march])
    assert (series.steps, series.slips) == (("2024", "mars\u00a02024"), 0)


def test_the_same_date_said_again_is_one_step():
    (series,) = gather_series([date_said(2024, 2019), date_said(2024, 2020)])
    assert (series.steps, len(series.annonces)) == (("2024",), 2)


def test_an_undated_announcement_counts_in_no_slip():
    (series,) = gather_series([date_said(2027, None), date_said(2022, 2016)])
    assert (series.steps, series.slips, series.is_ordered) == (("2027", "2022"), 0, False)


def test_a_deadline_that_passed_in_silence_is_overdue():
    (series,) = gather_series([date_said(2025, 2023)])
    assert not series.is_overdue(dt.date(2025, 12, 31))
    assert series.is_overdue(dt.date(2026, 1, 1))


def test_a_fact_told_when_it_happened_is_no_deadline():
    (series,) = gather_series([date_said(2024, 2024, announced_precision=Precision.ANNEE)])
    assert not series.is_deadline()
    assert not series.is_overdue(dt.date(2030, 1, 1))


def test_a_dated_fact_is_shown_with_its_date_and_never_overdue():
    (series,) = gather_series([date_said(2022, None, nature=NatureAnnonce.FAIT)])
    assert series.steps == ("2022",)
    assert not series.is_overdue(dt.date(2026, 11, 23))


def test_subjects_and_kinds_never_mix_and_keep_their_order():
    series = gather_series(
        [
            date_said(2028, 2024, ordre=3),
            date_said(2022, 2024, ordre=2, sujet="ouverture"),
            Annonce(
                sujet="livraison",
                nature=NatureAnnonce.MONTANT,
                value=Decimal("300000000.000"),
                unit="EUR",
                announced_on=dt.date(2024, 4, 18),
                ordre=1,
            ),
        ]
    )
    assert [(one.sujet, one.nature.value) for one in series] == [
        ("livraison", "montant"),
        ("ouverture", "date"),
        ("livraison", "date"),
    ]
    assert series[0].steps == ("300\u00a0M€",)


@given(st.lists(YEARS))
def test_slips_of_whole_years_are_the_rises(years: list[int]):
    rises = sum(after > before for before, after in zip(years, years[1:], strict=False))
    assert count_slips(Period.year(year) for year in years) == rises


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("300000000", "300\u00a0M€"),
        ("1360000000.000", "1\u00a0360\u00a0M€"),
        ("6500000", "6,5\u00a0M€"),
        ("6543210", "6\u00a0543\u00a0210\u00a0€"),
        ("1200.50", "1\u00a0200,50\u00a0€"),
        ("0", "0\u00a0€"),
    ],
)
def test_short_euros_lose_no_digit(amount: str, said: str):
    assert short_eur(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"nature": "surface", "value": Decimal("42.000"), "unit": "ha"}, "42\u00a0ha"),
        (
            {"nature": "surface", "low": Decimal(3), "high": Decimal("3.5"), "unit": "ha"},
            "entre 3\u00a0ha et 3,5\u00a0ha",
        ),
        ({"nature": "emploi", "low": Decimal(170), "unit": "emploi"}, "au moins 170\u00a0emplois"),
        ({"nature": "nombre", "high": Decimal(9), "unit": "projet"}, "au plus 9\u00a0projets"),
        (
            {
                "nature": "emploi",
                "value": Decimal(700),
                "unit": "emplois",
                "value_on": dt.date(2030, 1, 1),
                "value_precision": "annee",
            },
            "700\u00a0emplois (2030)",
        ),
        ({"nature": "texte", "texte": "quatre ans de retard"}, "quatre ans de retard"),
    ],
)
def test_what_was_said_reads_as_it_was_said(values: dict[str, object], said: str):
    assert said_label(Annonce(sujet="x", **values)) == said
