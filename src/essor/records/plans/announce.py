"""Writes of what was said in public about a plan. Each one is atomic and leaves its trace.

A later announcement is a new row: the earlier one stays as it was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from essor.foundations.errors import FaultGatherer, Place
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation, faults_of, lock, operation
from essor.records.plans.announcements import DATED
from essor.records.plans.choices import Confiance, NatureAnnonce, Precision
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.plans.permissions import require_edit_action, require_edit_plan

MEASURED = {
    NatureAnnonce.MONTANT,
    NatureAnnonce.SURFACE,
    NatureAnnonce.EMPLOI,
    NatureAnnonce.NOMBRE,
}
UNITS: dict[str, tuple[str, ...]] = {
    NatureAnnonce.MONTANT: ("EUR",),
    NatureAnnonce.SURFACE: ("m2", "ha"),
    NatureAnnonce.EMPLOI: ("emplois",),
}
PERMISSION_NAME = frozenset({"annonces"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnonceValues:
    """One announcement to write; ``unit`` names euros, m², hectares, jobs or things counted.

    value_on : first day of the period that was announced, as finely as value_precision says
    announced_on : day of the announcement, None when unknown
    """

    sujet: str
    nature: NatureAnnonce
    source_title: str
    read_on: date
    confiance: Confiance
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    value_on: date | None = None
    value_precision: Precision | str = ""
    texte: str = ""
    announced_on: date | None = None
    announced_precision: Precision = Precision.JOUR
    source_href: str = ""
    licence: str = ""
    is_self_declared: bool = False
    ordre: int | None = None  # None files it last

    def as_fields(self) -> dict[str, Any]:
        """Return the values by field name, the rank only when given."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        if self.ordre is None:
            del values["ordre"]
        return values


def add_annonces(
    *,
    by: Access,
    plan: Plan,
    rows: Sequence[AnnonceValues],
    action: Action | None = None,
    reason: str = "",
) -> list[Annonce]:
    """Add announcements about a plan, or one of its actions. All or none.

    Raises Forbidden, or UserFault with the faults of every row.
    """
    _require_edit(by, plan, action)
    with operation(
        kind="plan.annonce.ajouter",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        return _create_all(op, plan, action, rows)


def add_annonce(
    *, by: Access, plan: Plan, values: AnnonceValues, action: Action | None = None
) -> Annonce:
    """Add one announcement. Raises Forbidden, UserFault."""
    return add_annonces(by=by, plan=plan, action=action, rows=[values])[0]


def change_annonce(
    *,
    by: Access,
    annonce: Annonce,
    expected_version: int | None = None,
    reason: str = "",
    **values: Any,
) -> Annonce:
    """Correct the record of an announcement. Raises Forbidden, Conflict, UserFault.

    A new announcement of the same subject is added, never written over this one.
    """
    _require_edit(by, annonce.plan, annonce.action)
    with operation(
        kind="plan.annonce.modifier",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        corrected = lock(annonce)
        for name, value in values.items():
            setattr(corrected, name, value)
        with FaultGatherer() as faults:
            _check(corrected, faults)
        return op.change(annonce, expected_version=expected_version, **values)


def delete_annonce(*, by: Access, annonce: Annonce, reason: str = "") -> None:
    """Delete an announcement recorded by mistake. Raises Forbidden."""
    _require_edit(by, annonce.plan, annonce.action)
    with operation(
        kind="plan.annonce.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(annonce)


def _require_edit(by: Access, plan: Plan, action: Action | None) -> None:
    if action is None:
        require_edit_plan(by, plan)
    else:
        require_edit_action(by, action, PERMISSION_NAME)


def _create_all(
    op: OpenOperation, plan: Plan, action: Action | None, rows: Sequence[AnnonceValues]
) -> list[Annonce]:
    last = Annonce.objects.filter(plan=plan, action=action).order_by("-ordre").first()
    rank = last.ordre if last else 0
    annonces = [
        Annonce(plan=plan, action=action, **{"ordre": rank + number, **row.as_fields()})
        for number, row in enumerate(rows, start=1)
    ]
    with FaultGatherer() as faults:
        for annonce in annonces:
            _check(annonce, faults)
    return [op.create(annonce) for annonce in annonces]


def _check(annonce: Annonce, faults: FaultGatherer) -> None:
    """Gather what is false, meaningless or contradictory in an announcement."""
    place = Place(field=annonce.sujet or "sujet")
    try:
        annonce.clean_fields(exclude={"plan", "action", "created_at", "updated_at"})
    except ValidationError as error:
        faults.extend(faults_of(annonce, error))
    if annonce.action is not None and annonce.action.plan_id != annonce.plan_id:
        faults.add_message("L'action n'est pas de ce plan.", place=place)
    if annonce.nature in DATED and annonce.value_on is None:
        faults.add_message("La date annoncée manque.", place=place)
    if annonce.nature == NatureAnnonce.TEXTE and not annonce.texte.strip():
        faults.add_message("Le texte de l'annonce manque.", place=place)
    if (annonce.value_on is None) != (not annonce.value_precision):
        faults.add_message("Une date annoncée va avec sa précision.", place=place)
    if annonce.announced_on is not None and annonce.announced_on > annonce.read_on:
        faults.add_message("L'annonce a été lue avant d'être faite.", place=place)
    if annonce.nature in MEASURED:
        _check_measure(annonce, faults, place)
    elif not (annonce.value is annonce.low is annonce.high is None):
        faults.add_message("Cette nature d'annonce ne porte pas de nombre.", place=place)


def _check_measure(annonce: Annonce, faults: FaultGatherer, place: Place) -> None:
    numbers = [n for n in (annonce.low, annonce.value, annonce.high) if n is not None]
    if not numbers:
        faults.add_message("La valeur annoncée manque.", place=place)
    if numbers != sorted(numbers):
        faults.add_message(
            "Les bornes n'encadrent pas la valeur.",
            place=place,
            value="\u00a0; ".join(str(number) for number in numbers),
        )
    if any(number < 0 for number in numbers):
        faults.add_message("La valeur annoncée est négative.", place=place)
    if (annonce.low is None) != (annonce.high is None):
        faults.add_message("Une borne va avec l'autre.", place=place)
    units = UNITS.get(annonce.nature)
    if not annonce.unit.strip() or (units and annonce.unit not in units):
        faults.add_message(
            "L'unité n'est pas reconnue.",
            place=place,
            value=annonce.unit,
            expected=", ".join(units)
            if units
            else "ce qui est compté, par exemple «\u00a0actions\u00a0»",
        )
