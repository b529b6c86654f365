from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.french import format_eur, format_number, parse_amount_eur

CENTS = st.integers(0, 10**14 - 1)


def reason_of(text):
    with pytest.raises(UserFault) as caught:
        parse_amount_eur(text)
    (fault,) = caught.value.faults
    assert fault.value == text
    return fault


@given(CENTS)
def test_every_unambiguous_writing_reads_back(cents):
    amount = Decimal(cents) / 100
    euros, rest = divmod(cents, 100)
    grouped = f"{euros:,}"
    writings = [
        f"{euros},{rest:02}",
        f"{euros}.{rest:02} €",
        grouped.replace(",", " ") + f",{rest:02} €",
        grouped.replace(",", "\u202f") + f",{rest:02}\u00a0€",
        grouped.replace(",", ".") + f",{rest:02}",
        f"{grouped}.{rest:02} EUR",
        format_eur(amount, decimals=2),
    ]
    assert {parse_amount_eur(text) for text in writings} == {amount}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 200,50 €", "1200.50"),
        ("1200.5", "1200.50"),
        ("1.200,50", "1200.50"),
        ("12 000 €", "12000.00"),
        ("12 000 euros", "12000.00"),
        ("12 k€", "12000.00"),
        ("12K€", "12000.00"),
        ("1,2 M€", "1200000.00"),
        ("1,5 Md€", "1500000000.00"),
        ("0,125 M€", "125000.00"),
        ("0", "0.00"),
        ("1.200.000", "1200000.00"),
        ("1 200,500 M€", "1200500000.00"),
        ("00012", "12.00"),
    ],
)
def test_usual_writings(text, amount):
    assert str(parse_amount_eur(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Entre 200 et 500", "montant_multiple"),
        ("200-500", "montant_multiple"),
        ("200 / 500", "montant_multiple"),
        ("1,200", "montant_ambigu"),
        ("1.200 €", "montant_ambigu"),
        ("1,250 M€", "montant_ambigu"),
        ("-500", "montant_negatif"),
        ("\u2212500 €", "montant_negatif"),
        ("(500)", "montant_negatif"),
        ("12 000 € HT", "montant_taxe"),
        ("12000 ttc", "montant_taxe"),
        ("1200,505", "montant_decimales"),
        ("1200,500", "montant_decimales"),
        ("1," + "0" * 40 + "1", "montant_decimales"),
        ("1,123456 k€", "montant_decimales"),
        ("0,125", "montant_decimales"),
        ("1 2000", "montant_illisible"),
        ("12 00", "montant_illisible"),
        ("1.200.50", "montant_illisible"),
        ("1,200.500,00", "montant_illisible"),
        (",50", "montant_illisible"),
        ("environ 300", "montant_illisible"),
        ("300 $", "montant_illisible"),
        ("1e6", "montant_illisible"),
        ("à préciser", "montant_illisible"),
        ("€", "montant_illisible"),
        ("١٢", "montant_illisible"),
        ("", "montant_vide"),
        ("9999999 Md€", "montant_trop_grand"),
        ("9" * 5000, "montant_trop_grand"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(text, code):
    assert reason_of(text).code == code


@given(st.text("0123456789., €kM-", max_size=15))
def test_any_text_gives_cents_or_a_fault(text):
    try:
        amount = parse_amount_eur(text)
    except UserFault:
        return
    assert amount >= 0
    assert amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234567, None, "1\u00a0234\u00a0567"),
        (Decimal("1200.50"), None, "1\u00a0200,5"),
        (Decimal("-1200.5"), 2, "\u22121\u00a0200,50"),
        (0.1, 1, "0,1"),
        (Decimal("0.004"), 2, "0,00"),
        (Decimal("-0.004"), 2, "0,00"),
        (Decimal("1E+3"), None, "1\u00a0000"),
    ],
)
def test_format_number(value, decimals, shown):
    assert format_number(value, decimals=decimals) == shown


def test_format_number_refuses_what_is_not_finite():
    with pytest.raises(ValueError, match="finite"):
        format_number(float("nan"))


def test_format_eur_shows_cents_only_when_there_are_some():
    assert format_eur(Decimal("12000.00")) == "12\u00a0000\u00a0€"
    assert format_eur(Decimal("1200.5")) == "1\u00a0200,50\u00a0€"
    assert format_eur(Decimal("12000"), decimals=2) == "12\u00a0000,00\u00a0€"
