"""The answer of a study in one line, for lists and for the sheet of an action."""

from collections.abc import Iterable
from dataclasses import dataclass

from essor.records.studies.models import StudyRun
from essor.records.studies.queries import StudyRow
from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.table import Cell, Row, Table
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


def list_table(rows: Iterable[StudyRow]) -> Table:
    """Return the studies and their answers, for a file; empty cells : not computed yet."""
    head = (
        "Étude", "Action", "Démonstration", "Borne basse", "Médiane", "Borne haute",
        "Probabilité d'un gain", "À recalculer",
    )  # fmt: skip
    return Table(head=head, cells=tuple(_row(row) for row in rows))


def _row(row: StudyRow) -> Row:
    study, run = row.study, row.run
    said: tuple[Cell, ...] = ("", "", "", "")
    if run is not None:
        found = run.found["incertitude"]["van_eur"]
        probability = percent(found["probabilite_positive"])
        said = (float(found["p5"]), float(found["p50"]), float(found["p95"]), probability)
    is_demonstration = "oui" if study.is_demonstration else "non"
    action = str(study.action) if study.action else ""
    return (study.titre, action, is_demonstration, *said, "oui" if row.is_stale else "non")
