"""The demonstration plan in the records: what was published, and nothing more."""

from pathlib import Path

import pytest
from django.utils import timezone

from essor.commands.demo_content import AXE_PROPOSE, load_demonstration
from essor.records.accounts.actions import create_demonstration_accounts
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.backup.actions import back_up_territoire
from essor.records.backup.manifest import Manifest
from essor.records.journal.models import Event
from essor.records.plans.actions import change_action, delete_action
from essor.records.plans.choices import (
    Confiance,
    Confidentialite,
    NatureAnnonce,
    ParticipantRole,
    Precision,
)
from essor.records.plans.models import (
    Action,
    Annonce,
    Financement,
    LigneBudget,
    Note,
    Participant,
    Plan,
)
from essor.records.plans.permissions import can_edit_action
from essor.records.plans.queries import outline_of
from essor.records.territoires.models import Territoire
from essor.references.demonstration.loader import clermont_arverne
from essor.references.demonstration.schema import Fineness, Nature, Trust
from tests.factories import make_territoire, system

pytestmark = pytest.mark.django_db


def load(territoire: Territoire) -> bool:
    accounts = create_demonstration_accounts(territoire=territoire)
    return load_demonstration(facts=clermont_arverne(), territoire=territoire, accounts=accounts)


@pytest.fixture
def territoire(settings) -> Territoire:
    settings.IS_DEMONSTRATION = True
    territoire = make_territoire()
    assert load(territoire)
    return territoire


def dump(territoire: Territoire, folder: Path) -> Manifest:
    return back_up_territoire(code=territoire.code, path=folder / "dump.zip", at=timezone.now())


def test_a_second_load_changes_nothing(territoire: Territoire, tmp_path: Path) -> None:
    before = dump(territoire, tmp_path).members
    assert not load(territoire)
    assert dump(territoire, tmp_path).members == before


def test_what_the_reader_changed_stays_changed(territoire: Territoire, tmp_path: Path) -> None:
    by = system(territoire)
    first, second = Action.objects.order_by("code")[:2]
    change_action(by=by, action=first, titre="Mon titre")
    delete_action(by=by, action=second)
    before = dump(territoire, tmp_path).members
    assert not load(territoire)
    assert dump(territoire, tmp_path).members == before


def test_twelve_actions_of_which_four_big_projects(territoire: Territoire) -> None:
    assert Action.objects.count() == 12
    assert Action.objects.filter(is_grand_projet=True).count() == 4
    assert Plan.objects.get().is_demonstration


def test_nothing_unpublished_is_filled_in(territoire: Territoire) -> None:
    empty = (
        "statut", "priorite", "engagement", "objectifs", "resultats_attendus",
        "indicateurs_texte", "moyens", "instances_gouvernance", "financements_texte",
    )  # fmt: skip
    for action in Action.objects.all():
        assert [getattr(action, name) for name in empty] == [""] * len(empty), action
        dates_and_euros = (action.debut_on, action.fin_on, action.budget_eur)
        assert dates_and_euros == (None, None, None), action
    assert not Financement.objects.exists()
    assert not LigneBudget.objects.exists()


def test_the_only_pilot_says_that_it_is_a_demonstration(territoire: Territoire) -> None:
    (participant,) = Participant.objects.all()
    assert participant.role == ParticipantRole.PERSONNE_PILOTE
    assert "(démonstration)" in participant.nom
    assert participant.user.is_demonstration
    access = access_for(participant.user, territoire)
    assert [a for a in Action.objects.all() if can_edit_action(access, a)] == [participant.action]


def test_the_axis_is_said_to_be_ours(territoire: Territoire) -> None:
    for action in Action.objects.select_related("axe"):
        assert action.axe is not None
        assert action.notes_complementaires == AXE_PROPOSE
    reasons = set(
        Event.objects.filter(changes__has_key="axe_id", verb="change").values_list(
            "operation__reason", "operation__author_label"
        )
    )
    assert len(reasons) == 1
    ((reason, author),) = reasons
    assert "non publié" in reason
    assert "démonstration" in author


def test_everyone_may_read_all_of_it(territoire: Territoire) -> None:
    public = Access(territoire_id=territoire.pk, territoire_code=territoire.code)
    outline = outline_of(plan=Plan.objects.get(), by=public, today=timezone.localdate())
    assert outline.count == 12
    assert {action.confidentialite for action in Action.objects.all()} == {Confidentialite.PUBLIC}


def test_every_announcement_is_sourced_and_kept(territoire: Territoire) -> None:
    facts = clermont_arverne()
    wanted = len(facts.annonces) + sum(len(action.annonces) for action in facts.actions)
    assert Annonce.objects.count() == wanted
    for annonce in Annonce.objects.all():
        assert annonce.source_title
        assert annonce.read_on
        assert annonce.licence


def test_every_action_has_at_least_the_announcement_that_it_exists(territoire: Territoire) -> None:
    assert not Action.objects.filter(annonces__isnull=True).exists()


def test_notes_are_signed_by_demonstration_accounts(territoire: Territoire) -> None:
    notes = list(Note.objects.all())
    assert len(notes) == len(clermont_arverne().notes)
    for note in notes:
        assert note.is_demonstration
        assert note.texte.startswith("Démonstration\u00a0:")
        assert "(démonstration)" in note.auteur


def test_the_facts_and_the_records_use_the_same_lists() -> None:
    assert set(Nature) == set(NatureAnnonce.values)
    assert set(Fineness) == set(Precision.values)
    assert set(Trust) == set(Confiance.values)
