"""A judge written straight from annex II, in plain booleans, against the engine."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.compatibility.measures import Measure, Sample
from essor.engines.terres.compatibility.rules.annex_two import Limits, judge
from essor.engines.terres.compatibility.vocabulary import verdict_of
from tests.engines.terres.compatibility.cases import LIMITS, Verdict

SCALE = LIMITS | {
    "eluat.cot_ph_7_5_8": Decimal(500), "eluat.sulfate_percolation": Decimal(1500)
}  # fmt: skip
WITH_NOTES = {
    "eluat.chlorure", "eluat.sulfate", "eluat.fraction_soluble", "eluat.cot", "brut.cot",
}  # fmt: skip
factors = st.sampled_from([Decimal(one) for one in ("0.5", "1", "1.001", "4", "6", "6.001")])
everything = st.fixed_dictionaries({code: factors for code in sorted(SCALE)})
often_clean = st.one_of(
    everything,
    st.fixed_dictionaries(
        {
            code: factors if code in WITH_NOTES or code not in LIMITS else st.just(Decimal(1))
            for code in sorted(SCALE)
        }
    ),
)


def by_the_text(v: dict[str, Decimal], *, is_soil: bool) -> Verdict:
    """Annex II read aloud; every quantity is measured."""
    if all(v[code] <= limit for code, limit in LIMITS.items()):
        return Verdict.ADMIS
    others = all(v[code] <= limit for code, limit in LIMITS.items() if code not in WITH_NOTES)
    sulphate = v["eluat.sulfate"] <= 1000 or (
        v["eluat.sulfate"] <= 6000 and v["eluat.sulfate_percolation"] <= 1500
    )
    salts = (v["eluat.chlorure"] <= 800 and sulphate) or v["eluat.fraction_soluble"] <= 4000
    leached = v["eluat.cot"] <= 500 or v["eluat.cot_ph_7_5_8"] <= 500
    carbon = v["brut.cot"] <= 30000 or (is_soil and leached)
    is_in = others and salts and leached and carbon
    return Verdict.ADMIS_SOUS_CONDITION if is_in else Verdict.REFUSE


@settings(max_examples=300)
@given(often_clean, st.booleans())
def test_the_engine_says_what_the_text_says(chosen, is_soil):
    values = {code: SCALE[code] * factor for code, factor in chosen.items()}
    limits = Limits(
        by_code=LIMITS, sulphate_ls10=Decimal(6000), percolation=Decimal(1500),
        neutral_carbon=Decimal(500), is_soil=is_soil,
    )  # fmt: skip
    sample = Sample(id="", values={code: Measure.exact(one) for code, one in values.items()})
    outcomes = frozenset(one.outcome for one in judge(sample, limits).values())
    assert verdict_of(outcomes) is by_the_text(values, is_soil=is_soil)
