from datetime import date, datetime

import pytest

from essor.foundations.errors import UserFault
from essor.foundations.tables import CellKind, Limits, MergedRange, read_workbook
from tests.foundations.tables.workbooks import patched, with_members, xlsx


def read(data: bytes, **limits):
    return read_workbook(data, file_name="a.xlsx", limits=Limits(**limits))


def kinds(data: bytes) -> dict[str, tuple]:
    sheet = read(data).sheets[0]
    return {cell.address: (cell.kind, cell.value) for cell in sheet.cells.values()}


def codes(data: bytes, **limits) -> list[str]:
    with pytest.raises(UserFault) as caught:
        read(data, **limits)
    return [fault.code for fault in caught.value.faults]


def test_kinds_and_addresses() -> None:
    def fill(book, sheet) -> None:
        sheet.write_string("A1", "texte")
        sheet.write_number("B2", 12.5)
        sheet.write_boolean("C3", True)
        sheet.write_number("D4", 45000, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number("E5", 45000.5, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write_number("AB6", 47727)
        sheet.write_rich_string("A7", "en ", book.add_format({"bold": True}), "gras", " oui")
        sheet.write_formula("A8", "=B2*2", None, 25)

    assert kinds(xlsx(fill)) == {
        "A1": (CellKind.TEXT, "texte"),
        "B2": (CellKind.NUMBER, 12.5),
        "C3": (CellKind.BOOLEAN, True),
        "D4": (CellKind.DATE, date(2023, 3, 15)),
        "E5": (CellKind.DATETIME, datetime.fromisoformat("2023-03-15T12:00")),
        "AB6": (CellKind.NUMBER, 47727.0),
        "A7": (CellKind.TEXT, "en gras oui"),
        "A8": (CellKind.NUMBER, 25.0),
    }


def test_untrusted_cells_have_a_kind_and_no_value() -> None:
    def fill(book, sheet) -> None:
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A2", "=B1+1", None, "")
        sheet.write_formula("A3", "=[1]Feuil1!A1", None, 12)
        sheet.write_formula("A4", "='[2]Une feuille'!A1", None, "x")
        sheet.write_formula("A5", "=SUM(Table1[2024])", None, 3)

    assert kinds(xlsx(fill)) == {
        "A1": (CellKind.ERROR, None),
        "A2": (CellKind.FORMULA_WITHOUT_VALUE, None),
        "A3": (CellKind.EXTERNAL, None),
        "A4": (CellKind.EXTERNAL, None),
        "A5": (CellKind.NUMBER, 3.0),
    }


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell() -> None:
    data = xlsx(lambda _, sheet: sheet.write_formula("A1", '=IF(B1="","",B1)', None, ""))
    data = patched(data, "xl/worksheets/sheet1.xml", '<c r="A1">', '<c r="A1" t="str">')
    assert kinds(data) == {}


def test_merged_ranges_give_their_value_down_the_column() -> None:
    def fill(book, sheet) -> None:
        sheet.merge_range("A2:B4", "Axe 1")
        sheet.write_string("A5", "Axe 2")
        sheet.write_string("C4", "x")

    sheet = read(xlsx(fill)).sheets[0]
    assert sheet.merged == (MergedRange(top=2, left=1, bottom=4, right=2),)
    assert {row: cell.value for row, cell in sheet.column_with_merges(1).items()} == {
        2: "Axe 1", 3: "Axe 1", 4: "Axe 1", 5: "Axe 2",
    }  # fmt: skip
    assert sheet.cell(3, 1).is_empty


def test_1904_dates() -> None:
    data = xlsx(lambda _, sheet: sheet.write_number("A1", 1))
    assert not read(data).is_1904
    data = patched(data, "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert read(data).is_1904


def test_hidden_sheets_are_marked() -> None:
    def fill(book, sheet) -> None:
        sheet.write_string("A1", "x")
        other = book.add_worksheet("Listes")
        other.write_string("A1", "y")
        other.hide()

    book = read(xlsx(fill))
    assert [(s.title, s.is_hidden) for s in book.sheets] == [("Feuil1", False), ("Listes", True)]


def small() -> bytes:
    return xlsx(lambda _, sheet: sheet.write_string("A1", "x"))


def test_refusals() -> None:
    assert codes(b"") == ["fichier_vide"]
    assert codes(b"x" * 30, max_file_bytes=20) == ["fichier_trop_lourd"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == ["classeur_xls"]
    secret = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert codes(secret) == ["classeur_chiffre"]
    assert codes(small()[:-400]) == ["classeur_abime"]
    assert codes(b"PK\x03\x04garbage") == ["classeur_abime"]
    assert codes(with_members(small(), **{"xl/vbaProject.bin": b"x"})) == ["classeur_macros"]
    no_strings = with_members(small(), **{"xl/sharedStrings.xml": None})
    assert codes(no_strings) == ["classeur_abime"]
    word = with_members(small(), **{"xl/workbook.xml": None, "word/document.xml": b"x"})
    assert codes(word) == ["format_inconnu"]


def test_entities_and_dtd_are_refused() -> None:
    data = patched(
        small(),
        "xl/sharedStrings.xml",
        "<sst ",
        '<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst ',
    )
    assert codes(data) == ["classeur_abime"]


def test_links_to_other_workbooks_are_said() -> None:
    data = with_members(small(), **{"xl/externalLinks/externalLink1.xml": b"<a/>"})
    assert [fault.code for fault in read(data).warnings] == ["liaisons_externes"]
    assert read(small()).warnings == ()


def huge(reference: str) -> bytes:
    """One more cell, far away: the parser would allocate the whole rectangle."""
    row = "".join(filter(str.isdigit, reference))
    return patched(
        small(),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>',
    )


@pytest.mark.parametrize(
    ("reference", "limit"),
    [
        ("A200000", "50\u00a0000 lignes"),
        ("XFD2", "500 colonnes"),
        ("SF49999", "5\u00a0000\u00a0000"),
    ],
)
def test_far_cells_meet_a_stated_limit(reference: str, limit: str) -> None:
    with pytest.raises(UserFault) as caught:
        read(huge(reference))
    fault = caught.value.faults[0]
    assert fault.code == "classeur_trop_grand"
    assert limit in fault.expected
    assert fault.place.sheet == "Feuil1"


def test_impossible_addresses_are_damage() -> None:
    assert codes(huge("A0")) == ["classeur_abime"]
    assert codes(patched(small(), "xl/worksheets/sheet1.xml", 'r="A1"', 'r="1A"')) == [
        "classeur_abime"
    ]


def test_formatted_empty_rows_cost_nothing() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 60_000))
    data = patched(small(), "xl/worksheets/sheet1.xml", "</sheetData>", rows + "</sheetData>")
    assert read(data).sheets[0].last_row == 1


def test_each_count_is_bounded() -> None:
    def fill(book, sheet) -> None:
        for row in range(20):
            sheet.write_string(row, 0, "le même texte partagé")
        sheet.merge_range("C1:C2", "a")
        sheet.merge_range("D1:D2", "b")
        book.add_worksheet()

    data = xlsx(fill)
    for limit in (
        {"max_cells": 10},
        {"max_text_characters": 100},
        {"max_cell_characters": 5},
        {"max_merges": 1},
        {"max_sheets": 1},
    ):
        assert codes(data, **limit) == ["classeur_trop_grand"], limit


def test_zip_bombs_are_refused() -> None:
    bomb = with_members(small(), **{"xl/styles.xml": b" " * 12_000_000})
    assert codes(bomb) == ["archive_suspecte"]  # ratio
    assert codes(small(), max_unpacked_bytes=1_000) == ["archive_suspecte"]
    assert codes(small(), max_members=3) == ["archive_suspecte"]


def test_a_lying_directory_does_not_hide_a_bomb() -> None:
    """The declared size is small, the content is not: reading stops at the bound."""
    data = bytearray(with_members(small(), **{"xl/styles.xml": b"<a>" + b" " * 3_000_000}))
    at = data.rindex(b"xl/styles.xml") - 46  # central directory entry
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert codes(bytes(data), max_unpacked_bytes=2_000_000) == ["classeur_abime"]
