"""Annex II of the order of 12/12/2014 with its footnotes, for one sample and one set of limits.

Footnote (1): chloride, sulphate or soluble fraction may fail if chloride AND sulphate hold, or if
the soluble fraction holds. (2): sulphate may fail at L/S 10 if it keeps to 6 000 mg/kg there and
to 1 500 mg/l at L/S 0,1. (3): organic carbon of the leachate may be tested again at pH 7,5 to 8.
Total organic carbon of a soil may be higher if the organic carbon of its leachate holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from essor.engines.terres.compatibility.logic import Truth, all_of, any_of
from essor.engines.terres.compatibility.measures import Measure, Sample
from essor.engines.terres.compatibility.vocabulary import Outcome

CHLORIDE = "eluat.chlorure"
SULPHATE = "eluat.sulfate"
PERCOLATION = "eluat.sulfate_percolation"
SOLUBLE = "eluat.fraction_soluble"
LEACHED_CARBON = "eluat.cot"
NEUTRAL_CARBON = "eluat.cot_ph_7_5_8"
TOTAL_CARBON = "brut.cot"
SALTS = (CHLORIDE, SULPHATE, SOLUBLE)

Remedies = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits that hold: by code, then those of the footnotes.

    is_soil : whether the waste code is one of soils, for the footnote on total organic carbon
    """

    by_code: Mapping[str, Decimal]
    sulphate_ls10: Decimal
    percolation: Decimal
    neutral_carbon: Decimal
    is_soil: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What annex II says of one parameter of one sample.

    note : footnote that admits it, « (1) », « (1) et (2) »…; "" without
    need : test that could still admit it, in French
    """

    code: str
    outcome: Outcome
    note: str = ""
    need: str = ""
    remedies: Remedies = ()


@dataclass(frozen=True, slots=True)
class _Sample:
    """A sample against the limits."""

    values: Mapping[str, Measure]
    limits: Limits

    def holds(self, code: str, limit: Decimal | None = None) -> Truth:
        """Whether the parameter is at or under its limit; None when missing or straddling."""
        measure = self.values.get(code)
        wanted = self.limits.by_code[code] if limit is None else limit
        return None if measure is None else measure.at_most(wanted)

    @property
    def sulphate_by_note(self) -> Truth:
        """Footnote (2)."""
        return all_of(
            [
                self.holds(SULPHATE, self.limits.sulphate_ls10),
                self.holds(PERCOLATION, self.limits.percolation),
            ]
        )

    @property
    def leached_carbon(self) -> Truth:
        """Organic carbon of the leachate, footnote (3) included."""
        again = self.holds(NEUTRAL_CARBON, self.limits.neutral_carbon)
        return any_of([self.holds(LEACHED_CARBON), again])


def judge(sample: Sample, limits: Limits) -> dict[str, Judged]:
    """Every parameter of annex II, by code."""
    one = _Sample(sample.values, limits)
    found = {}
    for code in limits.by_code:
        if code in SALTS:
            found[code] = _salt(one, code)
        elif code == LEACHED_CARBON:
            found[code] = _leached_carbon(one)
        elif code == TOTAL_CARBON:
            found[code] = _total_carbon(one)
        else:
            found[code] = _plain(code, one.holds(code))
    return found


def _plain(code: str, truth: Truth) -> Judged:
    if truth is None:
        return Judged(code=code, outcome=Outcome.A_COMPLETER)
    if truth:
        return Judged(code=code, outcome=Outcome.CONFORME)
    return Judged(code=code, outcome=Outcome.NON_CONFORME, remedies=((code,),))


def _salt(one: _Sample, code: str) -> Judged:
    own = one.holds(code)
    if own or code not in one.values:
        return _plain(code, own)
    sulphate = any_of([one.holds(SULPHATE), one.sulphate_by_note])
    pair = all_of([one.holds(CHLORIDE), sulphate])
    way_round = any_of([pair, one.holds(SOLUBLE)])
    if way_round:
        return Judged(code=code, outcome=Outcome.SOUS_CONDITION, note=_note(one, code))
    if own is None:
        return Judged(code=code, outcome=Outcome.A_COMPLETER)
    if way_round is None:
        return Judged(code=code, outcome=Outcome.A_COMPLETER, need=_salt_need(one))
    return Judged(code=code, outcome=Outcome.NON_CONFORME, remedies=_salt_remedies(one))


def _note(one: _Sample, code: str) -> str:
    """Which footnotes admit: the simplest that does."""
    if code != SOLUBLE and one.holds(SOLUBLE):
        return "(1)"
    if one.holds(SULPHATE):
        return "(1)"
    only_sulphate_fails = one.holds(CHLORIDE) and one.holds(SOLUBLE)
    return "(2)" if only_sulphate_fails else "(1) et (2)"


def _salt_need(one: _Sample) -> str:
    """The test that could still admit."""
    may_percolate = PERCOLATION not in one.values and one.holds(SULPHATE, one.limits.sulphate_ls10)
    if may_percolate and one.holds(CHLORIDE) is not False and one.holds(SULPHATE) is False:
        return (
            "Essai de percolation NF CEN/TS 14405\u00a0: le sulfate à L/S = 0,1 l/kg peut "
            "encore admettre le lot, renvoi (2)."
        )
    return (
        "Mesurer plus finement chlorure, sulfate et fraction soluble\u00a0: le renvoi (1) peut "
        "encore admettre le lot."
    )


def _salt_remedies(one: _Sample) -> Remedies:
    """Either the soluble fraction comes back, or chloride and sulphate do."""
    pair = tuple(
        code
        for code, truth in (
            (CHLORIDE, one.holds(CHLORIDE)),
            (SULPHATE, any_of([one.holds(SULPHATE), one.sulphate_by_note])),
        )
        if truth is not True
    )
    return ((SOLUBLE,), pair)


def _leached_carbon(one: _Sample) -> Judged:
    own = one.holds(LEACHED_CARBON)
    if own or LEACHED_CARBON not in one.values:
        return _plain(LEACHED_CARBON, own)
    if one.leached_carbon:
        return Judged(code=LEACHED_CARBON, outcome=Outcome.SOUS_CONDITION, note="(3)")
    if one.leached_carbon is None:
        need = "" if own is None else _AGAIN
        return Judged(code=LEACHED_CARBON, outcome=Outcome.A_COMPLETER, need=need)
    return Judged(code=LEACHED_CARBON, outcome=Outcome.NON_CONFORME, remedies=((LEACHED_CARBON,),))


_AGAIN = (
    "Refaire l'essai NF EN 12457-2 à un pH compris entre 7,5 et 8,0\u00a0: le renvoi (3) peut "
    "encore admettre le lot."
)


def _total_carbon(one: _Sample) -> Judged:
    own = one.holds(TOTAL_CARBON)
    if own or TOTAL_CARBON not in one.values or not one.limits.is_soil:
        return _plain(TOTAL_CARBON, own)
    leached = one.leached_carbon
    if leached:
        return Judged(
            code=TOTAL_CARBON, outcome=Outcome.SOUS_CONDITION, note="(1) du contenu total"
        )
    if own is None or leached is None:
        need = "" if own is None else _AGAIN
        return Judged(code=TOTAL_CARBON, outcome=Outcome.A_COMPLETER, need=need)
    remedies = ((TOTAL_CARBON,), (LEACHED_CARBON,))
    return Judged(code=TOTAL_CARBON, outcome=Outcome.NON_CONFORME, remedies=remedies)
