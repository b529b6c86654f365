from datetime import date, datetime

import pytest

from essor.foundations.errors import UserFault
from essor.foundations.tables import CellKind, Limits, MergedRange, read_workbook
from tests.foundations.tables.workbooks import ods, with_members


def read(data: bytes, **limits):
    return read_workbook(data, file_name="a.ods", limits=Limits(**limits))


def cells(rows: str, **more) -> dict[str, tuple]:
    sheet = read(ods(rows, **more)).sheets[0]
    return {cell.address: (cell.kind, cell.value) for cell in sheet.cells.values()}


def codes(data: bytes, **limits) -> list[str]:
    with pytest.raises(UserFault) as caught:
        read(data, **limits)
    return [fault.code for fault in caught.value.faults]


def row(*inner: str, repeat: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(inner)}</table:table-row>'
    )


def text(content: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}>{content}</table:table-cell>'


def test_values_of_each_type() -> None:
    found = cells(
        row(
            text("<text:p>texte</text:p>"),
            '<table:table-cell office:value-type="float" office:value="1.5"/>',
            '<table:table-cell office:value-type="currency" office:value="12"/>',
            '<table:table-cell office:value-type="percentage" office:value="0.5"/>',
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
            '<table:table-cell office:value-type="date" office:date-value="2026-03-01"/>',
            '<table:table-cell office:value-type="date" office:date-value="2026-03-01T10:30:00"/>',
        )
    )
    assert found == {
        "A1": (CellKind.TEXT, "texte"),
        "B1": (CellKind.NUMBER, 1.5),
        "C1": (CellKind.NUMBER, 12.0),
        "D1": (CellKind.NUMBER, 0.5),
        "E1": (CellKind.BOOLEAN, True),
        "F1": (CellKind.DATE, date(2026, 3, 1)),
        "G1": (CellKind.DATETIME, datetime.fromisoformat("2026-03-01T10:30")),
    }


def test_lines_tabs_and_spaces_are_kept() -> None:
    content = (
        '<text:p>un  deux<text:s text:c="2"/>trois<text:tab/>quatre<text:line-break/>cinq</text:p>'
        "<text:p/><text:p><text:span>six</text:span> <text:a xlink:href='x'>sept</text:a></text:p>"
    )
    assert cells(row(text(content)))["A1"][1] == "un deux  trois\tquatre\ncinq\n\nsix sept"


def test_comments_and_covered_cells_are_not_content() -> None:
    comment = "<office:annotation><text:p>remarque</text:p></office:annotation>"
    covered = text("<text:p>caché</text:p>").replace("table:table-cell", "table:covered-table-cell")
    span = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = row(text(comment + "<text:p>vrai</text:p>", span)) + row(
        covered, text("<text:p>b</text:p>")
    )
    assert cells(rows) == {"A1": (CellKind.TEXT, "vrai"), "B2": (CellKind.TEXT, "b")}
    assert read(ods(rows)).sheets[0].merged == (MergedRange(top=1, left=1, bottom=2, right=1),)


def test_repetitions_count_but_empty_ones_cost_nothing() -> None:
    rows = (
        row("<table:table-cell/>", repeat=3)
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            text("<text:p>x</text:p>"),
            repeat=2,
        )
        + row('<table:table-cell table:number-columns-repeated="16384"/>', repeat=1_048_570)
    )
    assert sorted(cells(rows)) == ["C4", "C5"]


@pytest.mark.parametrize(
    "rows",
    [
        row(text("<text:p>x</text:p>"), repeat=200_000),
        row(text("<text:p>x</text:p>", 'table:number-columns-repeated="1000"')),
        row("<table:table-cell/>", repeat=199_999) + row(text("<text:p>x</text:p>")),
        row(text('<text:p><text:s text:c="999999"/>x</text:p>')),
    ],
)
def test_repetition_bombs_meet_a_limit(rows: str) -> None:
    assert codes(ods(rows)) == ["classeur_trop_grand"]


def test_untrusted_cells() -> None:
    found = cells(
        row(
            text("<text:p>#DIV/0!</text:p>", 'table:formula="of:=1/0" calcext:value-type="error"'),
            text("<text:p>Err:502</text:p>", 'table:formula="of:=X"'),
            '<table:table-cell table:formula="of:=[.A1]"/>',
            "<table:table-cell table:formula=\"of:=['file:///tmp/a.ods'#$F.A1]\" "
            'office:value-type="float" office:value="3"/>',
            text("", 'table:formula="of:=&quot;&quot;"'),
        )
    )
    assert {key: kind for key, (kind, _) in found.items()} == {
        "A1": CellKind.ERROR,
        "B1": CellKind.ERROR,
        "C1": CellKind.FORMULA_WITHOUT_VALUE,
        "D1": CellKind.EXTERNAL,
    }


def test_sheets_linked_to_a_file_are_not_trusted() -> None:
    source = '<table:table-source xlink:href="file:///tmp/a.ods"/>'
    book = read(ods(source + row(text("<text:p>x</text:p>"))))
    assert [cell.kind for cell in book.sheets[0].cells.values()] == [CellKind.EXTERNAL]
    assert [fault.code for fault in book.warnings] == ["liaisons_externes"]


def test_hidden_sheets_and_1904() -> None:
    before = (
        '<office:automatic-styles><style:style style:name="ta9" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    hidden = ods(row(), before=before, table='table:name="F" table:style-name="ta9"')
    assert read(hidden).sheets[0].is_hidden
    null = '<table:null-date table:date-value="1904-01-01"/>'
    assert read(ods(row(), before=null)).is_1904


def test_refusals() -> None:
    data = ods(row(text("<text:p>x</text:p>")))
    assert codes(with_members(data, **{"Basic/Standard/Module1.xml": b"x"})) == ["classeur_macros"]
    manifest = b"<manifest:encryption-data/>"
    assert codes(with_members(data, **{"META-INF/manifest.xml": manifest})) == ["classeur_chiffre"]
    assert codes(with_members(data, **{"content.xml": b"<a>"})) == ["classeur_abime"]
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert codes(with_members(data, **{"content.xml": bomb})) == ["classeur_abime"]
