"""Dated news of an action, for the members of the territory."""

import datetime as dt
import uuid

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import P, PathEx, Router
from pydantic import Field

from essor.api.answers import nothing, send, send_page
from essor.api.contract import (
    ActionRef,
    CodeTerritoire,
    Curseur,
    Limite,
    changing,
    creating,
    reading,
)
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import action_at, plan_at
from essor.api.types import Day, Given, Shown, Text
from essor.api.writing import version_read
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Action, Note
from essor.records.plans.notes import add_note, change_note, delete_note

router = Router()
LIST = "territoires/{code}/actions/{action}/notes"
ONE = LIST + "/{note_id}"
NoteId = PathEx[uuid.UUID, P(description="Identité de la note.")]


class ShownNote(Shown):
    """A note."""

    id: uuid.UUID = Field(description="Identité de la note.")
    texte: str = Field(description="Texte.")
    noted_on: dt.date = Field(description="Date.")
    auteur: str = Field(description="Auteur.")
    is_demonstration: bool = Field(description="Vrai pour un contenu de démonstration.")


class ShownNotes(Shown):
    """A page of notes."""

    donnees: list[ShownNote] = Field(description="Les notes, les plus récentes d'abord.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class NewNote(Given):
    """A note to add."""

    texte: Text = Field(description="Texte.", min_length=1, examples=["Réunion avec l'aménageur."])
    noted_on: Day | None = Field(default=None, description="Date ; aujourd'hui par défaut.")


class GivenNote(Given):
    """What may be changed of a note."""

    texte: Text | None = Field(default=None, description="Texte.")
    noted_on: Day | None = Field(default=None, description="Date.")


@reading(
    router,
    LIST,
    out=ShownNotes,
    resume="Notes d'une action",
    texte="Réservées aux membres du territoire.",
)
def list_notes(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionRef,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the notes."""
    seat = plan_at(request, code)
    found = notes_of(action_at(seat, action), seat.access)
    page = cut_queryset(request, found, keys=("-noted_on", "id"), limite=limite, curseur=curseur)
    shown = ShownNotes(donnees=[shown_note(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(router, LIST, out=ShownNote, resume="Ajouter une note")
def add_one_note(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: NewNote
) -> HttpResponse:
    """Add a note."""
    seat = plan_at(request, code)
    day = body.noted_on or timezone.localdate()
    row = action_at(seat, action)
    note = add_note(by=seat.access, action=row, texte=body.texte, noted_on=day)
    place = {"Location": f"{request.path}/{note.pk}"}
    return send(request, shown_note(note), version=note.version, status=201, headers=place)


@reading(router, ONE, out=ShownNote, resume="Une note")
def read_note(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, note_id: NoteId
) -> HttpResponse:
    """Show a note."""
    seat = plan_at(request, code)
    note = _note(action_at(seat, action), note_id, seat.access)
    return send(request, shown_note(note), version=note.version)


@changing(router, ONE, out=ShownNote, resume="Modifier une note")
def change_one_note(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, note_id: NoteId, body: GivenNote
) -> HttpResponse:
    """Change a note."""
    seat = plan_at(request, code)
    note = _note(action_at(seat, action), note_id, seat.access)
    with version_read(request, note, shown_note) as held:
        row = change_note(
            by=seat.access,
            note=held,
            expected_version=held.version,
            texte=body.texte,
            noted_on=body.noted_on,
        )
    return send(request, shown_note(row), version=row.version)


@changing(router, ONE, out=None, method="delete", resume="Supprimer une note")
def remove_note(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, note_id: NoteId
) -> HttpResponse:
    """Delete a note."""
    seat = plan_at(request, code)
    note = _note(action_at(seat, action), note_id, seat.access)
    with version_read(request, note, shown_note) as held:
        delete_note(by=seat.access, note=held)
    return nothing()


def notes_of(action: Action, by: Access) -> "QuerySet[Note]":
    """Return the notes of an action that she reads. Raises Forbidden: they are for members."""
    by.require(Capability.VIEW_INTERNAL)
    return Note.objects.filter(action=action).select_related("action__plan")


def shown_note(note: Note) -> ShownNote:
    """Write a note."""
    return ShownNote(**{name: getattr(note, name) for name in ShownNote.model_fields})


def _note(action: Action, note_id: uuid.UUID, by: Access) -> Note:
    note = notes_of(action, by).filter(pk=note_id).first()
    if note is None:
        raise Http404
    return note
