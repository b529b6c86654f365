"""Profiles and cases for the tests of the engine."""

import gzip
import json
from datetime import date

import pytest

from essor.engines.friches.loading import load_profile
from essor.references.loader import parameters

DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def reference():
    return load_profile("benefriches", parameters(), on=DAY)


@pytest.fixture(scope="session")
def france():
    return load_profile("france-2025", parameters(), on=DAY)


@pytest.fixture(scope="session")
def brownfields(shared_dir):
    return shared_dir / "reference_cases" / "brownfields"


@pytest.fixture(scope="session")
def vectors(brownfields):
    with gzip.open(brownfields / "benefriches_vectors.json.gz") as stream:
        return json.load(stream)["cases"]
