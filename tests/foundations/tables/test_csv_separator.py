import pytest

from essor.foundations.tables import read_workbook


@pytest.mark.parametrize(
    "text",
    [
        "A;B;C\n1,5;2,5;3,5\n1,5;2,5;3,5\n",
        'A;B;C\n"a,\nb,\nc,\nd,";"x, y";z\n',
        "Plan, version 2, mars\nA;B;C\n1;2;3\n4;5;6\n",
    ],
)
def test_commas_in_the_data_do_not_win(text: str) -> None:
    sheet = read_workbook(text.encode(), file_name="a.csv").sheets[0]
    assert max(column for _, column in sheet.cells) == 3
    assert sheet.cell(sheet.last_row, 1).value != text
