"""GTR classes, limit by limit, the trap of class B first; hydric states."""

from decimal import Decimal

import pytest

from essor.engines.terres.compatibility.gtr import SoilTests, classes, states
from essor.engines.terres.compatibility.measures import Measure
from essor.engines.terres.compatibility.vocabulary import Forme
from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.compatibility.cases import STANDARDS, Verdict, decide, finding

SHORT = {
    "p80": "passant_80um",
    "p2": "passant_2mm",
    "p50": "passant_50mm",
    "mo": "matiere_organique",
}


def soil(forme: Forme | None = None, **measures: str | float) -> SoilTests:
    values = {}
    for name, value in measures.items():
        number = Decimal(str(value).lstrip("<"))
        is_bound = str(value).startswith("<")
        code = f"physique.{SHORT.get(name, name)}"
        values[code] = Measure.below(number) if is_bound else Measure.exact(number)
    return SoilTests(values=values, forme=forme, standards=STANDARDS)


def found(**measures) -> str:
    return " ".join(sorted(classes(soil(**measures))))


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        # The trap: a gravel with few fines is B3 or B4, never B5 or B6, whatever its plasticity.
        (dict(dmax=20, p80=8, p2=60, vbs=0.15), "B3"),
        (dict(dmax=20, p80=8, p2=60, vbs=0.5), "B4"),
        (dict(dmax=20, p80=8, p2=60, vbs=0.5, ip=20), "B4"),
        (dict(dmax=20, p80=8, p2=70, vbs=0.15), "B3"),
        (dict(dmax=20, p80=8, p2=70.1, vbs=0.15), "B1"),
        (dict(dmax=20, p80=12, p2=90, vbs=0.2), "B1"),
        (dict(dmax=20, p80=12, p2=90, vbs=0.21), "B2"),
        (dict(dmax=20, p80=12.1, p2=60, vbs=0.5), "B5"),
        (dict(dmax=20, p80=35, p2=60, vbs=1.5), "B5"),
        (dict(dmax=20, p80=35, p2=60, vbs=1.51), "B6"),
        (dict(dmax=20, p80=20, ip=12), "B5"),
        (dict(dmax=20, p80=20, ip=12.1), "B6"),
        (dict(dmax=20, p80=20, ip=14, vbs=1), "B6"),  # over 12, the plasticity rules
        (dict(dmax=20, p80=20, ip=8, vbs=2), "B6"),  # under 12, the blue value does
        # Insensitive: blue value up to 0,1 and few fines.
        (dict(dmax=50, p80=12, p2=70.1, vbs=0.1), "D1"),
        (dict(dmax=50, p80=12, p2=70, vbs=0.1), "D2"),
        (dict(dmax=50, p80=12.1, p2=60, vbs=0.1), "B5"),
        (dict(dmax=50.1, p80=12, p2=60, vbs=0.1), "D3"),
        # Fine soils.
        (dict(dmax=50, p80=35.1, vbs=2.5), "A1"),
        (dict(dmax=50, p80=35.1, vbs=2.6), "A2"),
        (dict(dmax=50, p80=35.1, vbs=6.1), "A3"),
        (dict(dmax=50, p80=35.1, vbs=8.1), "A4"),
        (dict(dmax=50, p80=90, ip=12), "A1"),
        (dict(dmax=50, p80=90, ip=25), "A2"),
        (dict(dmax=50, p80=90, ip=40), "A3"),
        (dict(dmax=50, p80=90, ip=40.1), "A4"),
        # Large elements: C carries the class of its fine fraction.
        (dict(dmax=100, p80=20, p50=90, vbs=1), "C1B5"),
        (dict(dmax=100, p80=8, p2=60, p50=90, vbs=0.5), "C1B4"),
        (dict(dmax=100, p80=20, p50=50, vbs=1, forme=Forme.ANGULEUX), "C2B5"),
        (dict(dmax=100, p80=20, p50=50, vbs=1, forme=Forme.ROULE), "C1B5"),
        (dict(dmax=100, p80=20, p50=70, vbs=1, forme=Forme.ANGULEUX), "C1B5 C2B5"),
        # Organic matter comes first, when it is measured.
        (dict(dmax=20, p80=20, vbs=1, mo=3), "B5"),
        (dict(dmax=20, p80=20, vbs=1, mo=3.1), "F11"),
        (dict(dmax=20, p80=20, vbs=1, mo=10.1), "F12"),
        # What is not measured, or only bounded, leaves several classes.
        (dict(dmax=20, p80=8, p2=60), "B3 B4 D2"),
        (dict(dmax=20, p80=8, vbs=0.15), "B1 B3"),
        (dict(dmax=20, p80=8, p2=60, vbs="<0.1"), "D2"),
        (dict(dmax=20, p80=8, p2=60, vbs="<0.15"), "B3 D2"),
        (dict(p80=20, vbs=1, forme=Forme.ROULE), "B5 C1B5"),
    ],
)  # fmt: skip
def test_class(measures, expected):
    assert found(**measures) == expected


@pytest.mark.parametrize(
    ("name", "measures", "expected"),
    [
        ("A1", dict(ipi=3), "th"),
        ("A1", dict(ipi=3.1), "h"),
        ("A1", dict(ipi=8.1), "m"),
        ("A1", dict(ipi=30), "s ts"),
        ("A1", dict(wn=12.5, wopn=10), "th"),
        ("A1", dict(wn=11, wopn=10), "h"),
        ("A1", dict(wn=9, wopn=10), "m"),
        ("A1", dict(wn=8.9, wopn=10), "s"),
        ("A1", dict(wn=6.9, wopn=10), "ts"),
        ("A2", dict(ic=0.9), "th"),
        ("A2", dict(ic=1.41), "ts"),
        ("B6", dict(ipi=4, wn=10, wopn=10), "th"),  # the bearing index rules when wet
        ("B6", dict(ipi=12, wn=8, wopn=10), "s"),  # the water content rules when not
        ("C1B5", dict(wn=10, wopn=10), "m"),
        ("A4", dict(ipi=3), "h m s th ts"),  # the guide asks for a study
        ("A1", {}, "h m s th ts"),
        ("A1", dict(ipi="<4"), "h th"),
    ],
)
def test_hydric_state(name, measures, expected):
    assert " ".join(sorted(states(name, soil(**measures)))) == expected


GRAVEL = {
    "physique.dmax": "20", "physique.passant_80um": "8", "physique.passant_2mm": "60",
    "physique.vbs": "0.5",
}  # fmt: skip
REUSE = {"usage": "sous_couverture", "niveau": "n1", "seuils_niveau": {"brut.hct_c10_c40": 500},
         "seuils_niveau_source": "Tableau du test"}  # fmt: skip


def reuse(sheet, analyses=None, profile=None):
    return decide(
        kind=OutletKind.AMENAGEMENT, analyses=analyses, sheet=REUSE | sheet, profile=profile
    )


def test_an_outlet_that_takes_b5_does_not_take_the_gravel_of_the_trap():
    decision = reuse({"classes_gtr": ["B5", "B6"]}, GRAVEL | {"physique.ipi": "20"})
    assert decision.verdict is Verdict.REFUSE
    assert finding(decision, "geotechnique.classe").reason.endswith("B4.")
    assert (
        finding(reuse({"classes_gtr": ["B"]}, GRAVEL), "geotechnique.classe").outcome == "conforme"
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("th", Verdict.REFUSE),
        ("h", Verdict.ADMIS_SOUS_CONDITION),
        ("m", Verdict.ADMIS),
        ("s", Verdict.ADMIS_SOUS_CONDITION),
        ("ts", Verdict.REFUSE),
    ],
)
def test_declared_state(state, expected):
    decision = reuse({"classes_gtr": ["B5"]}, profile={"classe_gtr": f"B5{state}"})
    assert decision.verdict is expected
    assert decision.is_to_review  # the GTR tables are to review
    treated = reuse(
        {"classes_gtr": ["B5"], "traitement_possible": True}, profile={"classe_gtr": f"B5{state}"}
    )
    assert treated.verdict is not Verdict.REFUSE


def test_an_insensitive_class_needs_no_state():
    decision = reuse({"classes_gtr": ["D"]}, profile={"classe_gtr": "D2"})
    assert decision.verdict is Verdict.ADMIS


def test_no_class_no_conclusion():
    decision = reuse({"classes_gtr": ["B5"]})
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert "inconnue" in finding(decision, "geotechnique.classe").reason


def test_tests_that_contradict_the_declared_class_are_said():
    decision = reuse({"classes_gtr": ["B"]}, GRAVEL, profile={"classe_gtr": "B6"})
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert "les essais donnent B4" in finding(decision, "geotechnique.declaration").reason


def test_a_class_may_be_accepted_in_one_state_only():
    for written in ("B5m", "b5M"):
        sheet = {"classes_gtr": [written]}
        assert reuse(sheet, profile={"classe_gtr": "B5m"}).verdict is Verdict.ADMIS
        assert reuse(sheet, profile={"classe_gtr": "B5h"}).verdict is Verdict.REFUSE
