"""Comparisons take plain data: no geography to cut down before each test."""

import pytest


@pytest.fixture(autouse=True)
def one_departement() -> None:
    """Replace the fixture of the observatory: nothing here reads the communes."""
