"""Places over years, complete, before any before/after; says why when there is not enough."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.foundations.errors import FaultGatherer
from essor.observatory.comparison.features import Array
from essor.observatory.comparison.measured import Measured

Years = Mapping[int, Measured]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfterRules:
    """What a before/after needs; the figures are parameters of `references/parameters/comparaison`.

    least_before, least_after, least_places : below which it is refused
    least_known : share of the places that must know a year for it to be used
    neighbours : places of the plain mean ; donors : places that the weighted one may draw from
    worst_fit : how many times the usual error before is too much ; fit_floor : an error, in
    points, that is never too much
    """

    least_before: int
    least_after: int
    least_places: int
    least_known: float
    neighbours: int
    donors: int
    worst_fit: float
    fit_floor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Complete places, by code, over the same years.

    values : shape (places, years) ; is_index : base 100 for the mean of the years before
    before : how many of the years are before ; apart : place -> why it is not there, in French
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    before: int
    values: Array
    is_index: bool
    apart: Mapping[str, str]


def panel_of(
    series: Mapping[str, Years], *, year: int, is_index: bool, rules: BeforeAfterRules
) -> Panel:
    """Lay the places out, the first year after being `year`.

    Raises UserFault, with every reason at once, when there are too few years or places.
    """
    years = _years(series, rules)
    before = sum(one < year for one in years)
    apart: dict[str, str] = {}
    rows: dict[str, list[float]] = {}
    for code, known in sorted(series.items()):
        if why := _why_apart(known, years, before, is_index=is_index):
            apart[code] = why
        else:
            rows[code] = [known[one].middle for one in years]
    _refuse_if_short(years, before, len(rows), year, rules)
    values = np.array(list(rows.values()), dtype=float)
    if is_index:
        values = 100 * values / values[:, :before].mean(axis=1, keepdims=True)
    return Panel(
        codes=tuple(rows),
        years=years,
        before=before,
        values=values,
        is_index=is_index,
        apart=apart,
    )


def _years(series: Mapping[str, Years], rules: BeforeAfterRules) -> tuple[int, ...]:
    counts: dict[int, int] = {}
    for known in series.values():
        for one in known:
            counts[one] = counts.get(one, 0) + 1
    least = rules.least_known * len(series)
    return tuple(sorted(one for one, count in counts.items() if count >= least))


def _why_apart(known: Years, years: Sequence[int], before: int, *, is_index: bool) -> str:
    if missing := [str(one) for one in years if one not in known or not known[one].is_known]:
        return f"pas de valeur en {', '.join(missing)}"
    if any(known[one].value is None for one in years):
        return "connu par ses bornes seulement"
    held = [known[one].middle for one in years]
    if not all(math.isfinite(one) for one in held):
        return "une borne manque"
    if is_index and before and sum(held[:before]) <= 0:
        return "nul avant\u00a0: une base 100 n'a pas de sens"
    return ""


def _refuse_if_short(
    years: Sequence[int], before: int, places: int, year: int, rules: BeforeAfterRules
) -> None:
    after = len(years) - before
    said = ", ".join(map(str, years)) or "aucune"
    checks = (
        (
            before,
            rules.least_before,
            f"Trop peu d'années connues avant {year} (années\u00a0: {said}).",
        ),
        (after, rules.least_after, f"Trop peu d'années connues à partir de {year}."),
        (places, rules.least_places, "Trop peu de lieux sont connus toutes ces années."),
    )
    with FaultGatherer() as faults:
        for found, least, message in checks:
            if found < least:
                faults.add_message(message, value=str(found), expected=f"au moins {least}")
