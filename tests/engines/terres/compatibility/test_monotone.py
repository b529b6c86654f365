"""What more pollution, or less knowledge, may and may not change."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.compatibility.check import check
from essor.engines.terres.compatibility.lots import LotFacts, Profile
from essor.engines.terres.compatibility.measures import Measure, Sample
from essor.engines.terres.compatibility.sheets import read_outlet
from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.engines.terres.vocabulary import OutletKind
from tests.engines.terres.compatibility.cases import LIMITS, ON, SHEET, STANDARDS

CODES = [*LIMITS, "eluat.cot_ph_7_5_8", "eluat.sulfate_percolation"]
SCALE = LIMITS | {
    "eluat.cot_ph_7_5_8": Decimal(500), "eluat.sulfate_percolation": Decimal(1500)
}  # fmt: skip
ARTICLE_6 = {"article_6": {"arrete": "AP", "seuils": {"eluat.sb": "0.18", "eluat.sulfate": 3000}}}
OUTLETS = [
    read_outlet(id="isdi", kind=OutletKind.ISDI, sheet=SHEET),
    read_outlet(id="isdi+", kind=OutletKind.ISDI, sheet=SHEET | ARTICLE_6),
    read_outlet(id="isdnd", kind=OutletKind.ISDND, sheet=SHEET | {"seuils_table": "non_dangereux"}),
]
# From the best for the lot to the worst.
RANK = {
    Verdict.ADMIS: 0,
    Verdict.ADMIS_SOUS_CONDITION: 1,
    Verdict.DONNEE_MANQUANTE: 2,
    Verdict.REFUSE: 3,
}
factors = st.sampled_from([Decimal(one) for one in ("0.5", "1", "1.5", "2.9", "3", "4", "7")])
widths = st.sampled_from([Decimal(one) for one in ("0", "0.25", "1", "3")])
ssp = st.sampled_from([True, False, None])


@st.composite
def measures(draw):
    """Most codes measured, a few far from their limit, some as intervals."""
    values = {code: Measure.exact(SCALE[code] / 2) for code in LIMITS}
    for code in draw(st.lists(st.sampled_from(CODES), max_size=5, unique=True)):
        low = SCALE[code] * draw(factors)
        high = low + SCALE[code] * draw(widths)
        values[code] = Measure(low=low, high=high)
    for code in draw(st.lists(st.sampled_from(CODES), max_size=1)):
        values.pop(code, None)
    return values | {"physique.siccite": Measure.exact(Decimal(80))}


def verdicts(values: dict[str, Measure], *, is_ssp: bool | None = True) -> list[Verdict]:
    profile = Profile(
        is_ssp=is_ssp, is_pop=False, is_sis=False, is_terre_vegetale=False,
        exclusions_absentes=True,
    )  # fmt: skip
    lot = LotFacts(
        id="L", waste_code="17 05 04", samples=(Sample(id="", values=values),), profile=profile
    )
    return [check(lot=lot, outlet=outlet, on=ON, standards=STANDARDS).verdict for outlet in OUTLETS]


@settings(max_examples=60)
@given(measures(), st.sampled_from(CODES), factors, ssp)
def test_more_of_anything_never_makes_a_lot_more_welcome(values, code, factor, is_ssp):
    measure = values.get(code)
    if measure is None:
        return
    shift = SCALE[code] * factor
    worse = values | {
        code: Measure(
            low=measure.low + shift, high=None if measure.high is None else measure.high + shift
        )
    }
    for before, after in zip(
        verdicts(values, is_ssp=is_ssp), verdicts(worse, is_ssp=is_ssp), strict=True
    ):
        assert RANK[after] >= RANK[before]


@settings(max_examples=60)
@given(measures(), st.sampled_from(CODES), widths, st.booleans(), ssp)
def test_less_knowledge_never_makes_a_firm_answer(values, code, width, is_open, is_ssp):
    """A wider interval may lose an answer; it may not find one that the narrow one denies."""
    measure = values.get(code)
    if measure is None:
        return
    low = max(measure.low - SCALE[code] * width, Decimal(0))
    high = None if is_open or measure.high is None else measure.high + SCALE[code] * width
    wider = values | {code: Measure(low=low, high=high)}
    for narrow, wide in zip(
        verdicts(values, is_ssp=is_ssp), verdicts(wider, is_ssp=is_ssp), strict=True
    ):
        if wide is Verdict.ADMIS:
            assert narrow is Verdict.ADMIS
        elif wide is Verdict.ADMIS_SOUS_CONDITION:
            assert narrow.is_admission
        elif wide is Verdict.REFUSE:
            assert narrow is Verdict.REFUSE


@settings(max_examples=25)
@given(measures(), st.sampled_from(list(LIMITS)))
def test_a_measure_taken_away_never_admits_a_lot_that_was_not(values, code):
    less = {name: one for name, one in values.items() if name != code}
    for before, after in zip(verdicts(values), verdicts(less), strict=True):
        assert after is not Verdict.ADMIS or before is Verdict.ADMIS


@settings(max_examples=25)
@given(st.lists(measures(), min_size=2, max_size=3))
def test_one_more_sample_never_makes_a_lot_more_welcome(several):
    """With the same quantities measured: each sample has its say."""
    ranks = []
    for count in range(1, len(several) + 1):
        samples = tuple(
            Sample(id=str(rank), values=SAME | values)
            for rank, values in enumerate(several[:count])
        )
        lot = LotFacts(
            id="L", waste_code="17 05 04", samples=samples,
            profile=Profile(is_ssp=True, is_pop=False, is_sis=False, exclusions_absentes=True),
        )  # fmt: skip
        decision = check(lot=lot, outlet=OUTLETS[0], on=ON, standards=STANDARDS)
        ranks.append(RANK[decision.verdict])
    assert all(before <= after for before, after in pairwise(ranks))


SAME = {code: Measure.exact(SCALE[code] / 2) for code in CODES}
