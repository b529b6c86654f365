from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.references.yaml_reading import read_yaml


def message_of(text):
    with pytest.raises(UserFault) as caught:
        read_yaml(text, file="essai.yaml")
    (fault,) = caught.value.faults
    assert fault.place.file == "essai.yaml"
    return fault.message


def test_decimals_are_exact_and_dates_are_dates():
    data = read_yaml("rate: 0.1\nsince: 2015-01-01\nmany: 1_360_000_000", file="essai.yaml")
    assert data == {"rate": Decimal("0.1"), "since": date(2015, 1, 1), "many": 1360000000}
    assert isinstance(data["rate"], Decimal)


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3", "v:\n  2015-01-01: 1\n  2015-01-01: 2"])
def test_repeated_key_is_refused_with_its_line(text):
    message = message_of(text)
    assert message.startswith(f"ligne {len(text.splitlines())}\u00a0: ")
    assert "deux fois" in message


@pytest.mark.parametrize(
    "text", ["", "- 1", "texte", "a: [", "a: .nan", "? [1, 2]\n: 3", "a: !!python/name:os.system"]
)
def test_what_is_not_named_fields_is_refused(text):
    assert message_of(text)


@given(st.text(max_size=60))
def test_any_text_gives_fields_or_a_fault(text):
    try:
        data = read_yaml(text, file="essai.yaml")
    except UserFault:
        return
    assert isinstance(data, dict)
