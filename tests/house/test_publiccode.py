"""The catalogue card says what the project file says."""

import tomllib
from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def card(root: Path) -> dict:
    return yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_version_and_licence_agree(card: dict, project: dict):
    assert card["softwareVersion"] == project["version"]
    assert card["legal"]["license"] == project["license"]
    assert card["description"]["fr"]["shortDescription"] == project["description"]


def test_python_version_agrees(card: dict, project: dict):
    (python,) = [each for each in card["dependsOn"]["open"] if each["name"] == "Python"]
    assert project["requires-python"] == f">={python['versionMin']}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_descriptions_have_the_length_the_standard_asks(card: dict, language: str):
    description = card["description"][language]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]
