"""The reference's own tests, replayed: every call that has an equal here returns the same."""

import gzip
import json
from collections import Counter
from datetime import date

import numpy as np
import pytest

from tests.engines.friches.upstream_calls import ANSWERS, REPLAYS

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def calls(brownfields):
    with gzip.open(brownfields / "benefriches_upstream_test_calls.json.gz") as stream:
        return json.load(stream)["calls"]


def is_usable(call):
    """Leave out answers that are functions, and a branch that the reference never calls."""
    is_dead = call["fn"] == "computePropertyValueImpact" and call["args"][-1]
    return call["fn"] in REPLAYS and call["result"] != "<fn>" and not is_dead


def same(found, expected):
    if isinstance(expected, dict):
        keys = found.keys() | expected.keys()
        return all(same(found.get(key, 0.0), expected.get(key, 0.0)) for key in keys)
    if isinstance(expected, (list, tuple)):
        return len(found) == len(expected) and all(map(same, found, expected))
    if expected is None:
        return not found
    if isinstance(expected, (str, date)):
        return found == expected
    return bool(np.isclose(float(found), float(expected), rtol=1e-9, atol=1e-9))


def test_every_call_with_an_equal_returns_the_same(calls, reference):
    usable = [call for call in calls if is_usable(call)]
    wrong = []
    for call in usable:
        found = REPLAYS[call["fn"]](reference, call["args"], call.get("ctor"))
        expected = ANSWERS.get(call["fn"], lambda answer: answer)(call["result"])
        if not same(found, expected):
            wrong.append((call["fn"], expected, found))
    assert not wrong, wrong[:5]
    assert len(usable) >= 170, len(usable)


def test_every_replay_is_used(calls):
    met = Counter(call["fn"] for call in calls if is_usable(call))
    assert set(REPLAYS) == set(met)
