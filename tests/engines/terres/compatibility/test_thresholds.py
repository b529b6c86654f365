"""Annex II of the order of 12/12/2014: each limit, just under, at, just over, each footnote."""

from decimal import Decimal

import pytest

from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.compatibility.cases import (
    LIMITS,
    STANDARDS,
    Outcome,
    Verdict,
    decide,
    finding,
    outcome,
)

EPSILON = Decimal("0.000001")
SALTS = {"eluat.chlorure", "eluat.sulfate", "eluat.fraction_soluble"}
WITH_A_WAY_ROUND = SALTS | {"eluat.cot", "brut.cot"}
PLAIN = sorted(set(LIMITS) - WITH_A_WAY_ROUND)
KINDS = (OutletKind.ISDI, OutletKind.CARRIERE, OutletKind.VALORISATION)


def over(code: str) -> str:
    return str(LIMITS[code] + EPSILON)


def test_the_files_say_what_the_order_says():
    shipped = {
        **STANDARDS.table("inertes/lixiviation"),
        **STANDARDS.table("inertes/contenu_total"),
    }
    assert shipped == LIMITS


@pytest.mark.parametrize("kind", KINDS)
def test_the_lot_of_the_tests_is_admitted(kind):
    decision = decide(kind=kind)
    assert decision.verdict is Verdict.ADMIS
    assert not decision.is_to_review


@pytest.mark.parametrize("code", sorted(LIMITS))
@pytest.mark.parametrize("step", [-EPSILON, Decimal(0)])
def test_at_or_under_its_limit_a_parameter_admits(code, step):
    decision = decide(analyses={code: str(LIMITS[code] + step)})
    assert decision.verdict is Verdict.ADMIS
    assert finding(decision, f"inerte.{code}").margin == -step


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", PLAIN)
def test_over_its_limit_a_parameter_refuses(code, kind):
    decision = decide(analyses={code: over(code)}, kind=kind)
    assert decision.verdict is Verdict.REFUSE
    (found,) = decision.deciding
    assert (found.parameter, found.threshold) == (code, LIMITS[code])
    assert found.margin == -EPSILON
    assert found.excess_factor == (LIMITS[code] + EPSILON) / LIMITS[code]
    assert found.origin.status == "verifie"


@pytest.mark.parametrize("code", sorted(LIMITS))
def test_a_parameter_that_nobody_measured_never_admits(code):
    decision = decide(without=(code,))
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert outcome(decision, f"inerte.{code}") is Outcome.A_COMPLETER


@pytest.mark.parametrize("code", sorted(LIMITS))
def test_a_bound_under_the_limit_admits_and_over_it_asks_for_a_finer_analysis(code):
    assert decide(analyses={code: f"<{LIMITS[code]}"}).verdict is Verdict.ADMIS
    decision = decide(analyses={code: f"<{over(code)}"})
    if code in SALTS:  # the two others still admit it, footnote (1)
        assert decision.verdict is Verdict.ADMIS_SOUS_CONDITION
        return
    if code == "brut.cot":  # its leachate still admits it
        assert decision.verdict is Verdict.ADMIS_SOUS_CONDITION
        return
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert "limite de quantification" in decision.needs[0]


# Footnote (1): chloride, sulphate, soluble fraction. True: over its limit.
@pytest.mark.parametrize(
    ("chloride", "sulphate", "soluble", "expected"),
    [
        (True, False, False, Verdict.ADMIS_SOUS_CONDITION),
        (False, True, False, Verdict.ADMIS_SOUS_CONDITION),
        (True, True, False, Verdict.ADMIS_SOUS_CONDITION),
        (False, False, True, Verdict.ADMIS_SOUS_CONDITION),
        (True, False, True, Verdict.REFUSE),
        # percolation could still admit the sulphate: nothing can be concluded without it
        (False, True, True, Verdict.DONNEE_MANQUANTE),
        (True, True, True, Verdict.REFUSE),
    ],
)
def test_footnote_1(chloride, sulphate, soluble, expected):
    flags = {
        "eluat.chlorure": chloride,
        "eluat.sulfate": sulphate,
        "eluat.fraction_soluble": soluble,
    }
    decision = decide(analyses={code: over(code) for code, is_over in flags.items() if is_over})
    assert decision.verdict is expected
    if expected is Verdict.ADMIS_SOUS_CONDITION:
        assert all("renvoi (1)" in one.reason for one in decision.deciding)
    if expected is Verdict.DONNEE_MANQUANTE:
        assert "percolation" in decision.needs[0]


@pytest.mark.parametrize(
    ("sulphate", "percolation", "expected"),
    [
        ("6000", "1500", Verdict.ADMIS_SOUS_CONDITION),
        ("6000", "1499.999999", Verdict.ADMIS_SOUS_CONDITION),
        ("6000", "1500.000001", Verdict.REFUSE),
        ("6000.000001", "1500", Verdict.REFUSE),
        ("6000", "<1500", Verdict.ADMIS_SOUS_CONDITION),
        ("6000", "<1501", Verdict.DONNEE_MANQUANTE),
        ("5999.999999", None, Verdict.DONNEE_MANQUANTE),
        ("6000.000001", None, Verdict.REFUSE),
    ],
)
def test_footnote_2(sulphate, percolation, expected):
    analyses = {"eluat.sulfate": sulphate, "eluat.fraction_soluble": "5000"}
    if percolation is not None:
        analyses["eluat.sulfate_percolation"] = percolation
    decision = decide(analyses=analyses)
    assert decision.verdict is expected
    if expected is Verdict.ADMIS_SOUS_CONDITION:
        assert "renvois (1) et (2)" in decision.deciding[0].reason


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("500", Verdict.ADMIS_SOUS_CONDITION),
        ("499.999999", Verdict.ADMIS_SOUS_CONDITION),
        ("500.000001", Verdict.REFUSE),
        ("<600", Verdict.DONNEE_MANQUANTE),
        (None, Verdict.DONNEE_MANQUANTE),
    ],
)
def test_footnote_3(again, expected):
    analyses = {"eluat.cot": "500.000001"}
    if again is not None:
        analyses["eluat.cot_ph_7_5_8"] = again
    decision = decide(analyses=analyses)
    assert decision.verdict is expected
    if again is None:
        assert "7,5" in decision.needs[0]


@pytest.mark.parametrize(
    ("leached", "again", "code", "expected"),
    [
        ("500", None, "17 05 04", Verdict.ADMIS_SOUS_CONDITION),
        ("501", "500", "17 05 04", Verdict.ADMIS_SOUS_CONDITION),
        ("501", "501", "17 05 04", Verdict.REFUSE),
        ("500", None, "17 05 06", Verdict.REFUSE),  # sediments are no soil
    ],
)
def test_footnote_of_the_total_carbon(leached, again, code, expected):
    analyses = {"brut.cot": "30000.000001", "eluat.cot": leached}
    if again is not None:
        analyses["eluat.cot_ph_7_5_8"] = again
    assert decide(analyses=analyses, code=code).verdict is expected


ADAPTABLE = sorted({code for code in LIMITS if code.startswith("eluat.")} - SALTS - {"eluat.cot"})


@pytest.mark.parametrize("code", ADAPTABLE)
@pytest.mark.parametrize("asked", [3, 10])
def test_article_6_goes_up_to_three_times(code, asked):
    sheet = {"article_6": {"arrete": "AP 2024-7", "seuils": {code: str(LIMITS[code] * asked)}}}
    at = decide(analyses={code: str(LIMITS[code] * 3)}, sheet=sheet)
    assert at.verdict is Verdict.ADMIS_SOUS_CONDITION
    assert "AP 2024-7 (article 6)" in at.deciding[0].reason
    beyond = decide(analyses={code: str(LIMITS[code] * 3 + EPSILON)}, sheet=sheet)
    assert beyond.verdict is Verdict.REFUSE
    without = decide(analyses={code: str(LIMITS[code] * 3)})
    assert without.verdict is Verdict.REFUSE
    assert "article 6" in without.needs[0]


@pytest.mark.parametrize("code", ["eluat.cot", "brut.btex", "brut.pcb7", "brut.hap16"])
def test_article_6_never_adapts_what_the_article_excludes(code):
    sheet = {"article_6": {"arrete": "AP", "seuils": {code: str(LIMITS[code] * 2)}}}
    analyses = {code: over(code), "eluat.cot_ph_7_5_8": "501"}
    assert decide(analyses=analyses, sheet=sheet).verdict is Verdict.REFUSE


def test_article_6_doubles_the_total_carbon_at_most():
    sheet = {"article_6": {"arrete": "AP", "seuils": {"brut.cot": "90000"}}}
    leached = {"eluat.cot": "501", "eluat.cot_ph_7_5_8": "501"}
    at = decide(analyses={"brut.cot": "60000"} | leached, sheet=sheet)
    assert outcome(at, "inerte.brut.cot") is Outcome.SOUS_CONDITION
    beyond = decide(analyses={"brut.cot": "60000.000001"} | leached, sheet=sheet)
    assert outcome(beyond, "inerte.brut.cot") is Outcome.NON_CONFORME


def test_article_6_is_for_landfills_not_for_sorting_platforms():
    sheet = {"article_6": {"arrete": "AP", "seuils": {"eluat.sb": "0.18"}}}
    analyses = {"eluat.sb": "0.1"}
    assert decide(analyses=analyses, sheet=sheet).verdict is Verdict.ADMIS_SOUS_CONDITION
    sorting = decide(analyses=analyses, sheet=sheet, kind=OutletKind.VALORISATION)
    assert sorting.verdict is Verdict.REFUSE
