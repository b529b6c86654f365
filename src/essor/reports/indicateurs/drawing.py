"""From an indicator to its drawing: the figures of the page, and nothing that it does not say."""

import datetime as dt
from dataclasses import replace

from essor.records.indicateurs.models import Chiffre, Cible, Valeur
from essor.records.indicateurs.queries import Fiche
from essor.records.indicateurs.standing import Figure
from essor.records.indicateurs.verdicts import Repere, expected_on, said_of
from essor.reports.charts.trajectory import Mark, Trajectory


def trajectory_of(fiche: Fiche, *, today: dt.date) -> Trajectory | None:
    """Return the chart of an indicator, None when there is no figure to draw."""
    row = fiche.indicateur
    start = _start(fiche.reference)
    targets = [Repere(on=one.cible_on, low=one.lowest, high=one.highest) for one in fiche.cibles]
    first = None if start is None else Repere(on=start.on, low=start.low, high=start.high)

    def asked(mark: Mark) -> Mark:
        found = expected_on(mark.on, first, targets)
        return mark if found is None else replace(mark, asked=said_of(found, row.unit))

    chart = Trajectory(
        title=f"{row.libelle}, en {row.unit_label}. Les mêmes chiffres sont dans le tableau.",
        unit=row.unit_label,
        reference=start,
        targets=tuple(_target(one) for one in fiche.cibles),
        measured=tuple(asked(_figure(one, row.unit)) for one in fiche.measured_path),
        declared=tuple(
            asked(replace(_figure(one, row.unit), is_declared=True)) for one in fiche.declared_path
        ),
        today=today,
    )
    return chart if chart.marks else None


def said_of_chiffre(one: Chiffre, unit: str) -> str:
    """Write a target or a value with its bounds."""
    bounds = Repere(on=dt.date.min, low=one.low, high=one.high)
    if one.value is None:
        return said_of(bounds, unit)
    said = said_of(Repere(on=dt.date.min, low=one.value, high=one.value), unit)
    return said if one.low is None and one.high is None else f"{said}, {said_of(bounds, unit)}"


def _start(reference: Valeur | None) -> Mark | None:
    if reference is None or (reference.absence and reference.low is None is reference.high):
        return None
    sourced = reference.sourced()
    return Mark(
        on=reference.fin_on,
        said=said_of_chiffre(reference, reference.indicateur.unit),
        value=reference.value,
        low=sourced.lowest,
        high=sourced.highest,
        is_declared=reference.is_self_declared,
    )


def _target(cible: Cible) -> Mark:
    return Mark(
        on=cible.cible_on,
        said=said_of_chiffre(cible, cible.indicateur.unit),
        value=cible.value,
        low=cible.lowest,
        high=cible.highest,
        is_target=True,
    )


def _figure(figure: Figure, unit: str) -> Mark:
    return Mark(
        on=figure.on,
        said=said_of(figure.repere(), unit),
        value=figure.total.value,
        low=figure.low,
        high=figure.high,
    )
