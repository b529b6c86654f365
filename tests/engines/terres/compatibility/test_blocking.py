"""Which parameter blocks which outlet, by how much, what it costs; the JSON of decisions."""

import json
from decimal import Decimal

import pytest

from essor.engines.terres.compatibility.blocking import block_of, by_remedy, stakes
from essor.engines.terres.compatibility.findings import Decision
from essor.engines.terres.compatibility.levels import Level, soil_level
from essor.engines.terres.compatibility.lots import read_lot
from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.compatibility.cases import (
    CLEAN,
    CLEAN_SITE,
    LIMITS,
    ON,
    POLLUTED_SITE,
    Verdict,
    decide,
)

NO_SALT = {
    "eluat.chlorure": "1600", "eluat.sulfate": "7000", "eluat.fraction_soluble": "9000",
}  # fmt: skip


def remedies(**options) -> tuple:
    block = block_of(decide(**options))
    assert block is not None
    return block.remedies


def test_an_admitted_pair_has_no_block():
    assert block_of(decide()) is None
    assert block_of(decide(analyses={"eluat.sulfate": "1100"})) is None


def test_one_parameter_over_its_limit():
    block = block_of(decide(analyses={"eluat.sb": "0.15"}))
    assert block is not None
    assert block.remedies == (("eluat.sb",),)
    (excess,) = block.excesses
    assert (excess.parameter, excess.factor) == ("eluat.sb", Decimal("2.5"))


@pytest.mark.parametrize(
    ("analyses", "expected"),
    [
        ({"eluat.sb": "1", "eluat.as": "9"}, (("eluat.as", "eluat.sb"),)),
        # Footnote (1): either the solubles come back, or chloride and sulphate do.
        (NO_SALT, (("eluat.fraction_soluble",), ("eluat.chlorure", "eluat.sulfate"))),
        (NO_SALT | {"eluat.chlorure": "1"}, (("eluat.fraction_soluble",), ("eluat.sulfate",))),
        (
            NO_SALT | {"eluat.sb": "1"},
            (
                ("eluat.fraction_soluble", "eluat.sb"),
                ("eluat.chlorure", "eluat.sb", "eluat.sulfate"),
            ),
        ),
        # The carbon of the leachate opens the total carbon as well.
        (
            {"eluat.cot": "600", "eluat.cot_ph_7_5_8": "600", "brut.cot": "40000"},
            (("eluat.cot",),),
        ),
    ],
)
def test_smallest_sets(analyses, expected):
    assert remedies(analyses=analyses) == expected


def test_bringing_a_smallest_set_to_its_limits_lifts_the_refusal():
    analyses = NO_SALT | {"eluat.sb": "1"}
    for remedy in remedies(analyses=analyses):
        mended = {code: str(LIMITS[code]) for code in remedy}
        assert decide(analyses=analyses | mended).verdict.is_admission
        for code in remedy:
            partly = {one: value for one, value in mended.items() if one != code}
            assert not decide(analyses=analyses | partly).verdict.is_admission


def test_rules_without_parameter_block_too():
    assert remedies(profile={"is_radioactif": True}) == (("article_2.radioactif",),)
    block = block_of(decide(without=("eluat.sb",)))
    assert block is not None
    assert (block.remedies, block.unknown) == ((), ("eluat.sb",))


def decisions() -> dict[tuple[str, str], Decision]:
    """Three lots, a near landfill that refuses two of them, a far one that takes one."""
    rows = {
        ("a", "near"): decide(analyses={"eluat.sb": "0.1"}),
        ("a", "far"): decide(),
        ("b", "near"): decide(analyses={"eluat.sb": "0.1"}),
        ("b", "far"): decide(analyses={"brut.hap16": "90"}),
        ("c", "near"): decide(),
    }
    return {
        pair: Decision(lot=pair[0], outlet=pair[1], findings=one.findings)
        for pair, one in rows.items()
    }


COSTS = {("a", "near"): 10.0, ("a", "far"): 24.0, ("b", "near"): 12.0, ("b", "far"): 9.0}


def test_what_a_block_costs():
    found = stakes(decisions(), COSTS, {"a": 1000.0, "b": 50.0})
    assert [(one.block.lot, one.block.outlet, one.eur_per_t, one.eur) for one in found] == [
        ("b", "far", None, None),  # nobody takes b
        ("b", "near", None, None),
        ("a", "near", 14.0, 14000.0),
    ]
    assert found[-1].best_outlet == "far"
    first, second = by_remedy(found)
    assert (first.remedy, first.lots, first.stranded) == (("eluat.sb",), ("a", "b"), ("b",))
    assert (first.eur_per_t, first.eur) == (14.0, 14000.0)
    assert second.remedy == ("brut.hap16",)


def test_an_outlet_dearer_than_the_best_costs_nothing():
    costs = COSTS | {("a", "near"): 30.0}
    (found,) = [one for one in stakes(decisions(), costs) if one.block.lot == "a"]
    assert (found.eur_per_t, found.eur) == (0.0, None)


def test_a_decision_survives_json():
    for decision in (
        decide(), decide(analyses=NO_SALT), decide(without=("brut.hap16",)),
        decide(analyses={"eluat.sb": "<0.1"}), decide(kind=OutletKind.AMENAGEMENT),
    ):  # fmt: skip
        data = json.loads(json.dumps(decision.as_dict(), allow_nan=False))
        again = Decision.from_dict(data)
        assert again == decision
        assert data["verdict"] == again.verdict


@pytest.mark.parametrize(
    ("changes", "profile", "expected"),
    [
        ({}, POLLUTED_SITE, "inerte"),
        ({"eluat.sb": "0.18"}, POLLUTED_SITE, "inerte-plus"),
        ({"eluat.sb": "0.19"}, POLLUTED_SITE, "non-dangereux"),
        ({"eluat.sb": "0.71"}, POLLUTED_SITE, "hors-seuils"),
        ({"brut.hct_c10_c40": "600"}, POLLUTED_SITE, "non-dangereux"),
        ({"eluat.sb": "<0.1"}, POLLUTED_SITE, ""),
        ({}, POLLUTED_SITE | {"is_dangereux": True}, "dangereux"),
        ({}, POLLUTED_SITE | {"classe_gtr": "B5m"}, "inerte/B5"),
    ],
)
def test_class_from_the_analyses(changes, profile, expected):
    lot = read_lot(id="L", waste_code="17 05 04", analyses=CLEAN | changes, profile=profile)
    assert soil_level(lot, on=ON).soil_class == expected


def test_a_clean_site_is_inert_without_tests():
    lot = read_lot(id="L", waste_code="17 05 04", analyses={}, profile=CLEAN_SITE)
    assert soil_level(lot, on=ON).level is Level.INERTE


def test_verdicts_are_said_in_french():
    assert decide(analyses={"eluat.sb": "0.15"}).sentence == (
        "Refusé\u00a0: Antimoine sur éluat\u00a0: 0,15\u00a0mg/kg, soit 2,5\u00a0fois le seuil "
        "de 0,06\u00a0mg/kg."
    )
    assert decide().verdict is Verdict.ADMIS
