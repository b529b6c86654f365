"""Accounts: what is accepted, what is refused, and what the journal keeps."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import (
    change_password,
    change_profile,
    create_user,
    deactivate_user,
    make_superuser,
    reactivate_user,
    reset_password,
)
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import find_person
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Operation
from tests.factories import make_member, make_territoire, make_user

pytestmark = pytest.mark.django_db
GOOD = "un mot de passe assez long"
OLD = "mot-de-passe-solide"


def codes(error: pytest.ExceptionInfo[UserFault]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_an_account_is_opened_with_its_address_in_lower_case() -> None:
    person = create_user(by=None, email=" Ana.Roche@Exemple.FR ", password=GOOD, prenom="Ana")
    assert person.email == "ana.roche@exemple.fr"
    assert person.check_password(GOOD)
    assert find_person("ANA.ROCHE@exemple.fr") == person


def test_everything_wrong_is_said_at_once() -> None:
    make_user("ana@exemple.fr")
    with pytest.raises(UserFault) as error:
        create_user(by=None, email="ana@exemple.fr", password="123", prenom="x" * 101)
    assert codes(error) == ["champ", "mot_de_passe", "mot_de_passe", "mot_de_passe", "doublon"]
    assert "12 caractères" in str(error.value)
    assert User.objects.count() == 1


def test_the_base_itself_refuses_the_same_address_in_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Ana@exemple.fr")


def test_an_account_is_opened_by_nobody_but_who_administers() -> None:
    with pytest.raises(Forbidden):
        create_user(by=make_user(), email="b@exemple.fr", password=GOOD)
    root = make_user("root@exemple.fr", is_superuser=True)
    assert create_user(by=root, email="b@exemple.fr", password=GOOD).pk


def test_the_journal_keeps_who_and_when_and_never_a_password() -> None:
    create_user(by=None, email="ana@exemple.fr", password=GOOD)
    row = Operation.objects.get(kind="compte.creer")
    assert (row.author_label, row.reason) == ("Essor", "ana@exemple.fr")
    assert not Event.objects.exists()


def test_a_profile_is_changed_by_its_holder() -> None:
    person = make_user()
    change_profile(by=person, person=person, nom=" Roche ", structure="CAM")
    person.refresh_from_db()
    assert (person.nom, person.structure, person.label) == ("Roche", "CAM", "Roche")
    with pytest.raises(Forbidden):
        change_profile(by=make_user("b@exemple.fr"), person=person, nom="Autre")


def test_a_profile_has_no_hidden_field() -> None:
    person = make_user()
    with pytest.raises(TypeError):
        change_profile(by=person, person=person, is_superuser="1")


def test_a_password_needs_the_former_one_and_strength_both_said_at_once() -> None:
    person = make_user()
    with pytest.raises(UserFault) as error:
        change_password(by=person, person=person, current="faux", new="court")
    assert [fault.place.field for fault in error.value.faults] == [
        "mot de passe actuel",
        "nouveau mot de passe",
    ]
    change_password(by=person, person=person, current=OLD, new=GOOD)
    person.refresh_from_db()
    assert person.check_password(GOOD)


def test_nobody_changes_the_password_of_another_even_administering() -> None:
    root = make_user("root@exemple.fr", is_superuser=True)
    with pytest.raises(Forbidden):
        change_password(by=root, person=make_user(), current=OLD, new=GOOD)


def test_a_reset_link_serves_once() -> None:
    person = make_user()
    token = default_token_generator.make_token(person)
    reset_password(token=token, person=person, new=GOOD)
    person.refresh_from_db()
    assert person.check_password(GOOD)
    with pytest.raises(Forbidden):
        reset_password(token=token, person=person, new=GOOD + " bis")


def test_a_reset_link_of_another_account_is_refused() -> None:
    token = default_token_generator.make_token(make_user())
    with pytest.raises(Forbidden):
        reset_password(token=token, person=make_user("b@exemple.fr"), new=GOOD)


def test_the_last_administrateur_does_not_close_her_account() -> None:
    territoire = make_territoire()
    first = make_member(territoire, Role.ADMINISTRATEUR)
    with pytest.raises(UserFault, match="Clermont Arverne Industrie"):
        deactivate_user(by=first, person=first)
    make_member(territoire, Role.ADMINISTRATEUR, email="seconde@exemple.fr")
    assert not deactivate_user(by=first, person=first).is_active


def test_a_closed_account_is_opened_again_by_who_administers() -> None:
    person = make_user(is_active=False)
    with pytest.raises(Forbidden):
        reactivate_user(by=person, person=person)
    assert reactivate_user(by=None, person=person).is_active


def test_nobody_makes_herself_administer_the_installation() -> None:
    person = make_user()
    with pytest.raises(Forbidden):
        make_superuser(by=person, person=person)
    assert make_superuser(by=None, person=person).is_superuser
