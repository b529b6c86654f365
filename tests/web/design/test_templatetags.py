"""The filters of every template."""

import pytest
from django.template import engines


def rendered(text: str, value: object) -> str:
    return str(engines["django"].from_string(text).render({"value": value}))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "action"), (1, "action"), (2, "actions"), ([], "action"), ([1, 2], "actions")],
)
def test_the_plural_begins_at_two(value: object, shown: str) -> None:
    assert rendered("action{{ value|pluralize }}", value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "bouge"), (1, "bouge"), (2, "bougent")])
def test_an_ending_of_the_plural_alone(value: int, shown: str) -> None:
    assert rendered('bouge{{ value|pluralize:",nt" }}', value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "a"), (1, "a"), (5, "ont")])
def test_both_endings(value: int, shown: str) -> None:
    assert rendered('{{ value|pluralize:"a,ont" }}', value) == shown
