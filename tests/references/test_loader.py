from datetime import date

import pytest

from essor.foundations.errors import UserFault
from essor.references.loader import load_parameters, parameter, parameters

GOOD = """
description: Essai
unit: EUR
values:
  2020-01-01: {value: 1}
references:
  2020-01-01: {title: Essai, href: "https://example.org"}
checked_on: 2026-11-01
status: verifie
"""


def write(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_package_parameters_load_in_order():
    names = list(parameters())
    assert names == sorted(names)
    assert "programme/enveloppe_nationale" in names


def test_names_come_from_paths_at_any_depth(tmp_path):
    write(tmp_path, "a/un.yaml", GOOD)
    write(tmp_path, "a/b/deux.yaml", GOOD)
    write(tmp_path, "a/LISEZMOI.md", "pas un paramètre")
    assert list(load_parameters(tmp_path)) == ["a/b/deux", "a/un"]


def test_every_fault_of_every_file_comes_at_once(tmp_path):
    write(tmp_path, "a/un.yaml", GOOD.replace("unit: EUR", ""))
    write(tmp_path, "a/deux.yaml", GOOD.replace("checked_on: 2026-11-01", "surprise: 1"))
    write(tmp_path, "a/trois.yaml", "description: [")
    write(tmp_path, "a/quatre.yaml", GOOD)
    with pytest.raises(UserFault) as caught:
        load_parameters(tmp_path)
    found = {(fault.place.file, fault.place.field) for fault in caught.value.faults}
    assert found == {
        ("a/un.yaml", "unit"),
        ("a/deux.yaml", "checked_on"),
        ("a/deux.yaml", "surprise"),
        ("a/trois.yaml", None),
    }


def test_unknown_name_suggests_the_nearest():
    with pytest.raises(UserFault) as caught:
        parameter("programme/enveloppe")
    assert "programme/enveloppe_nationale" in caught.value.faults[0].expected


def test_before_the_first_date_is_a_fault_not_a_guess():
    with pytest.raises(UserFault, match="pas de valeur à cette date"):
        parameter("programme/nombre_territoires").at(date(2018, 11, 21))


def test_the_last_day_still_has_its_value():
    assert parameter("programme/phases").at(date(2027, 12, 31)).ends_on == date(2027, 12, 31)


def test_after_the_last_day_is_a_fault():
    with pytest.raises(UserFault, match="plus de valeur à cette date"):
        parameter("programme/phases").at(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("checked", "on", "is_stale"),
    [
        (date(2026, 11, 23), date(2027, 11, 23), False),
        (date(2026, 11, 23), date(2027, 11, 24), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2026, 1, 31), date(2026, 12, 31), False),
    ],
)
def test_check_lives_twelve_months(tmp_path, checked, on, is_stale):
    write(tmp_path, "a/un.yaml", GOOD.replace("2026-11-01", checked.isoformat()))
    assert load_parameters(tmp_path)["a/un"].is_stale(on) is is_stale
