from pathlib import Path

import pytest

from essor.foundations.errors import UserFault
from essor.observatory.across import (
    levels_across,
    rubriques_across,
    series_across,
    values_across,
    vintages_across,
)
from essor.observatory.lake import Lake
from tests.observatory.made_marts import Row, write_marts

JOBS = "emploi_salarie_prive"
PLACES = {"territoire": {"a": "Ici", "b": "Là", "c": "Ailleurs"}}


def test_every_place_has_a_line_and_an_unknown_says_why(tmp_path: Path) -> None:
    rows = [
        Row(id=JOBS, code="a", value=0, vintage="2024"),
        Row(id=JOBS, code="a", value=9, vintage="2023"),
        Row(id=JOBS, code="c", value=7, vintage="2023"),
        Row(id="emploi_branche", code="b", value=None, low=1, high=5, status="intervalle",
            rubrique="CG"),
    ]  # fmt: skip
    lake = write_marts(tmp_path, rows, places=PLACES, sources=["urssaf_effectifs_prives"])
    found = values_across(lake, indicator=JOBS, niveau="territoire")
    assert [(one.code, one.value, one.status, one.vintage) for one in found] == [
        ("a", 0, "connu", "2024"), ("b", None, "sans_donnee", "2024"),
        ("c", None, "sans_donnee", "2024"),
    ], "one vintage for all: the figure of 2023 is not compared with those of 2024"  # fmt: skip
    before = values_across(lake, indicator=JOBS, niveau="territoire", vintage="2023")
    assert [one.value for one in before] == [9, None, 7]
    assert vintages_across(lake, indicator=JOBS, niveau="territoire") == ("2023", "2024")
    assert list(series_across(lake, indicator=JOBS, niveau="territoire")["a"]) == ["2023", "2024"]
    branch = values_across(lake, indicator="emploi_branche", niveau="territoire", rubrique="CG")
    assert [(one.status, one.low, one.high) for one in branch] == [
        ("non_charge", None, None), ("intervalle", 1, 5), ("non_charge", None, None),
    ]  # fmt: skip
    assert rubriques_across(lake, indicator="emploi_branche", niveau="territoire") == ("CG",)
    assert levels_across(lake)[JOBS] == {"territoire"}


def test_a_new_version_is_read_at_once(tmp_path: Path) -> None:
    for version, value in (("v1", 1.0), ("v2", 2.0)):
        rows = [Row(id=JOBS, code="a", value=value)]
        lake = write_marts(tmp_path, rows, places=PLACES, version=version)
        assert values_across(lake, indicator=JOBS, niveau="territoire")[0].value == value


def test_no_lake_and_no_such_indicator(tmp_path: Path) -> None:
    assert values_across(Lake(tmp_path), indicator=JOBS, niveau="territoire") == []
    with pytest.raises(UserFault, match="n'existe pas"):
        values_across(Lake(tmp_path), indicator="rien", niveau="territoire")
