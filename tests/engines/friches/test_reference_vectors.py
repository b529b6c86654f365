"""The profile `benefriches` reproduces the reference, number by number."""

import copy
import gzip
import json

import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.reference.compare import compare, relative_error

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def report(vectors, reference):
    """The comparison of every vector, once."""
    return compare(vectors, reference)


def test_every_usable_vector_is_reproduced(report):
    assert not report.mismatches
    assert (report.cases, report.matched, len(report.exclusions)) == (216, 189, 27)
    assert report.max_rel_error < 1e-9
    assert report.numbers > 15_000


def test_only_cases_with_a_known_defect_are_left_out(vectors, report):
    flawed = {case["id"] for case in vectors if case["upstream_defects"]}
    assert {one for one, _ in report.exclusions} == flawed


def test_a_wrong_number_is_reported(vectors, reference):
    case = copy.deepcopy(next(case for case in vectors if not case["upstream_defects"]))
    case["expected"]["indirectEconomicImpacts"]["details"][0]["total"] *= 1 + 1e-8
    (gap,) = compare([case], reference).mismatches
    assert gap.name.startswith("indirect.frais_friche_evites_proprietaire")


def test_a_number_that_only_one_side_has_is_reported(vectors, reference):
    case = copy.deepcopy(next(case for case in vectors if "breakEvenYear" in case["expected"]))
    del case["expected"]["breakEvenYear"]
    assert [gap.name for gap in compare([case], reference).mismatches] == ["breakEvenYear"]


def test_without_local_carbon_a_case_is_left_out_and_said(vectors, reference):
    case = copy.deepcopy(vectors[1])
    del case["derived"]
    ((_, reason),) = compare([case], reference).exclusions
    assert "carbone" in reason


def test_a_template_not_known_here_is_left_out_and_said(vectors, reference):
    case = copy.deepcopy(vectors[1])
    case["inputs"]["template"] = "URBAN_AGRICULTURE"
    ((_, reason),) = compare([case], reference).exclusions
    assert "URBAN_AGRICULTURE" in reason


def test_the_corrected_phantom_deaths_are_the_only_gap_of_flawed_cases(vectors, reference):
    """Cases set aside differ by casualties and the totals that hold them; the rest is noise."""
    flawed = [case | {"upstream_defects": []} for case in vectors if case["upstream_defects"]]
    gaps = compare(flawed, reference).mismatches
    names = {gap.name for gap in gaps if abs(gap.expected or 0.0) > 1e-6}
    casualties = ("blesses", "deces", "total", "cumul", "breakEven")
    assert names
    assert all(any(word in name for word in casualties) for name in names), names


@pytest.mark.parametrize(
    ("expected", "found", "error"),
    [(2.0, 2.0, 0.0), (2.0, 1.0, 0.5), (0.0, 0.5, 0.5), (None, None, 0.0)],
)
def test_relative_error(expected, found, error):
    assert relative_error(expected, found) == error


def test_relative_error_of_a_missing_side_is_infinite():
    assert relative_error(None, 1.0) == float("inf")


def test_command_prints_the_report(vectors, tmp_path):
    """On every eighth case: the whole file is compared above, by the same function."""
    path = tmp_path / "cas.json.gz"
    some = vectors[::8]
    flawed = sum(bool(case["upstream_defects"]) for case in some)
    assert 0 < flawed < len(some)
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump({"cases": some}, stream)
    result = CliRunner().invoke(group, ["comparer-reference", str(path), "--json"])
    printed = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"cases", "matched", "excluded", "mismatches", "max_rel_error"} <= printed.keys()
    matched = len(some) - flawed
    assert (printed["matched"], printed["excluded"], printed["mismatches"]) == (matched, flawed, [])
    text = CliRunner().invoke(group, ["comparer-reference", str(path)])
    assert f"{matched} cas identiques, {flawed} écartés" in text.output
