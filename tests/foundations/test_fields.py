from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from essor.foundations.errors import Place, UserFault
from essor.foundations.fields import FieldReader


class Colour(StrEnum):
    RED = "rouge"
    BLUE = "bleu"


def messages_after(read, data):
    reader = FieldReader(data, place=Place(file="essai.yaml"), prefix="bloc.")
    result = read(reader)
    try:
        reader.close()
    except UserFault as error:
        faults = error.faults
    else:
        return result, []
    assert {fault.place.file for fault in faults} == {"essai.yaml"}
    return result, [(fault.place.field, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("read", "found", "expected"),
    [
        (lambda reader: reader.text("x"), " a ", "a"),
        (lambda reader: reader.number("x"), 1.1, Decimal("1.1")),
        (lambda reader: reader.number("x"), "12", Decimal(12)),
        (lambda reader: reader.number("x"), None, None),
        (lambda reader: reader.day("x"), "2026-03-01", date(2026, 3, 1)),
        (lambda reader: reader.day("x"), date(2026, 3, 1), date(2026, 3, 1)),
        (lambda reader: reader.day("x", is_required=False), None, None),
        (lambda reader: reader.flag("x"), True, True),
        (lambda reader: reader.flag("x"), None, False),
        (lambda reader: reader.choice("x", Colour), "bleu", Colour.BLUE),
        (lambda reader: reader.texts("x"), ["a", " b"], ("a", "b")),
        (lambda reader: reader.texts("x"), "seul", ("seul",)),
        (lambda reader: reader.texts("x"), None, ()),
        (lambda reader: reader.mapping("x"), {"a": 1}, {"a": 1}),
    ],
)
def test_right_field_is_read(read, found, expected):
    assert messages_after(read, {"x": found}) == (expected, [])


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (lambda reader: reader.text("x"), None),
        (lambda reader: reader.text("x"), ""),
        (lambda reader: reader.text("x"), 3),
        (lambda reader: reader.number("x"), True),
        (lambda reader: reader.number("x"), "NaN"),
        (lambda reader: reader.number("x"), "1,5"),
        (lambda reader: reader.day("x"), None),
        (lambda reader: reader.day("x"), "01/03/2026"),
        (lambda reader: reader.day("x"), datetime(2026, 3, 1, 14, 30)),  # noqa: DTZ001
        (lambda reader: reader.flag("x"), "oui"),
        (lambda reader: reader.choice("x", Colour), "vert"),
        (lambda reader: reader.choice("x", Colour), None),
        (lambda reader: reader.texts("x"), ["a", 3]),
        (lambda reader: reader.texts("x"), [""]),
        (lambda reader: reader.mapping("x"), None),
        (lambda reader: reader.mapping("x"), [1]),
    ],
)
def test_wrong_field_is_named_once(read, found):
    _, faults = messages_after(read, {"x": found})
    assert [field for field, _ in faults] == ["bloc.x"]


def test_unread_field_is_refused():
    _, faults = messages_after(lambda reader: reader.text("x"), {"x": "a", "y": 1, "z": 2})
    assert faults == [("bloc.y", "le champ est inconnu"), ("bloc.z", "le champ est inconnu")]


def test_choice_says_what_is_expected():
    reader = FieldReader({"x": "vert"})
    reader.choice("x", Colour)
    assert reader.faults.faults[0].expected == "rouge, bleu"
    assert reader.faults.faults[0].value == "vert"
