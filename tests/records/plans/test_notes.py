"""Notes: who may write them, who may change them, and what the journal keeps."""

import datetime as dt

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Note
from essor.records.plans.notes import add_note, can_edit_note, change_note, delete_note
from tests.factories import make_action, make_member, make_plan, make_territoire

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Action", confidentialite=Confidentialite.INTERNE)


def access(role: Role, email: str = ""):
    territoire = make_territoire()
    return access_for(make_member(territoire, role, email), territoire)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ADMINISTRATEUR, True),
        (Role.CHEF_DE_PROJET, True),
        (Role.PILOTE, True),
        (Role.CONTRIBUTEUR, True),
        (Role.LECTEUR, False),
        (Role.PUBLIC, False),
    ],
)
def test_who_may_write_a_note(action: Action, role: Role, may: bool) -> None:
    by = access(role)
    if may:
        note = add_note(by=by, action=action, texte="  Fait. ", noted_on=DAY)
        assert (note.texte, note.auteur) == ("Fait.", by.label)
        return
    with pytest.raises(Forbidden):
        add_note(by=by, action=action, texte="Fait.", noted_on=DAY)
    assert not Note.objects.exists()


def test_a_restricted_action_is_closed_to_contributors() -> None:
    hidden = make_action(make_plan(), "Action", confidentialite=Confidentialite.RESTREINT)
    with pytest.raises(Forbidden):
        add_note(by=access(Role.CONTRIBUTEUR), action=hidden, texte="Fait.", noted_on=DAY)


def test_an_empty_note_is_refused(action: Action) -> None:
    with pytest.raises(UserFault, match="vide"):
        add_note(by=access(Role.CONTRIBUTEUR), action=action, texte=" \n", noted_on=DAY)


def test_its_author_may_change_it_and_nobody_of_her_rank(action: Action) -> None:
    author, other = access(Role.CONTRIBUTEUR), access(Role.CONTRIBUTEUR, "autre@exemple.fr")
    note = add_note(by=author, action=action, texte="Fait.", noted_on=DAY)
    with pytest.raises(Forbidden):
        change_note(by=other, note=note, texte="Rien.")
    with pytest.raises(Forbidden):
        delete_note(by=other, note=note)
    assert change_note(by=author, note=note, texte="Bien fait.").texte == "Bien fait."
    delete_note(by=author, note=note)
    assert not Note.objects.exists()
    assert Event.objects.filter(object_id=note.pk).count() == 3


def test_taking_the_name_of_the_author_gives_no_right(action: Action) -> None:
    author = access(Role.CONTRIBUTEUR)
    note = add_note(by=author, action=action, texte="Fait.", noted_on=DAY)
    territoire = make_territoire()
    twin = make_member(territoire, Role.CONTRIBUTEUR, "x@exemple.fr", nom=author.label)
    assert access_for(twin, territoire).label == author.label
    assert not can_edit_note(access_for(twin, territoire), note)


def test_the_manager_may_change_any_note(action: Action) -> None:
    note = add_note(by=access(Role.CONTRIBUTEUR), action=action, texte="Fait.", noted_on=DAY)
    changed = change_note(by=access(Role.CHEF_DE_PROJET), note=note, noted_on=dt.date(2026, 1, 1))
    assert (changed.texte, changed.noted_on) == ("Fait.", dt.date(2026, 1, 1))
