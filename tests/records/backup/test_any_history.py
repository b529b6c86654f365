"""Whatever was done to a plan, its archive brings it back, and so does its history."""

import datetime as dt
import io
import tempfile
from contextlib import suppress
from pathlib import Path

from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essor.foundations.errors import UserFault
from essor.records.backup.actions import back_up_territoire, restore
from essor.records.journal.models import Operation
from essor.records.plans.actions import (
    change_action,
    create_action,
    delete_action,
    restore_operation,
)
from essor.records.plans.announce import add_annonce
from essor.records.plans.choices import ParticipantRole, Statut
from essor.records.plans.documents import add_document
from essor.records.plans.models import Action, Note, Plan
from essor.records.plans.notes import add_note, change_note, delete_note
from essor.records.plans.parts import PartValues
from tests.factories import make_plan, make_territoire, system
from tests.records.backup.world import ANNONCE, dump, replayed, stored

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
# PostgreSQL keeps no NUL, and a lone surrogate is not text.
texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=40
)
gestures = st.lists(
    st.one_of(
        st.tuples(st.just("create"), texts),
        st.tuples(st.just("descriptif"), texts),
        st.tuples(st.just("statut"), st.sampled_from(Statut.values)),
        st.tuples(st.just("people"), st.lists(texts, max_size=3)),
        st.tuples(st.just("note"), texts),
        st.tuples(st.just("mend note"), texts),
        st.tuples(st.just("drop note"), st.none()),
        st.tuples(st.just("annonce"), st.none()),
        st.tuples(st.just("document"), st.binary(max_size=50)),
        st.tuples(st.just("delete"), st.none()),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=10,
)


def play(plan: Plan, gesture: str, value) -> None:
    by = system(plan.territoire)
    action = Action.objects.filter(plan=plan).order_by("code").first()
    if gesture == "create":
        create_action(by=by, plan=plan, titre=value)
    elif gesture == "undo":
        done = Operation.objects.filter(territoire_code="ti-8404").exclude(kind="plan.creer")
        if last := done.order_by("at").last():
            restore_operation(by=by, row=last)
    elif action is not None:
        GESTURES[gesture](by, action, value)


def partners(by, action, names) -> None:
    people = PartValues(participants={ParticipantRole.PARTENAIRE: names})
    change_action(by=by, action=action, parts=people)


def document(by, action, content) -> None:
    stream = io.BytesIO(b"%PDF-" + content)
    add_document(by=by, action=action, file_name="a.pdf", content=stream)


def mend_note(by, action, texte) -> None:
    if note := Note.objects.filter(action=action).first():
        change_note(by=by, note=note, texte=texte)


def drop_note(by, action, _) -> None:
    if note := Note.objects.filter(action=action).first():
        delete_note(by=by, note=note)


GESTURES = {
    "descriptif": lambda by, action, v: change_action(by=by, action=action, descriptif=v),
    "statut": lambda by, action, v: change_action(by=by, action=action, statut=v),
    "people": partners,
    "note": lambda by, action, v: add_note(by=by, action=action, texte=v, noted_on=AT.date()),
    "mend note": mend_note,
    "drop note": drop_note,
    "annonce": lambda by, action, _: add_annonce(
        by=by, plan=action.plan, action=action, values=ANNONCE
    ),
    "document": document,
    "delete": lambda by, action, _: delete_action(by=by, action=action),
}


class AnyHistory(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(gestures)
    def test_comes_back(self, played: list) -> None:
        plan = make_plan(make_territoire())
        with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
            for gesture, value in played:
                with suppress(UserFault):
                    play(plan, gesture, value)
            before = dump("ti-8404")
            path = Path(folder) / "a.zip"
            back_up_territoire(code="ti-8404", path=path, at=AT)
            create_action(by=system(plan.territoire), plan=plan, titre="Après la sauvegarde")
            restore(path=path, replace=True, safety_folder=Path(folder), at=AT)
            assert dump("ti-8404") == before
            assert replayed("ti-8404") == stored("ti-8404")
