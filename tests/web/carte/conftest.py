"""Maps that read the shipped samples: what someone who has just installed Essor sees."""

import pytest

from essor.observatory.lake import Lake
from tests.factories import make_territoire


@pytest.fixture
def samples(lake_of_samples: Lake, settings: pytest.FixtureRequest, db: None) -> Lake:
    """Put the samples behind the pages, with the territory that they are about."""
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root  # type: ignore[attr-defined]
    make_territoire()
    return lake_of_samples
