"""Writes leave exact traces, refuse conflicts, and can be undone."""

import datetime as dt

import pytest
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.journal.actions import Conflict, operation, revert_operation
from essor.records.journal.models import Event, Operation, Verb
from essor.records.plans.actions import change_action
from essor.records.plans.models import Action
from essor.records.suivi.actions import add_point, change_point
from essor.records.suivi.models import PointBloquant
from tests.factories import make_action, make_plan, make_territoire, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Former aux métiers de l'usine")


def write(action: Action, *, expected_version: int | None = None, **values: object) -> Action:
    by = system(make_territoire())
    return change_action(by=by, action=action, expected_version=expected_version, **values)


def test_change_traces_only_what_changed(action: Action) -> None:
    write(action, statut="en_cours", titre=action.titre)
    event = Event.objects.filter(object_id=action.id).latest("id")
    assert event.verb == Verb.CHANGE
    assert event.changes == {"statut": ["", "en_cours"]}
    assert event.version == 2


def test_change_without_change_leaves_no_trace(action: Action) -> None:
    operations, events = Operation.objects.count(), Event.objects.count()
    row = write(action, titre=action.titre)
    assert row.version == 1
    assert (Operation.objects.count(), Event.objects.count()) == (operations, events)


def test_invalid_value_is_refused_whole(action: Action) -> None:
    with pytest.raises(UserFault) as caught:
        write(action, statut="peut-être", debut_on=dt.date(2026, 5, 1), fin_on=dt.date(2026, 1, 1))
    assert len(caught.value.faults) >= 1
    action.refresh_from_db()
    assert (action.statut, action.debut_on, action.version) == ("", None, 1)


def test_two_writers_of_the_same_field_conflict_and_nothing_is_lost(action: Action) -> None:
    write(action, titre="Titre de la première")
    with pytest.raises(Conflict) as caught:
        write(action, expected_version=1, titre="Titre de la seconde", statut="en_cours")
    conflict = caught.value
    assert conflict.theirs == {"titre": ("Former aux métiers de l'usine", "Titre de la première")}
    assert conflict.mine == {"titre": "Titre de la seconde", "statut": "en_cours"}
    assert conflict.current.titre == "Titre de la première"
    action.refresh_from_db()
    assert (action.titre, action.statut) == ("Titre de la première", "")


def test_two_writers_of_different_fields_are_both_kept(action: Action) -> None:
    write(action, titre="Titre de la première")
    row = write(action, expected_version=1, statut="en_cours")
    assert (row.titre, row.statut, row.version) == ("Titre de la première", "en_cours", 3)


def test_revert_restores_and_is_itself_revertible(action: Action) -> None:
    write(action, titre="Autre titre", statut="en_cours")
    last = Operation.objects.latest("at")
    undo = revert_operation(author=None, row=last)
    action.refresh_from_db()
    assert (action.titre, action.statut) == ("Former aux métiers de l'usine", "")
    revert_operation(author=None, row=undo)
    action.refresh_from_db()
    assert (action.titre, action.statut) == ("Autre titre", "en_cours")


def test_revert_refuses_what_moved_since(action: Action) -> None:
    write(action, titre="Deuxième titre")
    second = Operation.objects.latest("at")
    write(action, titre="Troisième titre")
    with pytest.raises(UserFault, match="modifié depuis"):
        revert_operation(author=None, row=second)
    action.refresh_from_db()
    assert action.titre == "Troisième titre"


def test_failed_operation_writes_nothing(action: Action) -> None:
    before = Event.objects.count(), Operation.objects.count()

    def change_well_then_badly() -> None:
        with operation(kind="test", author=None) as op:
            op.change(action, titre="Jamais écrit")
            op.change(action, titre="")

    with pytest.raises(UserFault):
        change_well_then_badly()
    assert (Event.objects.count(), Operation.objects.count()) == before
    action.refresh_from_db()
    assert action.titre == "Former aux métiers de l'usine"


def test_revert_of_a_creation_refuses_to_orphan_what_came_after() -> None:
    plan = make_plan()
    created = Operation.objects.latest("at")
    make_action(plan, "Une action venue ensuite")
    with pytest.raises(UserFault, match="contient encore"):
        revert_operation(author=None, row=created)


def test_change_of_a_deleted_object_says_what_to_do(action: Action) -> None:
    with operation(kind="test", author=None) as op:
        op.delete(action)
    with pytest.raises(UserFault, match="supprimé entre-temps"):
        write(action, titre="Trop tard")


def test_what_was_observed_is_not_in_the_future(action: Action) -> None:
    by = system(action.plan.territoire)
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    said = {"cause": "Accès fermé", "destinataire_nature": "etat", "destinataire_nom": "DREAL"}
    with pytest.raises(UserFault, match="pas encore venue"):
        add_point(by=by, action=action, **said, depuis_on=tomorrow)
    point = add_point(by=by, action=action, **said, depuis_on=today)
    with pytest.raises(UserFault) as refused:
        change_point(by=by, point=point, depuis_on=tomorrow)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.field) == ("date_a_venir", "bloqué depuis le")
    change_point(by=by, point=point, echeance_on=tomorrow)  # what is planned may be
    assert PointBloquant.objects.get().depuis_on == today
