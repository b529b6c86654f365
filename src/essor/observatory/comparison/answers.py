"""The heavy answers, each computed once for a version of the values."""

from dataclasses import dataclass
from functools import lru_cache

from essor.observatory.across import names_of, series_across
from essor.observatory.comparison.before_after import Fit, Method, fit_all
from essor.observatory.comparison.choices import year_of
from essor.observatory.comparison.conventions import Conventions
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.comparison.panel import Panel, panel_of
from essor.observatory.comparison.similar import Comparable, Neighbour, comparable, nearest
from essor.observatory.comparison.stability import Stability, stability_of
from essor.observatory.comparison.territory_features import branch_profile, territory_features
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake

KEPT = 400  # territories
KEPT_PANELS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The territories that look like one, how firmly, and what they were compared by."""

    laid: Comparable
    neighbours: tuple[Neighbour, ...]
    stability: tuple[Stability, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A before/after: which figure, at which level, from which year on.

    is_index : the figure is read in base 100, and not in its own points
    """

    indicator: str
    niveau: str
    rubrique: str
    year: int
    is_index: bool


def alike_of(lake: Lake, *, territoire: str, conventions: Conventions) -> Alike | None:
    """Return the territories like one; None before the first refresh."""
    folder = lake.marts_folder()
    return None if folder is None else _alike(lake, str(folder), territoire, conventions)


def fits_of(
    lake: Lake, *, question: Question, conventions: Conventions, method: Method
) -> tuple[Panel, tuple[Fit, ...]]:
    """Compare every place with the others, as if it had been the one.

    Raises UserFault when there are too few years or places, saying which.
    """
    folder = str(lake.marts_folder())
    panel = _panel(lake, folder, question, conventions)
    return panel, _fits(lake, folder, question, conventions, method)


@lru_cache(maxsize=KEPT)
def _alike(lake: Lake, folder: str, territoire: str, conventions: Conventions) -> Alike:
    laid = _laid(lake, folder, conventions)
    neighbours = nearest(laid, code=territoire, rules=conventions.rules)
    stability = stability_of(
        laid,
        code=territoire,
        neighbours=neighbours,
        rules=conventions.rules,
        shaking=conventions.shaking,
    )
    return Alike(laid=laid, neighbours=neighbours, stability=stability)


@lru_cache(maxsize=2)
def _laid(lake: Lake, folder: str, conventions: Conventions) -> Comparable:
    """Lay the territories out; `folder` is what makes a new version a new answer."""
    return comparable(
        features=territory_features(lake, least_part=conventions.least_part),
        profile=branch_profile(lake, least_part=conventions.least_part),
        codes=tuple(names_of(lake, Niveau.TERRITOIRE)),
        rules=conventions.rules,
    )


@lru_cache(maxsize=KEPT_PANELS)
def _panel(lake: Lake, folder: str, question: Question, conventions: Conventions) -> Panel:
    series = series_across(
        lake, indicator=question.indicator, niveau=question.niveau, rubrique=question.rubrique
    )
    by_year: dict[str, dict[int, Measured]] = {}
    for code, values in series.items():
        for vintage, one in values.items():
            if (year := year_of(vintage)) is not None:
                by_year.setdefault(code, {})[year] = measured(
                    code, value=one.value, low=one.low, high=one.high
                )
    return panel_of(
        by_year, year=question.year, is_index=question.is_index, rules=conventions.before_after
    )


@lru_cache(maxsize=KEPT_PANELS * 2)
def _fits(
    lake: Lake, folder: str, question: Question, conventions: Conventions, method: Method
) -> tuple[Fit, ...]:
    panel = _panel(lake, folder, question, conventions)
    return fit_all(panel, method=method, rules=conventions.before_after)
