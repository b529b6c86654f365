"""What belongs to an ended action and may follow to its successor: said first, never silent.

Nothing follows unless somebody asked for it, kind by kind. What says who takes part in an
action, what was decided about it or how somebody judged it, is of that action and stays.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

from essor.foundations.french import format_eur
from essor.records.journal.actions import OpenOperation
from essor.records.journal.snapshots import kind_of, model_of
from essor.records.plans.models import Action, ActionPart, LigneBudget

# In the order in which they are offered; a room above or beside is named by its table.
MOVABLE = {
    "jalons.jalon": "jalons",
    "plans.financement": "financements",
    "plans.lignebudget": "lignes de budget",
    "risques.risque": "risques",
    "suivi.pointbloquant": "points bloquants",
    "plans.document": "documents",
    "plans.note": "notes de suivi",
}
SUB_ACTIONS = kind_of(Action)
AMOUNTS = {"previsionnel_eur": "prévu", "reel_eur": "réel"}
LONGEST_TITLE = 300


class Fate(StrEnum):
    """What becomes of one row of an ended action."""

    MOVED = "deplace"
    RENAMED = "renomme"
    ADDED = "ajoute"
    LEFT = "laisse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of an ended action and what becomes of it.

    target : code of the action that receives it, empty when it stays
    detail : what the reader must know, empty when nothing
    """

    kind: str
    label: str
    source: str
    target: str
    fate: Fate
    detail: str = ""


def movable_models() -> list[type[ActionPart]]:
    """Return the tables whose rows may follow."""
    found = (model_of(kind) for kind in MOVABLE)
    return [model for model in found if issubclass(model, ActionPart)]


def movable_kinds() -> list[tuple[str, str]]:
    """Return the kinds offered, each with its French plural; sub-actions last."""
    return [*MOVABLE.items(), (SUB_ACTIONS, "sous-actions")]


def move_parts(
    op: OpenOperation, *, source: Action, target: Action | None, kinds: Collection[str]
) -> list[Move]:
    """Move the rows of the kinds given to the target; say of every row what became of it.

    A link between two rows that part is taken off. Links go first and come back last, so that
    each step is valid by itself, and so is undoing them one by one.
    target : None when nothing succeeds
    """
    rows = list(_rows_of(source))
    asked = {row.pk for row in rows if target is not None and kind_of(row) in kinds}
    going = {
        row.pk
        for row in rows
        if row.pk in asked and target is not None and _clash(row, target) in ("", "titre")
    }
    links = {row.pk: found for row in rows if (found := _links(row))}
    for row in rows:
        linked = links.get(row.pk, {})
        if linked and ({row.pk, *(one.pk for one in linked.values())} & going):
            op.change(row, **dict.fromkeys(linked))
    done = []
    for row in rows:
        cut = _cut(row, links.get(row.pk, {}), going)
        if row.pk in going and target is not None:
            done.append(_moved(op, row, source, target, cut))
        elif row.pk in asked and target is not None and (line := _same_line(row, target)):
            done.append(_added(op, row, line, source))
        else:
            said = "existe déjà dans la fiche d'arrivée" if row.pk in asked else cut
            done.append(_said(row, source, "", Fate.LEFT, detail=said))
    for row in rows:
        together: dict[str, Any] = {
            name: type(one)._default_manager.get(pk=one.pk)  # it moved since it was read
            for name, one in links.get(row.pk, {}).items()
            if {row.pk, one.pk} <= going
        }
        if together:
            op.change(row, **together)
    return done


def _rows_of(source: Action) -> Iterator[ActionPart]:
    for model in movable_models():
        yield from model._default_manager.filter(action=source).order_by("created_at", "id")


def _links(row: ActionPart) -> dict[str, ActionPart]:
    """Return the rows of the same action that this one names, by field: the milestone of a risk."""
    return {
        field.name: linked
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.null
        and isinstance(linked := getattr(row, field.name), ActionPart)
    }


def _cut(row: ActionPart, linked: Mapping[str, ActionPart], going: Collection[uuid.UUID]) -> str:
    """Say which links of a row are taken off because the two rows part."""
    parted = [
        str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name, one in linked.items()
        if (row.pk in going) != (one.pk in going)
    ]
    return f"ne vise plus son {' ni son '.join(parted)}, dont elle est séparée" if parted else ""


def _moved(op: OpenOperation, row: ActionPart, source: Action, target: Action, cut: str) -> Move:
    values: dict[str, Any] = {"action": target}
    fate, detail = Fate.MOVED, cut
    label = str(row)
    if _clash(row, target) == "titre":
        values["titre"] = f"{vars(row)['titre']} ({source.code})"[-LONGEST_TITLE:]
        fate = Fate.RENAMED
        detail = "\u00a0; ".join(filter(None, [f"devient «\u00a0{values['titre']}\u00a0»", cut]))
    op.change(row, **values)
    return _said(row, source, target.code, fate, detail=detail, label=label)


def _same_line(row: ActionPart, target: Action) -> LigneBudget | None:
    """Return the budget line of the target that a line can be added to, or None.

    Same year, same nature, and the same amounts known in both: a known amount and an unknown
    one make no sum.
    """
    if not isinstance(row, LigneBudget):
        return None
    lines = LigneBudget.objects.filter(action=target, annee=row.annee, nature=row.nature)
    line = lines.first()
    if line is None or not any(getattr(row, name) is not None for name in AMOUNTS):
        return None
    known = {(getattr(row, name) is None, getattr(line, name) is None) for name in AMOUNTS}
    return line if known <= {(True, True), (False, False)} else None


def _added(op: OpenOperation, row: ActionPart, line: LigneBudget, source: Action) -> Move:
    """Add the amounts of a budget line to another, and take the first one away."""
    sums = {
        name: getattr(row, name) + getattr(line, name)
        for name in AMOUNTS
        if getattr(row, name) is not None
    }
    said = ", ".join(
        f"{AMOUNTS[name]}\u00a0: {format_eur(getattr(line, name))} + "
        f"{format_eur(getattr(row, name))} = {format_eur(total)}"
        for name, total in sums.items()
    )
    move = _said(row, source, line.action.code, Fate.ADDED, detail=f"s'ajoute\u00a0; {said}")
    op.delete(row)
    op.change(line, **sums)
    return move


def _clash(row: ActionPart, target: Action) -> str:
    """Return what the row would break in the target: its title, another rule, or nothing."""
    rows = type(row)._default_manager
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or "action" not in constraint.fields:
            continue
        concerned = constraint.condition or Q()
        same = {name: getattr(row, name) for name in constraint.fields if name != "action"}
        applies = rows.filter(concerned, pk=row.pk).exists()
        if applies and rows.filter(concerned, action=target, **same).exists():
            return "titre" if "titre" in same else "unique"
    return ""


def _said(
    row: ActionPart,
    source: Action,
    target: str,
    fate: Fate,
    *,
    detail: str = "",
    label: str = "",
) -> Move:
    return Move(
        kind=kind_of(row),
        label=f"{row._meta.verbose_name}\u00a0: {label or row}",
        source=source.code,
        target=target,
        fate=fate,
        detail=detail,
    )
