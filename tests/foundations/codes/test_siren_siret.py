import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.codes import parse_siren, parse_siret, siren_of
from essor.foundations.codes.luhn import luhn_key
from essor.foundations.errors import UserFault

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def slow_luhn(number: str) -> bool:
    """The rule as INSEE words it, with no arithmetic short cut."""
    total = 0
    for position, digit in enumerate(number[::-1], start=1):
        if position % 2 == 0:
            doubled = str(int(digit) * 2)
            total += sum(int(figure) for figure in doubled)
        else:
            total += int(digit)
    return str(total).endswith("0")


def fault_of(parse, text):
    with pytest.raises(UserFault) as caught:
        parse(text)
    (fault,) = caught.value.faults
    return fault


@given(st.text("0123456789", min_size=9, max_size=9))
def test_siren_agrees_with_the_obvious_judge(number):
    accepted = True
    try:
        parse_siren(number)
    except UserFault:
        accepted = False
    assert accepted == (slow_luhn(number) and number != "000000000")


@given(DIGITS.filter(lambda digits: int(digits) > 0))
def test_siren_the_announced_key_is_the_only_right_one(digits):
    keys = [key for key in "0123456789" if slow_luhn(digits + key)]
    assert keys == [luhn_key(digits)]
    wrong = digits + str((int(keys[0]) + 1) % 10)
    assert fault_of(parse_siren, wrong).expected.startswith(keys[0])


@given(DIGITS.filter(lambda digits: int(digits) > 0), st.text("0123456789", min_size=4, max_size=4))
def test_siret_agrees_with_the_obvious_judge(digits, nic):
    siren = digits + luhn_key(digits)
    if siren == "356000000":
        return
    for key in "0123456789":
        number = siren + nic + key
        if slow_luhn(number):
            assert siren_of(parse_siret(number)) == siren
        else:
            assert fault_of(parse_siret, number).code == "cle"


@given(st.integers(0, 99999))
def test_siret_la_poste_follows_the_sum_of_digits(nic):
    number = f"356000000{nic:05}"
    is_right = sum(map(int, number)) % 5 == 0 or number == "35600000000048"
    if is_right:
        assert parse_siret(number) == number
    else:
        assert "La Poste" in fault_of(parse_siret, number).message


def test_siret_la_poste_head_office_is_valid_by_luhn_alone():
    number = "35600000000048"
    assert slow_luhn(number)
    assert sum(map(int, number)) % 5 != 0
    assert parse_siret(number) == number


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\t", "\u200b"])
def test_siren_every_kind_of_space_is_tolerated(space):
    assert parse_siren(space.join(["246", "300", "701"])) == "246300701"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "vide"),
        ("  ", "vide"),
        ("24630070", "longueur"),
        ("2463007010", "longueur"),
        ("24630070I", "caractere"),
        ("²46300701", "caractere"),
        ("٢46300701", "caractere"),
        ("246300702", "cle"),
        ("000000000", "nul"),
    ],
)
def test_siren_faults_say_what_is_wrong(text, code):
    fault = fault_of(parse_siren, text)
    assert fault.code == code
    assert fault.value == text
    assert fault.expected


def test_siret_with_a_wrong_siren_points_at_the_first_nine_digits():
    fault = fault_of(parse_siret, "24630070200012")
    assert fault.code == "siren"
    assert "neuf premiers chiffres" in fault.message
    assert fault.expected.startswith("1 ")
