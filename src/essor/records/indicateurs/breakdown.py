"""What an indicator comes to by heading and by action: measured and declared apart, as ever."""

import datetime as dt
import uuid
from dataclasses import dataclass

from essor.records.indicateurs.choices import Agregation
from essor.records.indicateurs.queries import Fiche, Serie
from essor.records.indicateurs.standing import Standing, standing_of
from essor.records.plans.models import Axe


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeTotal:
    """The actions of one heading (None: under no heading) and what they come to together."""

    axe: Axe | None
    standing: Standing
    series: tuple[Serie, ...]


def breakdown_of(fiche: Fiche, *, on: dt.date) -> tuple[AxeTotal, ...]:
    """Return the totals by heading, in plan order; nothing when the whole is said at once."""
    if not fiche.indicateur.is_par_action:
        return ()
    groups: dict[uuid.UUID | None, list[Serie]] = {}
    for serie in fiche.series:
        if serie.action is not None:
            groups.setdefault(serie.action.axe_id, []).append(serie)
    totals = [
        AxeTotal(
            axe=series[0].action.axe if series[0].action else None,
            standing=total_of(fiche, series, on=on),
            series=tuple(series),
        )
        for series in groups.values()
    ]
    return tuple(sorted(totals, key=lambda one: (one.axe is None, one.axe.ordre if one.axe else 0)))


def axe_total(fiche: Fiche, axe_id: uuid.UUID, *, on: dt.date) -> Standing | None:
    """Return what the actions of one heading come to; None when none of them is asked alone."""
    mine = [one for one in fiche.series if one.action and one.action.axe_id == axe_id]
    return total_of(fiche, mine, on=on) if mine else None


def serie_of(fiche: Fiche, action_id: uuid.UUID) -> Serie | None:
    """Return what is said for one action alone, if it is asked alone."""
    return next((one for one in fiche.series if one.action and one.action.pk == action_id), None)


def total_of(fiche: Fiche, series: list[Serie], *, on: dt.date) -> Standing:
    """Add series of one indicator. The reference is that of the whole: a part starts from none."""
    row = fiche.indicateur
    return standing_of(
        [one.dated for one in series], agregation=Agregation(row.agregation), unit=row.unit, on=on
    )
