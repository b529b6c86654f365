"""Rooms above the journal hear of each operation once, inside it."""

from collections.abc import Sequence

import pytest

from essor.records.journal import listeners
from essor.records.journal.actions import operation, revert_operation
from essor.records.journal.listeners import Touched, subscribe
from essor.records.journal.models import Operation, Verb
from essor.records.plans.models import Action, Note
from tests.factories import make_action, make_plan

pytestmark = pytest.mark.django_db
Heard = list[tuple[Operation, Sequence[Touched]]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    monkeypatch.setattr(listeners, "_LISTENERS", {})
    kept: Heard = []
    subscribe("essai", lambda row, touched: kept.append((row, touched)))
    subscribe("essai", lambda row, touched: kept.append((row, touched)))  # takes its own place
    return kept


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Halle")


def test_one_call_tells_every_object_of_an_operation(action: Action, heard: Heard):
    with operation(kind="essai", author=None) as op:
        note = op.create(Note(action=action, texte="Vu", noted_on="2026-11-03", auteur="Ana"))
        op.change(action, titre="Hangar")
        op.change(action, titre="Hangar")  # changes nothing
        assert not heard
    [(row, touched)] = heard
    assert row.kind == "essai"
    assert [(one.verb, one.object_id) for one in touched] == [
        (Verb.CREATE, note.pk), (Verb.CHANGE, action.pk),
    ]  # fmt: skip
    assert touched[1].changes == {"titre": ["Halle", "Hangar"]}


def test_an_undo_is_heard_and_nothing_is_when_nothing_was_written(action: Action, heard: Heard):
    with operation(kind="essai", author=None) as op:
        op.change(action, titre="Hangar")
    revert_operation(author=None, row=heard[0][0])
    with operation(kind="essai", author=None) as op:
        op.change(action, titre="Halle")
    assert [row.kind for row, _ in heard] == ["essai", "essai.annuler"]


def test_a_listener_that_fails_undoes_the_operation(action: Action, heard: Heard):
    def fail(row: Operation, touched: Sequence[Touched]) -> None:
        raise ZeroDivisionError

    subscribe("panne", fail)
    with pytest.raises(ZeroDivisionError), operation(kind="essai", author=None) as op:
        op.change(action, titre="Hangar")
    assert Action.objects.get().titre == "Halle"
