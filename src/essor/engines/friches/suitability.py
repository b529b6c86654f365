"""Suitability screening: which uses suit a site, why, and how sure we are.

Each informed criterion gives each use a mark from 0 to 1; the score is the weighted mean. A
criterion that nobody informed is not counted as neutral: it opens the range between its worst
and its best mark, so ignorance shows as width. A veto puts a use out whatever its score.
Weights and marks are parameters (`aptitude.*`), a judgement to discuss and change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from essor.engines.friches.parameters import Parameters
from essor.foundations.errors import FaultGatherer, Place

MIDDLE = 0.5


class Usage(StrEnum):
    """Uses that are screened."""

    HOUSING = "logement"
    FACILITY = "equipement"
    CULTURE = "culture"
    OFFICES = "tertiaire"
    INDUSTRY = "industrie"
    RENATURATION = "renaturation"
    SOLAR = "photovoltaique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one criterion does to the score: above zero it helps, below it hinders."""

    criterion: str
    value: str
    mark: float
    effect: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suitability:
    """Score of one use, from 0 to 1.

    low, high : scores if every unknown criterion were at its worst or at its best
    reasons : strongest first; vetoes : criteria that put the use out
    """

    usage: Usage
    score: float | None
    low: float
    high: float
    reasons: tuple[Reason, ...]
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Scores of all uses, best first, those put out last.

    reliability : share of the weights that is informed, from 0 to 1
    unknown : criteria to inform, the one that would narrow the ranges most first
    """

    uses: tuple[Suitability, ...]
    reliability: float
    unknown: tuple[str, ...]


def marks_of(p: Parameters, criterion: str) -> dict[str, dict[Usage, float]]:
    """Marks by value and use of one criterion."""
    found: dict[str, dict[Usage, float]] = {}
    for name, mark in p.group(f"aptitude.notes.{criterion}").items():
        value, _, usage = name.rpartition(".")
        found.setdefault(value, {})[Usage(usage)] = float(mark)
    return found


def screen(answers: Mapping[str, str], p: Parameters) -> Screening:
    """Screen a site from the answers to the criteria; an absent one is unknown.

    Raises UserFault with every unknown criterion or value.
    """
    weights = {name: float(weight) for name, weight in p.group("aptitude.poids").items()}
    marks = {criterion: marks_of(p, criterion) for criterion in weights}
    _check(answers, marks)
    vetoes = {name for name, value in p.group("aptitude.vetos").items() if value}
    uses = [_suitability(usage, answers, weights, marks, vetoes) for usage in Usage]
    unknown = [criterion for criterion in weights if criterion not in answers]
    return Screening(
        uses=tuple(sorted(uses, key=lambda use: (bool(use.vetoes), -(use.score or 0.0)))),
        reliability=sum(weights[name] for name in answers) / sum(weights.values()),
        unknown=tuple(sorted(unknown, key=lambda name: -weights[name] * _width(marks[name]))),
    )


def _width(marks: Mapping[str, Mapping[Usage, float]]) -> float:
    """Mean gap between the best and the worst mark of a criterion."""
    gaps = [
        max(row[usage] for row in marks.values()) - min(row[usage] for row in marks.values())
        for usage in Usage
    ]
    return sum(gaps) / len(gaps)


def _check(
    answers: Mapping[str, str], marks: Mapping[str, Mapping[str, Mapping[Usage, float]]]
) -> None:
    with FaultGatherer() as faults:
        for criterion, value in answers.items():
            allowed = marks.get(criterion)
            if allowed is None:
                faults.add_message(
                    "ce critère n'existe pas", value=criterion, expected=", ".join(marks)
                )
            elif value not in allowed:
                faults.add_message(
                    "cette réponse n'existe pas",
                    place=Place(field=criterion),
                    value=value,
                    expected=", ".join(allowed),
                )


def _suitability(
    usage: Usage,
    answers: Mapping[str, str],
    weights: Mapping[str, float],
    marks: Mapping[str, Mapping[str, Mapping[Usage, float]]],
    vetoes: set[str],
) -> Suitability:
    whole = sum(weights.values())
    known = {name: marks[name][value][usage] for name, value in answers.items()}
    informed = sum(weights[name] for name in known)
    reached = sum(weights[name] * mark for name, mark in known.items())
    low = high = reached
    for name in weights.keys() - known.keys():
        possible = [row[usage] for row in marks[name].values()]
        low += weights[name] * min(possible)
        high += weights[name] * max(possible)
    reasons = [
        Reason(
            criterion=name,
            value=answers[name],
            mark=mark,
            effect=weights[name] * (mark - MIDDLE) / whole,
        )
        for name, mark in known.items()
    ]
    return Suitability(
        usage=usage,
        score=reached / informed if informed else None,
        low=low / whole,
        high=high / whole,
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.effect))),
        vetoes=tuple(n for n, v in answers.items() if f"{n}.{v}.{usage}" in vetoes),
    )
