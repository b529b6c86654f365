import pytest

from essor.foundations.errors import UserFault
from essor.foundations.tables import Limits, read_workbook


def rows(data: bytes, **limits) -> list[list[object]]:
    book = read_workbook(data, file_name="plan.csv", limits=Limits(**limits))
    return [[cell.value for cell in cells] for _, cells in book.sheets[0].rows()]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    text = separator.join(["Axe", "Élu·e", "Coût"]) + "\r\n" + separator.join(["1", "é", "2"])
    assert rows(text.encode(encoding)) == [["Axe", "Élu·e", "Coût"], ["1", "é", "2"]]


def test_quoted_lines_and_separators() -> None:
    data = b'Titre;Partenaires\r\n"ligne 1\nligne 2";"CCI, CMA"\r\n'
    assert rows(data) == [["Titre", "Partenaires"], ["ligne 1\nligne 2", "CCI, CMA"]]


def test_neutralised_cells_are_restored() -> None:
    assert rows(b"'=1+1;''=x;'mot\n") == [["=1+1", "'=x", "'mot"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a;b\x00c", "csv_encodage"),
        (b"\x81\x8d", "csv_encodage"),
        (b'a;"' + b"x" * 200_000 + b'"', "csv_illisible"),
        (b"a;" + b"x" * 40_000, "classeur_trop_grand"),
        (b"a\n" * 60_000, "classeur_trop_grand"),
        (b"a;" * 600 + b"a", "classeur_trop_grand"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(UserFault) as caught:
        rows(data)
    assert [fault.code for fault in caught.value.faults] == [code]
