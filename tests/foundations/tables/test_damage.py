"""Damaged files: a fault in French, never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import Fault, UserFault
from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Workbook,
    read_workbook,
    write_csv,
    write_ods,
    write_xlsx,
)

SHEET = SheetToWrite(
    title="Plan",
    head=((HeadRole.LABEL, ("Titre", "Montant")),),
    rows=[["Une action", 12], ["Une autre", 5]],
    columns=(ColumnStyle(), ColumnStyle()),
)
FILES = {
    "a.xlsx": write_xlsx([SHEET]),
    "a.ods": write_ods([SHEET]),
    "a.csv": write_csv(SHEET),
}


def survives(data: bytes, file_name: str) -> None:
    found = outcome(data, file_name)
    if not isinstance(found, Workbook):
        assert all(fault.place.file == file_name for fault in found)
        assert all(fault.expected for fault in found)


def outcome(data: bytes, file_name: str) -> Workbook | tuple[Fault, ...]:
    try:
        return read_workbook(data, file_name=file_name)
    except UserFault as error:
        return error.faults


@pytest.mark.parametrize("name", FILES)
@given(cut=st.floats(0, 1))
def test_truncated(name: str, cut: float) -> None:
    data = FILES[name]
    survives(data[: int(len(data) * cut)], name)


@pytest.mark.parametrize("name", FILES)
@given(flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes(name: str, flips: list[tuple[float, int]]) -> None:
    data = bytearray(FILES[name])
    for place, byte in flips:
        data[int(place * len(data))] = byte
    survives(bytes(data), name)


@pytest.mark.parametrize("name", FILES)
@given(st.binary(max_size=400))
def test_garbage(name: str, data: bytes) -> None:
    survives(data, name)
