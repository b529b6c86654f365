"""Counts and their nouns, as French agrees them."""

import pytest

from essor.foundations.french import counted


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 action"), (1, "1 action"), (2, "2 actions"), (1200, "1\u00a0200 actions")],
)
def test_the_singular_holds_below_two(number: int, shown: str) -> None:
    assert counted(number, "action") == shown


def test_an_irregular_plural_is_given() -> None:
    assert counted(3, "action créée", "actions créées") == "3 actions créées"
