"""The search against its judge, for every role, on whatever was written, undone, restored."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.comites.actions import add_point, create_comite
from essor.records.comites.decisions import add_decision
from essor.records.journal.actions import operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action, create_action, delete_action
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Participant, Plan
from essor.records.plans.notes import add_note
from essor.records.recherche.index import forget_unused_words, rebuild
from essor.records.recherche.kinds import KINDS
from essor.records.recherche.models import Document, Word
from essor.records.recherche.permissions import reader_of
from essor.records.recherche.queries import PAGE_SIZE, Found, search
from essor.records.recherche.ranking import Scope
from essor.records.risques.actions import create_risque
from tests.factories import make_action, make_jalon, make_member, make_plan, make_territoire, system
from tests.records.recherche.judge import dump, judge, searched
from tests.web.world import ACTORS, build_world

DAY = dt.date(2026, 11, 2)
WORDS = ("friche", "friches", "dépollution", "dépolluer", "imprimerie", "sols", "A01", "banque")
QUESTIONS = ("friche", "depoll", "imprimerie sols", "« sols banque »", "A1", "banques ")


def find(text: str, user: Any = None, **scope: Any) -> Found:
    return search(text=text, reader=reader_of(user), scope=Scope(**scope))


def titles(found: Found) -> list[str]:
    return [str(hit.obj) for group in found.groups for hit in group.hits]


def write_then_fail(plan: Plan) -> None:
    with operation(kind="test", author=None, territoire_code="ti-8404") as op:
        op.create(Action(plan=plan, code="A99", titre="Perdue"))
        raise ZeroDivisionError


@pytest.mark.django_db
class TestOneQuestion:
    @pytest.fixture
    def plan(self) -> Plan:
        return make_plan()

    def test_a_typing_fault_without_accents_finds_and_says_what_it_took(self, plan: Plan):
        make_action(plan, "Dépollution de l'imprimerie", confidentialite="public")
        for typed in ("depolution", "dépolluttion", "DEPOLLUTOIN"):
            found = find(typed + " imprimrie ")
            assert titles(found) == ["A01 Dépollution de l'imprimerie"]
            assert dict(found.corrected)["imprimrie"] == "imprimerie"
            assert dict(found.corrected)[typed.lower().replace("é", "e")] == "dépollution"

    def test_a_correction_never_comes_from_a_text_that_the_person_may_not_read(self, plan: Plan):
        make_action(plan, "Dépollution", confidentialite="restreint")
        make_action(plan, "Imprimerie", confidentialite="public")
        reader = make_member(plan.territoire, Role.LECTEUR)
        chief = make_member(plan.territoire, Role.CHEF_DE_PROJET)
        assert find("depolution ", reader).total == 0
        assert find("depolution ", reader).corrected == ()
        assert find("depolution imprimerie ", reader).alone == ("imprimerie",)
        assert find("depolution ", chief).total == 1

    def test_words_are_all_wanted_and_said_alone_when_they_never_meet(self, plan: Plan):
        make_action(plan, "Imprimerie", confidentialite="public")
        make_action(plan, "Halle", confidentialite="public")
        assert find("imprimerie halle ").alone == ("imprimerie", "halle")

    def test_title_before_body_then_the_latest(self, plan: Plan):
        body = make_action(plan, "Cinq", descriptif="Le sol", confidentialite="public")
        title = make_action(plan, "Le sol", confidentialite="public")
        later = make_action(plan, "Deux", descriptif="Le sol", confidentialite="public")
        ids = [hit.obj.pk for hit in find("sol ").groups[0].hits]
        assert ids == [title.pk, later.pk, body.pk]

    def test_pages_of_one_kind_follow_each_other(self, plan: Plan):
        for number in range(23):
            make_action(plan, f"Sol {number}", confidentialite="public")
        pages = [
            find("sol ", kind="plans.action", start=start, limit=PAGE_SIZE) for start in (0, 20)
        ]
        assert [len(page.groups[0].hits) for page in pages] == [20, 3]
        assert {page.total for page in pages} == {23}
        assert len({*titles(pages[0]), *titles(pages[1])}) == 23

    def test_a_snippet_quotes_the_field_that_answers(self, plan: Plan):
        make_action(
            plan, "Imprimerie", objectifs="Rendre " + "le site " * 80 + "à l'industrie",
            confidentialite="public",
        )  # fmt: skip
        hit = find("industrielle ").groups[0].hits[0] if find("industrielle ").groups else None
        hit = hit or find("industrie ").groups[0].hits[0]
        assert hit.snippet is not None
        assert hit.snippet.label == "objectifs"
        assert "industrie" in [piece.text for piece in hit.snippet.pieces if piece.is_found]
        assert hit.snippet.pieces[0].text.startswith("…")

    def test_a_territory_is_searched_alone(self, plan: Plan):
        other = make_plan(make_territoire("ti-8412", "Ailleurs"))
        make_action(plan, "Sol", confidentialite="public")
        make_action(other, "Sol", confidentialite="public")
        assert find("sol ").total == 2
        assert find("sol ", territoire_id=other.territoire_id).total == 1

    def test_queries_do_not_grow_with_the_plan(
        self, plan: Plan, django_assert_max_num_queries: Any
    ):
        for number in range(12):
            action = make_action(plan, f"Sol {number}", confidentialite="public")
            make_jalon(action, f"Sol {number}")
        chief = make_member(plan.territoire, Role.CHEF_DE_PROJET)
        with django_assert_max_num_queries(11):
            assert find("sol nombre ", chief).total == 0
        # On PostgreSQL, what three rooms let a member read is asked before the ranking.
        with django_assert_max_num_queries(13 if connection.vendor == "postgresql" else 10):
            assert find("sol ", chief).total == 24

    def test_a_failed_operation_leaves_no_trace_in_the_index(self, plan: Plan):
        before = dump()
        with pytest.raises(ZeroDivisionError):
            write_then_fail(plan)
        assert dump() == before
        assert find("perdue ", make_member(plan.territoire, Role.CHEF_DE_PROJET)).total == 0

    def test_words_of_nobody_are_forgotten(self, plan: Plan):
        note = add_note(
            by=system(plan.territoire),
            action=make_action(plan, "Halle"),
            texte="Madame Xylophage",
            noted_on=DAY,
        )
        with operation(kind="test", author=None, territoire_code="ti-8404") as op:
            op.delete(note)
        assert Word.objects.filter(text="xylophage").exists()
        forget_unused_words()
        assert not Word.objects.filter(text="xylophage").exists()


@pytest.mark.django_db
def test_every_role_finds_what_the_pages_show_her_and_no_more():
    world = build_world()
    seen: set[str] = set()
    for actor in ACTORS:
        user = world.people[actor]
        for text in ("former", "travaux", "pollution", "permis", "membre", "ouverture", "note"):
            expected = judge(text, user)
            assert searched(text, user) == expected, (actor, text)
            seen |= expected.keys()
    assert len(seen) > 5, "the questions no longer reach the kinds"


@pytest.mark.django_db
def test_every_kind_of_the_world_is_in_the_index_once():
    build_world()
    for searchable in KINDS:
        stored = set(
            Document.objects.filter(kind=searchable.kind).values_list("object_id", flat=True)
        )
        assert stored == set(searchable.rows().values_list("pk", flat=True))
    before = dump()
    rebuild()
    assert dump() == before


@pytest.mark.django_db
def test_what_a_committee_says_of_a_closed_action_is_found_by_who_reads_the_action():
    plan = make_plan()
    by = system(plan.territoire)
    closed = make_action(plan, "Halle", confidentialite="restreint")
    comite = create_comite(by=by, plan=plan, titre="Comité de mars", nature="copil", tenu_on=DAY)
    add_point(by=by, comite=comite, actions=[closed], titre="Dépollution de la halle")
    add_decision(by=by, comite=comite, actions=[closed], texte="Relancer la dépollution")
    add_decision(by=by, comite=comite, texte="Publier la dépollution")
    people = [make_member(plan.territoire, role) for role in (Role.CHEF_DE_PROJET, Role.LECTEUR)]
    totals = []
    for person in (*people, None):
        assert searched("dépollution ", person) == judge("dépollution ", person)
        totals.append(find("dépollution ", person).total)
    assert totals == [3, 1, 0]
    change_action(by=by, action=closed, confidentialite="interne")
    assert searched("dépollution ", people[1]) == judge("dépollution ", people[1])


class Territory:
    """A plan, five people, and whatever was done to the plan."""

    def __init__(self) -> None:
        self.plan = make_plan(make_territoire())
        self.by = system(self.plan.territoire)
        self.people: list[User | None] = [
            make_member(self.plan.territoire, role)
            for role in (Role.CHEF_DE_PROJET, Role.PILOTE, Role.LECTEUR)
        ]
        self.people.append(None)

    def actions(self) -> list[Action]:
        return list(Action.objects.filter(plan=self.plan).order_by("code"))

    def do(self, verb: str, choice: int, text: str, level: str) -> None:
        actions = self.actions()
        if verb == "create" or not actions:
            parent = actions[choice % len(actions)] if actions and choice % 3 == 0 else None
            if parent is not None and parent.parent_id is not None:
                parent = None
            create_action(
                by=self.by, plan=self.plan, titre=text, parent=parent, confidentialite=level
            )
            return
        getattr(self, verb)(actions[choice % len(actions)], choice, text, level)

    def try_to(self, verb: str, choice: int, text: str, level: str) -> None:
        """Do it, unless a rule of the plan refuses: a title twice, an undo that came too late."""
        with suppress(UserFault), transaction.atomic():
            self.do(verb, choice, text, level)

    def rename(self, action: Action, choice: int, text: str, level: str) -> None:
        change_action(by=self.by, action=action, titre=text)

    def hide(self, action: Action, choice: int, text: str, level: str) -> None:
        change_action(by=self.by, action=action, confidentialite=level)

    def note(self, action: Action, choice: int, text: str, level: str) -> None:
        add_note(by=self.by, action=action, texte=text, noted_on=DAY)

    def risk(self, action: Action, choice: int, text: str, level: str) -> None:
        create_risque(
            by=self.by, action=action, titre=f"{text} {choice} {action.risques.count()}",
            probabilite=1, impact=1,
        )  # fmt: skip

    def pilot(self, action: Action, choice: int, text: str, level: str) -> None:
        person = self.people[1]
        if not action.participants.exists():
            with operation(kind="test", author=None, territoire_code="ti-8404") as op:
                op.create(
                    Participant(
                        action=action, role=ParticipantRole.PERSONNE_PILOTE, nom=text, user=person
                    )
                )

    def remove(self, action: Action, choice: int, text: str, level: str) -> None:
        if not action.sous_actions.exists():
            delete_action(by=self.by, action=action)

    def undo(self, action: Action, choice: int, text: str, level: str) -> None:
        rows = list(Operation.objects.filter(territoire_code="ti-8404").order_by("-at")[:3])
        row = rows[choice % len(rows)]
        if row.kind not in ("plan.creer", "test.membre"):
            revert_operation(author=None, row=row)


VERBS = ("create", "create", "rename", "hide", "note", "risk", "pilot", "remove", "undo")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 20),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        st.sampled_from(Confidentialite.values),
    ),
    min_size=3,
    max_size=12,
)


class TestAnyHistory(TestCase):
    """Whatever was done: the index equals one made from nothing, and the judge agrees."""

    @settings(max_examples=8)
    @given(STEPS)
    def test_the_index_follows(self, steps: list[tuple[str, int, str, str]]):
        territory = Territory()
        for step in steps:
            territory.try_to(*step)
        kept = dump()
        Document.objects.all().delete()
        rebuild()
        assert dump() == kept
        for text in QUESTIONS:
            for person in territory.people:
                assert searched(text, person) == judge(text, person), (text, person)
