"""What the values of an indicator come to: pure sums where measured and declared never mix.

A series is what one tied action says, or what is said of the whole.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, SourcedValue
from essor.foundations.sums import SourcedSum, sum_values
from essor.records.indicateurs.choices import Agregation
from essor.records.indicateurs.verdicts import Repere

DAY = dt.timedelta(days=1)
TRUST = (Confidence.FAIBLE, Confidence.MOYENNE, Confidence.HAUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A live value: the days it holds for, and the order in which it was entered."""

    periode: Period
    sourced: SourcedValue
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A sum of one kind and the last day it covers; ``total`` says what it lacks."""

    on: dt.date
    total: SourcedSum

    @property
    def has_figure(self) -> bool:
        """Tell whether there is a figure or a bound, not only reasons for having none."""
        return self.total.terms > 0

    @property
    def low(self) -> Decimal | None:
        """The least it may be."""
        return self.total.low

    @property
    def high(self) -> Decimal | None:
        """The most it may be."""
        return self.total.high

    def repere(self) -> Repere:
        """Return it as a point against which nothing is missing."""
        return Repere(on=self.on, low=self.low, high=self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Both sums, side by side, never added; ``without`` counts the series that said nothing.

    judged : the one that a verdict may rest on; why_not : why there is none, in words
    """

    measured: Figure | None
    declared: Figure | None
    series: int
    without: int
    judged: Figure | None = None
    why_not: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was ever said."""
        return self.measured is None and self.declared is None


def standing_of(
    series: Sequence[Sequence[Dated]],
    *,
    agregation: Agregation,
    unit: str,
    on: dt.date,
    start: Dated | None = None,
) -> Standing:
    """Return what the series come to on a day.

    start : the reference; values from before it do not count, and a sum of periods starts from it
    Raises UserFault when a value bears another unit.
    """
    kept = [[one for one in said if _counts(one, on, start, agregation)] for said in series]
    kinds = {
        flag: [
            _standing_values([one for one in said if one.sourced.is_self_declared is flag],
                             agregation)
            for said in kept
        ]
        for flag in (False, True)
    }  # fmt: skip
    measured = _figure(kinds[False], agregation, unit, start, is_self_declared=False)
    declared = _figure(kinds[True], agregation, unit, start, is_self_declared=True)
    without = sum(not (a or b) for a, b in zip(kinds[False], kinds[True], strict=True))
    judged, why_not = _judged(kinds, measured, declared, agregation, start, without)
    return Standing(
        measured=measured,
        declared=declared,
        series=len(series),
        without=without,
        judged=judged,
        why_not=why_not,
    )


def path_of(
    series: Sequence[Sequence[Dated]],
    *,
    agregation: Agregation,
    unit: str,
    on: dt.date,
    start: Dated | None,
    is_self_declared: bool,
) -> list[Figure]:
    """Return the figure of one kind on each day that brought a value, oldest first.

    Levels of several actions are drawn only from the day on which each has said one.
    """
    mine = [
        [one for one in said if one.sourced.is_self_declared is is_self_declared] for said in series
    ]
    days = sorted({one.periode.end for said in mine for one in said if one.periode.end <= on})
    found = []
    for day in days:
        at = standing_of(mine, agregation=agregation, unit=unit, on=day, start=start)
        figure = at.declared if is_self_declared else at.measured
        whole = agregation is Agregation.SOMME or not at.without
        if figure is not None and figure.has_figure and whole:
            found.append(figure)
    return found


def holes(said: Sequence[Dated], start: Dated | None) -> tuple[Period, ...]:
    """Return the stretches that no value covers, from the reference or the first one to the last.

    A flow that skips a year is not a smaller flow: its sum is not known.
    """
    found = []
    covered = start.periode.end if start else None
    for one in sorted(said, key=lambda item: item.periode):
        if covered is not None and one.periode.start > covered + DAY:
            found.append(Period(covered + DAY, one.periode.start - DAY))
        covered = max(covered, one.periode.end) if covered else one.periode.end
    return tuple(found)


def rivals(said: Sequence[Dated]) -> tuple[Dated, ...]:
    """Return the values of one kind that speak of the last period and disagree."""
    if not said:
        return ()
    latest = _latest(said)
    same = [
        one for one in said
        if one.periode == latest.periode
        and one.sourced.is_self_declared is latest.sourced.is_self_declared
    ]  # fmt: skip
    told = {(one.sourced.lowest, one.sourced.highest, one.sourced.absence) for one in same}
    return tuple(same) if len(told) > 1 else ()


def _counts(one: Dated, on: dt.date, start: Dated | None, agregation: Agregation) -> bool:
    """Tell whether a value is of the past and not from before the reference."""
    if one.periode.end > on:
        return False
    if start is None:
        return True
    if agregation is Agregation.SOMME:
        return one.periode.start > start.periode.end
    return one.periode.end >= start.periode.end


def _standing_values(said: Sequence[Dated], agregation: Agregation) -> list[Dated]:
    """Every period of a flow; the last value of a level."""
    if not said or agregation is Agregation.SOMME:
        return list(said)
    return [_latest(said)]


def _latest(said: Sequence[Dated]) -> Dated:
    """The last period; between rivals the most trusted, then the last entered."""
    return max(
        said,
        key=lambda one: (
            one.periode.end,
            one.periode.start,
            TRUST.index(one.sourced.confidence),
            one.rank,
        ),
    )


def _figure(
    chosen: Sequence[Sequence[Dated]],
    agregation: Agregation,
    unit: str,
    start: Dated | None,
    *,
    is_self_declared: bool,
) -> Figure | None:
    flat = [one for said in chosen for one in said]
    if not flat or (agregation is Agregation.NON_SOMMABLE and len(flat) > 1):
        return None
    on = max(one.periode.end for one in flat)
    starts = agregation is Agregation.SOMME and start is not None
    if starts and start is not None and start.sourced.is_self_declared is is_self_declared:
        flat.append(start)
    return Figure(on=on, total=sum_values([one.sourced for one in flat], unit=unit))


def _judged(
    kinds: dict[bool, list[list[Dated]]],
    measured: Figure | None,
    declared: Figure | None,
    agregation: Agregation,
    start: Dated | None,
    without: int,
) -> tuple[Figure | None, str]:
    """Choose the one figure that may be compared with a target, or say why there is none."""
    counts = {flag: sum(bool(said) for said in kinds[flag]) for flag in kinds}
    series = len(kinds[False])
    if agregation is Agregation.NON_SOMMABLE and series > 1:
        return None, "Les valeurs des actions ne s'additionnent pas : chacune se lit seule."
    if not counts[False] and not counts[True]:
        return None, ""
    if without:
        return None, f"{without} action{'s' * (without > 1)} sur {series} n'ont pas de valeur."
    is_declared = counts[False] < series
    if is_declared and counts[False]:
        return None, (
            "Une partie des actions est mesurée, l'autre déclarée : les deux ne s'additionnent pas."
        )
    figure = declared if is_declared else measured
    assert figure is not None
    gaps = {hole for said in kinds[is_declared] for hole in holes(said, start)}
    if agregation is Agregation.SOMME and gaps:
        said = ", ".join(hole.label() for hole in sorted(gaps))
        return None, f"Le cumul est incomplet : rien n'est dit de {said}."
    return _whole(figure, agregation, start, is_declared=is_declared)


def _whole(
    figure: Figure, agregation: Agregation, start: Dated | None, *, is_declared: bool
) -> tuple[Figure | None, str]:
    """Refuse a figure that lacks something."""
    if not figure.has_figure:
        return None, f"Pas de chiffre à comparer : {figure.total.label()}."
    if figure.total.missing:
        return None, f"La somme est incomplète : {figure.total.label()}."
    is_sum = agregation is Agregation.SOMME
    if is_sum and start is not None and start.sourced.is_self_declared is not is_declared:
        return None, (
            "La référence et les valeurs ne sont pas du même genre, mesuré ou déclaré : "
            "elles ne s'additionnent pas."
        )
    return figure, ""
