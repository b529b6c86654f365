"""Values that no person types: the observatory by its codes, an engine of Essor by the indicator.

Both are plain functions: whoever computes calls them, nothing here asks anything of anyone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.periods import Period
from essor.foundations.sourced import SourcedValue
from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.indicateurs.choices import Nature, Origine
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.record import new_target, new_value, replace_target, replace_value
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.models import Plan
from essor.records.plans.queries import plan_of
from essor.records.territoires.models import Territoire

ADDED, REPLACED, UNCHANGED = "added", "replaced", "unchanged"
RECALCULEE = "Nouvelle publication ou nouveau calcul de la même période."


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticValue:
    """One figure that the observatory knows; ``code`` is what it calls the indicator."""

    code: str
    periode: Period
    sourced: SourcedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticOutcome:
    """What became of the values: added, put in place of a former one, already known.

    unknown : codes that no indicator of the plan bears
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    unknown: tuple[str, ...] = ()


def record_automatic_values(
    *, by: Access, territoire: Territoire, values: Iterable[AutomaticValue]
) -> AutomaticOutcome:
    """Give the plan of a territory what the observatory knows, all or nothing.

    A figure that changed for the same period cancels the former one, as any correction.
    Raises Forbidden, UserFault with every fault (another unit, an indicator kept per action).
    """
    require_same_territoire(by, territoire.pk)
    plan = plan_of(territoire)
    if plan is None:
        return AutomaticOutcome(unknown=tuple(sorted({one.code for one in values})))
    require_define(by, plan)
    known = _by_code(plan)
    counts: Counter[str] = Counter()
    unknown = set()
    with (
        operation(
            kind="plan.indicateur.observatoire", author=by, territoire_code=by.territoire_code
        ) as op,
        FaultGatherer() as faults,
    ):
        for one in values:
            if one.code not in known:
                unknown.add(one.code)
            for row in known.get(one.code, ()):
                with faults.catching(Place(field=str(row))):
                    made = ValeurValues.of(
                        one.sourced, periode=one.periode, origine=Origine.OBSERVATOIRE
                    )
                    counts[_put(op, by, row, one.sourced, made)] += 1
    return AutomaticOutcome(
        added=counts[ADDED],
        replaced=counts[REPLACED],
        unchanged=counts[UNCHANGED],
        unknown=tuple(sorted(unknown)),
    )


def push_value(
    *,
    by: Access,
    indicateur: Indicateur,
    sourced: SourcedValue,
    periode: Period,
    is_demonstration: bool = False,
) -> AutomaticOutcome:
    """Give an indicator what an engine computed. Raises Forbidden, UserFault."""
    require_define(by, indicateur.plan)
    made = ValeurValues.of(
        sourced, periode=periode, origine=Origine.MOTEUR, is_demonstration=is_demonstration
    )
    with operation(
        kind="plan.indicateur.moteur", author=by, territoire_code=by.territoire_code
    ) as op:
        done = _put(op, by, indicateur, sourced, made)
    return AutomaticOutcome(
        added=int(done == ADDED), replaced=int(done == REPLACED), unchanged=int(done == UNCHANGED)
    )


def push_target(
    *,
    by: Access,
    indicateur: Indicateur,
    sourced: SourcedValue,
    cible_on: dt.date,
    is_demonstration: bool = False,
) -> AutomaticOutcome:
    """Give an indicator the target that a plan of an engine aims at, over a period to come.

    A target already set for that day is corrected, as by hand. Raises Forbidden, UserFault.
    """
    require_define(by, indicateur.plan)
    made = CibleValues(
        cible_on=cible_on,
        value=sourced.value,
        low=sourced.low,
        high=sourced.high,
        source_title=sourced.source.title,
        source_href=sourced.source.href,
        is_demonstration=is_demonstration,
    )
    with operation(
        kind="plan.indicateur.moteur", author=by, territoire_code=by.territoire_code
    ) as op:
        row = lock(indicateur)
        _refuse_other_unit(row, sourced)
        former = Cible.objects.filter(indicateur=row, cible_on=cible_on, is_cancelled=False).first()
        if former is None:
            new_target(op, by=by, indicateur=row, values=made)
            return AutomaticOutcome(added=1)
        if (former.value, former.source_title) == (made.value, made.source_title):
            op.keep()
            return AutomaticOutcome(unchanged=1)
        replace_target(op, by=by, cible=former, values=made, motif=RECALCULEE)
        return AutomaticOutcome(replaced=1)


def _refuse_other_unit(row: Indicateur, sourced: SourcedValue) -> None:
    if sourced.unit != row.unit:
        raise UserFault.single(
            "La valeur n'est pas dans l'unité de l'indicateur.",
            value=sourced.unit,
            expected=row.unit,
            code="unite",
        )


def _by_code(plan: Plan) -> dict[str, list[Indicateur]]:
    known: dict[str, list[Indicateur]] = {}
    for row in Indicateur.objects.filter(plan=plan).exclude(observatoire_code="").order_by("code"):
        known.setdefault(row.observatoire_code, []).append(row)
    return known


def _put(
    op: OpenOperation, by: Access, row: Indicateur, sourced: SourcedValue, made: ValeurValues
) -> str:
    row = lock(row)
    _refuse_other_unit(row, sourced)
    former = Valeur.objects.filter(
        indicateur=row,
        nature=Nature.VALEUR,
        origine=made.origine,
        debut_on=made.periode.start,
        fin_on=made.periode.end,
        is_cancelled=False,
    ).first()
    if former is None:
        new_value(op, by=by, indicateur=row, values=made)
        return ADDED
    if _figures(former.sourced()) == _figures(sourced):
        return UNCHANGED
    replace_value(op, by=by, valeur=former, values=made, motif=RECALCULEE)
    return REPLACED


def _figures(one: SourcedValue) -> tuple[object, ...]:
    """What would change a reader's mind; the day of reading does not."""
    return (one.value, one.low, one.high, one.absence, one.is_self_declared, one.source.title)
