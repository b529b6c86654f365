import copy
from datetime import date
from decimal import Decimal

import pytest

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.references.parameter import Status
from essor.references.schema import read_parameter

FIRST, SECOND = date(2015, 1, 1), date(2020, 1, 1)
REFERENCE = {"title": "Arrêté", "href": "https://example.org/arrete"}
GOOD = {
    "description": "Seuil d'essai",
    "unit": "mg/kg",
    "values": {FIRST: {"value": 500}, SECOND: {"low": 400, "high": Decimal("450.5")}},
    "references": {FIRST: REFERENCE, SECOND: [REFERENCE, REFERENCE | {"quote": "« 450 »"}]},
    "checked_on": date(2026, 11, 1),
    "status": "verifie",
}


def read(**changes):
    data = copy.deepcopy(GOOD) | changes
    return read_parameter(data, name="essai/seuil", file="essai/seuil.yaml")


def fields_of(**changes):
    with pytest.raises(UserFault) as caught:
        read(**changes)
    assert {fault.place.file for fault in caught.value.faults} == {"essai/seuil.yaml"}
    return {fault.place.field for fault in caught.value.faults}


def one_value(**entry):
    return {"values": {FIRST: entry}, "references": {FIRST: REFERENCE}}


def test_good_file_reads():
    parameter = read()
    assert [value.valid_from for value in parameter.values] == [FIRST, SECOND]
    assert parameter.at(date(2019, 12, 31)).value == 500
    assert parameter.at(SECOND).high == Decimal("450.5")
    assert len(parameter.values[1].references) == 2
    assert parameter.status is Status.VERIFIE


@pytest.mark.parametrize("field", ["description", "unit", "checked_on", "status"])
def test_every_compulsory_field_is_demanded(field):
    assert fields_of(**{field: None}) == {field}


def test_missing_values_are_refused():
    assert fields_of(values=None, references=None) == {"values"}


def test_value_without_its_reference_is_refused():
    assert fields_of(references={FIRST: REFERENCE}) == {"values.2020-01-01"}


def test_reference_without_its_value_is_refused():
    assert fields_of(values={FIRST: {"value": 500}}) == {"references.2020-01-01"}


@pytest.mark.parametrize(
    ("reference", "field"),
    [
        ({"title": "Arrêté"}, "href"),
        ({"href": "https://example.org"}, "title"),
        (REFERENCE | {"href": "page 12"}, "href"),
        (REFERENCE | {"auteur": "x"}, "auteur"),
    ],
)
def test_reference_needs_title_and_link_and_nothing_unknown(reference, field):
    changes = one_value(value=1) | {"references": {FIRST: reference}}
    assert fields_of(**changes) == {f"references.2015-01-01.{field}"}


def test_reference_that_is_a_text_is_refused():
    assert fields_of(**one_value(value=1) | {"references": {FIRST: "Arrêté"}}) == {
        "references.2015-01-01"
    }


def test_unknown_unit_and_unknown_key_are_refused_together():
    assert fields_of(unit="euros", remarque="x") == {"unit", "remarque"}


def test_key_that_is_not_a_date_is_refused():
    assert fields_of(values=GOOD["values"] | {"2021": {"value": 1}}) == {"values.2021"}


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"value": 1, "items": ["a"]},
        {"items": ["a"]},
        {"value": 1, "distribution": {"kind": "uniform", "low": 1, "high": 2}},
    ],
)
def test_a_number_has_one_shape(entry):
    assert fields_of(**one_value(**entry)) == {"values.2015-01-01.value"}


def test_bounds_must_enclose_the_value():
    assert fields_of(**one_value(low=2, value=1)) == {"values.2015-01-01.value"}


def test_a_text_is_not_a_number():
    assert fields_of(**one_value(value="beaucoup")) == {"values.2015-01-01.value"}
    assert fields_of(**one_value(value=True)) == {"values.2015-01-01.value"}


def test_distribution_reads_with_its_parameters():
    value = read(**one_value(distribution={"kind": "triangular", "low": 1, "mode": 2, "high": 4}))
    distribution = value.values[0].distribution
    assert distribution.parameters == {"low": 1, "mode": 2, "high": 4}


@pytest.mark.parametrize(
    ("distribution", "field"),
    [
        ({"kind": "beta", "low": 1}, "kind"),
        ({"kind": "uniform", "low": 1}, "high"),
        ({"kind": "uniform", "low": 1, "high": 2, "mode": 1}, "mode"),
    ],
)
def test_distribution_needs_its_own_parameters(distribution, field):
    found = fields_of(**one_value(distribution=distribution))
    assert f"values.2015-01-01.distribution.{field}" in found


def test_a_number_may_end_on_its_first_day_and_is_no_period():
    value = read(**one_value(value=1, ends_on=FIRST)).values[0]
    assert value.ends_on == FIRST
    assert value.period is None


@pytest.mark.parametrize(
    ("entry", "label"),
    [
        ({"low": 1}, "au moins 1\u00a0mg/kg"),
        ({"high": 2}, "au plus 2\u00a0mg/kg"),
        ({"low": 1, "high": 2}, "entre 1 et 2\u00a0mg/kg"),
        ({"low": 1, "value": 1, "high": 2}, "1, entre 1 et 2\u00a0mg/kg"),
        (
            {"distribution": {"kind": "normal", "mean": 1, "standard_deviation": 2}},
            "loi normale (1\u00a0; 2) mg/kg",
        ),
    ],
)
def test_label_shows_what_the_source_gives(entry, label):
    assert read(**one_value(**entry)).values[0].label("mg/kg") == label


def test_list_of_texts_keeps_its_order():
    parameter = read(unit="liste", **one_value(items=["b", "a"]))
    assert parameter.values[0].items == ("b", "a")
    assert fields_of(unit="liste", **one_value(value=1)) == {"values.2015-01-01.value"}


def test_period_needs_its_end():
    parameter = read(unit="periode", **one_value(ends_on=date(2015, 12, 31)))
    assert parameter.values[0].period == Period.year(2015)
    assert fields_of(unit="periode", **one_value()) == {"values.2015-01-01.value"}


def test_end_before_the_beginning_or_over_the_next_is_refused():
    assert fields_of(**one_value(value=1, ends_on=date(2014, 1, 1))) == {
        "values.2015-01-01.ends_on"
    }
    overlapping = {FIRST: {"value": 1, "ends_on": SECOND}, SECOND: {"value": 2}}
    assert fields_of(values=overlapping) == {"values.2015-01-01"}


def test_to_load_has_a_reference_and_no_value():
    parameter = read(status="a_charger", values=None, references={FIRST: REFERENCE})
    assert parameter.references[0].title == "Arrêté"
    with pytest.raises(UserFault, match="pas encore chargé"):
        parameter.at(date(2026, 1, 1))
    assert fields_of(status="a_charger") == {"values"}
    assert fields_of(status="a_charger", values=None, references=None) == {"references"}


@pytest.mark.parametrize("name", ["seuil", "essai/Seuil", "essai/seuil carré", "essai/été"])
def test_file_name_is_checked(name):
    with pytest.raises(UserFault):
        read_parameter(copy.deepcopy(GOOD), name=name, file="x.yaml")


def test_every_fault_of_a_bad_file_comes_at_once():
    found = fields_of(
        description=None,
        unit="euros",
        checked_on="hier",
        status="sûr",
        values={FIRST: {"value": "x"}, SECOND: 3},
        references={FIRST: {"title": "x"}, SECOND: REFERENCE},
    )
    assert found == {
        "description",
        "unit",
        "checked_on",
        "status",
        "values.2015-01-01.value",
        "values.2020-01-01",
        "references.2015-01-01.href",
    }
