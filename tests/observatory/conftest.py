"""A lake and a folder of producers' files for each test; only Puy-de-Dôme, so that it is short."""

from dataclasses import replace
from pathlib import Path

import pytest

from essor.observatory import geography
from essor.observatory.lake import Lake


@pytest.fixture(autouse=True)
def one_departement(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the communes of Puy-de-Dôme, so that each refresh is short."""
    if request.node.get_closest_marker("shared"):
        return
    faits = geography.shipped()
    communes = tuple(one for one in faits.geographie.communes if one.code_departement == "63")
    small = replace(faits, geographie=replace(faits.geographie, communes=communes))
    monkeypatch.setattr(geography, "shipped", lambda: small)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lac")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "fichiers"
    made.mkdir()
    return made
