"""Foundations and engines take nothing from outside."""

from pathlib import Path

import pytest

from tests.house.rules.purity import impurities

# Each with its reason.
EXCEPTIONS = {
    "src/essor/foundations/workspace.py": "names the folder of an installation and makes it: "
    "it is the one place of the floor that touches the disk, and no calculation imports it",
}


def test_house_is_pure(root: Path):
    found = impurities(root, EXCEPTIONS)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "import random",
        "def f():\n    from datetime import datetime\n    return datetime.now()",
        "from datetime import date\nTODAY = date.today()",
        "def f(path):\n    return open(path)",
        "def f(path):\n    return path.read_text()",
        "import urllib.request",
        "from urllib import request",
        "import socket",
        "import time",
        "import numpy as np\nX = np.random.normal()",
        "import numpy as np\nX = np.random.default_rng()",
        "def f():\n    import os\n    return os.environ",
    ],
)
@pytest.mark.parametrize("room", ["foundations", "engines/terres"])
def test_what_comes_from_outside_is_caught(tmp_path: Path, code: str, room: str):
    path = tmp_path / "src/essor" / room / "formula.py"
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    assert impurities(tmp_path, {})


def test_a_seeded_generator_and_given_dates_pass(tmp_path: Path):
    path = tmp_path / "src/essor/engines/terres/draw.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from datetime import date\nimport numpy as np\n\n"
        "def draw(*, seed: int, on: date):\n"
        "    return np.random.default_rng(seed).normal(), on.year\n",
        encoding="utf-8",
    )
    assert impurities(tmp_path, {}) == []


def test_an_exception_without_need_is_caught(tmp_path: Path):
    place = "src/essor/foundations/workspace.py"
    assert impurities(tmp_path, EXCEPTIONS) == [f"{place}: an exception without need"]
