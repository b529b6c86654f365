from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.tables.neutral import neutralise, printable, restore

RISKY = st.text(alphabet="'=+-@\t\r\nab ＝", max_size=8)


@given(RISKY | st.text())
def test_any_text_comes_back_the_same(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(RISKY | st.text())
def test_nothing_neutralised_starts_like_a_formula(text: str) -> None:
    assert neutralise(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


def test_an_ordinary_apostrophe_is_left_alone() -> None:
    assert neutralise("'ordinaire") == "'ordinaire"
    assert restore("'ordinaire") == "'ordinaire"
    assert neutralise("'=1") == "''=1"


def test_characters_no_spreadsheet_holds_are_dropped() -> None:
    assert printable("a\x00b\ud800c\n\td") == "abc\n\td"
