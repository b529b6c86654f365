"""The answer of a study in one line, for lists and for the sheet of an action."""

from dataclasses import dataclass

from essor.records.studies.models import StudyRun
from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.words import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Range of the net present value and probability that it is positive, in words."""

    low: str
    middle: str
    high: str
    probability: str


def brief_of(run: StudyRun) -> Brief:
    """Return the answer of a computation in one line."""
    found = run.found["incertitude"]["van_eur"]
    return Brief(
        low=short_eur(found["p5"]),
        middle=short_eur(found["p50"]),
        high=short_eur(found["p95"]),
        probability=percent(found["probabilite_positive"]),
    )
