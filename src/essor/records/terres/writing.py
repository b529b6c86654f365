"""What every write of the room does: named fields only, a code once in the plan, one operation."""

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation, operation
from essor.records.journal.models import Tracked
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme

TrackedT = TypeVar("TrackedT", bound=Tracked)
Coded = Chantier | Lot | Exutoire | Plateforme
CODED: tuple[type[Coded], ...] = (Chantier, Lot, Exutoire, Plateforme)
SOURCE = frozenset({"source_title", "source_href", "read_on", "is_demonstration"})
PLACE = SOURCE | {
    "code",
    "notes",
    "nom",
    "responsable_nom",
    "siret",
    "adresse",
    "code_postal",
    "commune",
    "code_commune_insee",
    "latitude",
    "longitude",
    "confidentialite",
}
WINDOW = frozenset({"accepte", "ouverture_on", "fermeture_on", "frais_fixes_eur"})


def cleaned(values: Mapping[str, Any], settable: frozenset[str]) -> dict[str, Any]:
    """Return values without spaces around texts, a first week moved to its Monday.

    Raises TypeError for a field that is not set this way.
    """
    if wrong := sorted(values.keys() - settable):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
    found: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if found.get("debut_on"):
        found["debut_on"] = monday(found["debut_on"])
    return found


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def open_on(by: Access, kind: str, reason: str = "") -> AbstractContextManager[OpenOperation]:
    """Open one operation of the room: « plan.terres.… »."""
    return operation(
        kind=f"plan.terres.{kind}", author=by, territoire_code=by.territoire_code, reason=reason
    )


def refuse_taken_code(plan: Plan, code: str, row: Coded) -> None:
    """Raise UserFault if another site, lot, outlet or platform of the plan bears this code.

    One code names one thing in the whole plan: files, slips and distances quote it alone.
    """
    for model in CODED:
        others = model._default_manager.filter(plan=plan).exclude(pk=row.pk)
        for other in others.values_list("code", flat=True):
            if fold(other) == fold(code):
                raise UserFault.single(
                    f"Ce code est déjà celui d'un élément du plan ({model._meta.verbose_name}).",
                    value=code,
                    expected="un code différent",
                    field="code",
                )


def add(op: OpenOperation, row: TrackedT) -> TrackedT:
    """Insert a row; its code is nobody else's. Raises UserFault."""
    if isinstance(row, Coded):
        refuse_taken_code(row.plan, row.code, row)
    return op.create(row)


def change(
    op: OpenOperation, row: TrackedT, expected_version: int | None, values: Mapping[str, Any]
) -> TrackedT:
    """Change a row; its code is nobody else's. Raises Conflict, UserFault."""
    if isinstance(row, Coded) and values.get("code", row.code) != row.code:
        refuse_taken_code(row.plan, values["code"], row)
    return op.change(row, expected_version=expected_version, **values)
