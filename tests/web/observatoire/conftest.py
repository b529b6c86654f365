"""Pages that read the shipped samples: what someone who has just installed Essor sees."""

from pathlib import Path

import pytest

from essor.observatory.lake import Lake
from tests.factories import make_territoire


@pytest.fixture
def samples(lake_of_samples: Lake, settings: pytest.FixtureRequest, db: None) -> Lake:
    """Put the samples behind the pages, with the territory that they are about."""
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root  # type: ignore[attr-defined]
    make_territoire()
    return lake_of_samples


@pytest.fixture
def nothing(tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> Lake:
    """Put a lake that was never filled behind the pages."""
    settings.ESSOR_OBSERVATORY_DIR = tmp_path / "vide"  # type: ignore[attr-defined]
    make_territoire()
    return Lake(tmp_path / "vide")
