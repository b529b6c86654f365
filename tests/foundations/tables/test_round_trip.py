"""Whatever is written reads back the same, in every format."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    read_workbook,
    write_csv,
    write_ods,
    write_xlsx,
)

WRITERS = {
    "xlsx": lambda sheet: write_xlsx([sheet]),
    "ods": lambda sheet: write_ods([sheet]),
    "csv": write_csv,
}
# A text as Essor keeps it: « \n » line ends, no control character.
TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@'\t\n ;,\"a"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=20,
)
VALUE = (
    TEXT
    | st.booleans()
    | st.none()
    | st.dates(date(1950, 1, 1), date(2150, 1, 1))
    | st.decimals(0, Decimal("999999999999.99"), places=2)
    | st.integers(0, 10**12)
)


def sheet(rows: list[list[object]]) -> SheetToWrite:
    return SheetToWrite(
        title="Plan",
        head=((HeadRole.LABEL, ("A", "B", "C")),),
        rows=rows,
        columns=(ColumnStyle(choices=("x", "y")),) * 3,
        frozen_columns=1,
    )


def expected(value: object, name: str) -> object:
    if value == "" or value is None:
        return None
    if name == "csv":
        return csv_text(value)
    return (
        float(value)
        if isinstance(value, Decimal | int) and value is not True and value is not False
        else value
    )


def csv_text(value: object) -> str:
    match value:
        case bool():
            return "VRAI" if value else "FAUX"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case _:
            return str(value)


@pytest.mark.parametrize("name", WRITERS)
@given(rows=st.lists(st.lists(VALUE, min_size=3, max_size=3), max_size=4))
def test_values_come_back(name: str, rows: list[list[object]]) -> None:
    data = WRITERS[name](sheet(rows))
    book = read_workbook(data, file_name=f"a.{name}")
    back = book.sheets[0]
    found = [[back.cell(r, c).value for c in (1, 2, 3)] for r in range(2, len(rows) + 2)]
    assert found == [[expected(value, name) for value in row] for row in rows]


@pytest.mark.parametrize("name", ["xlsx", "ods", "csv"])
def test_nothing_can_run_as_a_formula(name: str) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    data = WRITERS[name](sheet([[text, None, None] for text in texts]))
    if name == "csv":
        stored = [line.split(";")[0] for line in data.decode("utf-8-sig").splitlines()[1:]]
        assert all(cell.startswith(("'", "\"'")) for cell in stored)
        return
    archive = zipfile.ZipFile(BytesIO(data))
    parts = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml")]
    assert not any("<f>" in part or "table:formula" in part for part in parts)
    assert any("'=1+1" in part for part in parts)


def test_the_same_sheet_gives_the_same_xlsx_bytes() -> None:
    assert write_xlsx([sheet([["a", 1, None]])]) == write_xlsx([sheet([["a", 1, None]])])


def test_a_text_too_long_for_a_cell_is_refused_not_dropped() -> None:
    with pytest.raises(UserFault, match="32\u00a0767") as caught:
        write_xlsx([sheet([["x" * 32_768, None, None]])])
    assert caught.value.faults[0].place.cell == "A2"
    assert write_ods([sheet([["x" * 100, None, None]])])


def test_a_time_stamp_is_given_never_read_from_the_clock() -> None:
    stamped = write_xlsx([sheet([])], written_at=datetime.fromisoformat("2026-03-01T10:00"))
    core = zipfile.ZipFile(BytesIO(stamped)).read("docProps/core.xml").decode()
    assert "2026-03-01T10:00:00Z" in core
