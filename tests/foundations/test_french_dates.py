from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.french import format_date, format_date_short, parse_date_fr

DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def reason_of(text):
    with pytest.raises(UserFault) as caught:
        parse_date_fr(text)
    (fault,) = caught.value.faults
    assert fault.value == text
    assert fault.expected
    return fault


@given(DAYS)
def test_every_writing_of_a_day_reads_back(day):
    assert parse_date_fr(day.isoformat()) == day
    assert parse_date_fr(f"{day.isoformat()}T00:00:00") == day
    assert parse_date_fr(format_date_short(day)) == day
    assert parse_date_fr(f"{format_date_short(day)} 00:00") == day
    assert parse_date_fr(format_date(day)) == day
    assert parse_date_fr(f"{day.day}.{day.month}.{day.year}") == day
    assert parse_date_fr(f"{WEEKDAYS[day.weekday()]} {format_date(day)}") == day


@pytest.mark.parametrize(
    "text", ["1 févr. 2026", "1ER FEVRIER 2026", " 01/02/2026 ", "1\u00a0fév 2026", "01-02-2026"]
)
def test_usual_variants(text):
    assert parse_date_fr(text) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12/14/20", "date_ambigue"),
        ("01/02/26", "date_ambigue"),
        ("1.2.26", "date_ambigue"),
        ("12/14/2026", "date_mois"),
        ("2026-14-12", "date_mois"),
        ("31/02/2026", "date_jour"),
        ("29 février 2025", "date_jour"),
        ("32/01/2026", "date_jour"),
        ("mars 2026", "date_incomplete"),
        ("2026", "date_incomplete"),
        ("03/2026", "date_incomplete"),
        ("15 mars", "date_incomplete"),
        ("01/03", "date_incomplete"),
        ("15 poissons", "date_illisible"),
        ("2 brumaire 2026", "date_mois"),
        ("2er mars 2026", "date_illisible"),
        ("mardi 2 mars 2026", "date_jour_semaine"),
        ("01/02-2026", "date_illisible"),
        ("01/02/0026", "date_annee"),
        ("2026-03-01 14:30", "date_illisible"),
        ("46082", "date_illisible"),
        ("bientôt", "date_illisible"),
        ("", "date_vide"),
        ("٠١/٠٢/٢٠٢٦", "date_illisible"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_reason(text, code):
    assert reason_of(text).code == code


def test_american_order_is_suspected_aloud():
    assert "ordre américain" in reason_of("12/14/2026").message
    assert "ordre américain" in reason_of("1/14/2026").message
    assert "ordre américain" not in reason_of("13/14/2026").message
    assert "le mois 14 n'existe pas" in reason_of("12/14/20").message
    assert "n'existe pas" not in reason_of("14/12/20").message


@given(st.text(max_size=20))
def test_any_text_gives_a_date_or_a_fault(text):
    try:
        found = parse_date_fr(text)
    except UserFault:
        return
    assert isinstance(found, date)
