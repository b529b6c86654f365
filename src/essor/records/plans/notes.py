"""Writes of the dated news of an action. Each one is atomic and leaves its trace."""

import datetime as dt

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import operation
from essor.records.journal.models import Event, Verb
from essor.records.plans.models import Action, Note
from essor.records.plans.permissions import can_comment, can_edit_plan


def add_note(
    *,
    by: Access,
    action: Action,
    texte: str,
    noted_on: dt.date,
    is_demonstration: bool = False,
) -> Note:
    """Add a note signed by its author. Raises Forbidden, or UserFault when it is empty."""
    if not can_comment(by, action):
        by.require(Capability.COMMENT)
        raise Forbidden.single("Cette action n'est pas ouverte à vos notes.")
    note = Note(
        action=action,
        texte=_clean(texte),
        noted_on=noted_on,
        auteur=by.label,
        is_demonstration=is_demonstration,
    )
    with operation(
        kind="plan.action.note.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.create(note)


def change_note(
    *,
    by: Access,
    note: Note,
    expected_version: int | None = None,
    texte: str | None = None,
    noted_on: dt.date | None = None,
) -> Note:
    """Change the text or the date of a note. Raises Forbidden, Conflict, UserFault."""
    require_edit_note(by, note)
    values = {
        name: value
        for name, value in (
            ("texte", None if texte is None else _clean(texte)),
            ("noted_on", noted_on),
        )
        if value is not None
    }
    with operation(
        kind="plan.action.note.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(note, expected_version=expected_version, **values)


def delete_note(*, by: Access, note: Note, reason: str = "") -> None:
    """Delete a note; the journal keeps it. Raises Forbidden."""
    require_edit_note(by, note)
    with operation(
        kind="plan.action.note.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(note)


def require_edit_note(by: Access, note: Note) -> None:
    """Raise Forbidden unless this person wrote the note or manages the plan."""
    if not can_edit_note(by, note):
        raise Forbidden.single(
            "Une note ne se modifie que par son auteur ou par le chef de projet.",
            expected="ajouter une nouvelle note",
        )


def can_edit_note(by: Access, note: Note) -> bool:
    """Tell whether this person wrote the note, and may still write, or manages the plan."""
    if can_edit_plan(by, note.action.plan):
        return True
    return by.user_id is not None and can_comment(by, note.action) and by.user_id == author_of(note)


def author_of(note: Note) -> int | None:
    """Return the identity that signed the first writing of a note, None for Essor itself."""
    first = (
        Event.objects.filter(object_id=note.id, verb=Verb.CREATE)
        .select_related("operation")
        .order_by("id")
        .first()
    )
    return first.operation.author_id if first else None


def _clean(texte: str) -> str:
    text = texte.strip()
    if not text:
        raise UserFault.single("La note est vide.", field="texte", code="vide")
    return text
