"""The reference's own tests, replayed: every call that has an equal here returns the same."""

import copy
import gzip
import json

import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.reference.calls import exclusions
from essor.engines.friches.reference.calls.compare import compare_calls, first_gap
from essor.engines.friches.reference.calls.table import MATCHES
from essor.foundations.errors import UserFault

FILE = "benefriches_upstream_test_calls.json.gz"


@pytest.fixture(scope="module")
def calls(brownfields):
    with gzip.open(brownfields / FILE) as stream:
        return json.load(stream)["calls"]


@pytest.mark.shared
def test_every_call_is_matched_or_left_out_with_a_reason(calls, reference):
    report = compare_calls(calls, reference)
    left_out = sum(report.excluded.values())
    assert report.mismatches == []
    assert (report.calls, report.matched, left_out) == (431, 326, 105)
    reasons = {reason for _, reason in report.excluded}
    assert exclusions.UNKNOWN not in reasons
    assert not [reason for reason in reasons if "forme inconnue" in reason]


@pytest.mark.shared
def test_every_reason_is_used_and_none_hides_a_replay(calls):
    met = {call["fn"] for call in calls}
    assert set(exclusions.REASONS) <= met
    assert not set(MATCHES) & set(exclusions.REASONS)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "path"),
    [
        (
            "computeProjectImpactsWithBreakEvenLevel",
            "aggregatedReconversionImpacts.indirectEconomicImpacts.details.0.detailsByYear.3",
        ),
        ("computeProjectImpactsWithBreakEvenLevel", "projectEconomicBalance.details.0.total"),
        ("getUrbanProjectImpacts", "economicImpacts.0.detailsByYear.1"),
        ("getProjectMetricsAndEconomicImpacts", "impactMetrics.0.total"),
        ("computeStatuQuoSiteImpacts", "economicImpacts.details.0.total"),
        ("computePropertyValueImpact", "propertyValueIncreaseDetailsByYear.1"),
        ("computePollinisationMonetaryValue", ""),
    ],
)
def test_one_changed_number_is_a_mismatch(calls, reference, name, path):
    call = copy.deepcopy(next(call for call in calls if call["fn"] == name))
    holder, key = call, "result"
    for step in filter(None, path.split(".")):
        holder, key = holder[key], int(step) if step.isdigit() else step
    assert holder[key]
    holder[key] *= 1 + 1e-7
    (gap,) = compare_calls([call], reference).mismatches
    assert gap["function"] == name


def test_an_unknown_function_and_an_unknown_form_are_left_out_with_a_reason(reference):
    odd = [
        {"fn": "computeTheWeather", "args": [], "result": 1},
        {"fn": "computePollinisationMonetaryValue", "args": [], "result": 1},
        {"fn": "computeSecurityDefaultCost", "args": [1], "result": "<fn>"},
    ]
    report = compare_calls(odd, reference)
    assert (report.calls, report.matched, report.mismatches) == (3, 0, [])
    reasons = [row["reason"] for row in report.as_dict()["excluded"]]
    assert len(reasons) == 3
    assert exclusions.UNKNOWN in reasons


@pytest.mark.parametrize(
    ("expected", "found", "name"),
    [
        ({"a": 1.0}, {"a": 1.0 + 1e-12}, None),
        ({"a": 1.0}, {"a": 1.0, "b": [0.0, 0.0]}, None),
        ({"a": 1.0}, {"a": 1.0, "b": [0.0, 2.0]}, "b"),
        ([1.0, 2.0], [1.0, 2.1], "1"),
        ([1.0], [1.0, 2.0], ""),
        (None, 0.0, None),
        (0.5, None, ""),
        (float("nan"), float("nan"), None),
        (True, False, ""),
    ],
)
def test_first_gap(expected, found, name):
    gap = first_gap(expected, found)
    assert (None if gap is None else gap[0]) == name


@pytest.mark.shared
def test_command_prints_the_report(calls, tmp_path):
    """On every fourth call: the whole file is compared above, by the same function."""
    path = tmp_path / "appels.json.gz"
    some = calls[::4]
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump({"calls": some}, stream)
    result = CliRunner().invoke(group, ["comparer-appels", str(path), "--json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report.keys() == {"calls", "matched", "excluded", "mismatches"}
    left_out = sum(row["count"] for row in report["excluded"])
    assert report["calls"] == len(some) == report["matched"] + left_out
    assert left_out > 0
    text = CliRunner().invoke(group, ["comparer-appels", str(path)])
    assert f"{report['matched']} appels identiques, {left_out} écartés" in text.output


def test_a_mismatch_exits_with_one_and_another_shape_with_two(tmp_path):
    path = tmp_path / "appels.json"
    call = {"fn": "computeSecurityDefaultCost", "args": [10_000], "result": 1.0}
    path.write_text(json.dumps({"calls": [call]}), encoding="utf-8")
    result = CliRunner().invoke(group, ["comparer-appels", str(path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["mismatches"][0]["expected"] == 1.0
    path.write_text('{"calls": 3}', encoding="utf-8")
    broken = CliRunner().invoke(group, ["comparer-appels", str(path)])
    assert isinstance(broken.exception, UserFault)
