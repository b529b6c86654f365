"""Members: roles given and taken, and always one administrateur left."""

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import change_role, deactivate_user, grant_role, remove_membre
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.queries import access_for, list_membres
from essor.records.accounts.roles import Role
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Event, Verb
from essor.records.territoires.models import Territoire
from tests.factories import make_access, make_member, make_territoire, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def territoire() -> Territoire:
    return make_territoire()


@pytest.fixture
def boss(territoire: Territoire) -> User:
    return make_member(territoire, Role.ADMINISTRATEUR)


@pytest.fixture
def by(territoire: Territoire, boss: User) -> Access:
    return access_for(boss, territoire)


def place(user: User) -> Membre:
    return Membre.objects.get(user=user)


def test_a_role_is_given_and_traced(territoire: Territoire, by: Access) -> None:
    user = make_user()
    membre = grant_role(by=by, territoire=territoire, user=user, role=Role.PILOTE)
    assert access_for(user, territoire).role is Role.PILOTE
    event = Event.objects.get(object_id=membre.id)
    assert event.verb == Verb.CREATE
    assert event.operation.author_id == by.user_id
    with pytest.raises(UserFault, match="déjà membre"):
        grant_role(by=by, territoire=territoire, user=user, role=Role.LECTEUR)


def test_rights_here_do_not_give_roles_there(by: Access) -> None:
    other = make_territoire("ti-8412", "Ailleurs")
    with pytest.raises(Forbidden):
        grant_role(by=by, territoire=other, user=make_user(), role=Role.LECTEUR)
    foreign = place(make_member(other, Role.LECTEUR))
    with pytest.raises(Forbidden):
        change_role(by=by, membre=foreign, role=Role.PILOTE)
    with pytest.raises(Forbidden):
        remove_membre(by=by, membre=foreign)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATEUR])
def test_nobody_raises_herself(territoire: Territoire, role: Role) -> None:
    user = make_member(territoire, role)
    mine = access_for(user, territoire)
    target = place(user) if role is not Role.PUBLIC else place(make_member(territoire, Role.PILOTE))
    with pytest.raises(Forbidden):
        change_role(by=mine, membre=target, role=Role.ADMINISTRATEUR)


def test_the_last_administrateur_stays(territoire: Territoire, boss: User, by: Access) -> None:
    for attempt in (
        lambda: change_role(by=by, membre=place(boss), role=Role.LECTEUR),
        lambda: remove_membre(by=by, membre=place(boss)),
    ):
        with pytest.raises(UserFault, match="dernier administrateur"):
            attempt()
    assert place(boss).role == Role.ADMINISTRATEUR
    second = make_member(territoire, Role.ADMINISTRATEUR, email="seconde@exemple.fr")
    change_role(by=by, membre=place(boss), role=Role.LECTEUR)
    assert place(boss).role == Role.LECTEUR
    assert place(second).role == Role.ADMINISTRATEUR


def test_a_closed_account_does_not_count_as_administrateur(
    territoire: Territoire, boss: User, by: Access
) -> None:
    second = make_member(territoire, Role.ADMINISTRATEUR, email="seconde@exemple.fr")
    deactivate_user(by=None, person=second)
    with pytest.raises(UserFault, match="dernier administrateur"):
        remove_membre(by=by, membre=place(boss))


def test_anyone_may_leave(territoire: Territoire, boss: User) -> None:
    user = make_member(territoire, Role.LECTEUR)
    remove_membre(by=access_for(user, territoire), membre=place(user))
    assert not Membre.objects.filter(user=user).exists()
    with pytest.raises(Forbidden):
        remove_membre(by=make_access(territoire, Role.LECTEUR, user), membre=place(boss))


def test_two_people_changing_one_role_are_told(territoire: Territoire, by: Access) -> None:
    membre = place(make_member(territoire, Role.LECTEUR))
    change_role(by=by, membre=membre, role=Role.PILOTE, expected_version=1)
    with pytest.raises(Conflict):
        change_role(by=by, membre=membre, role=Role.CONTRIBUTEUR, expected_version=1)


def test_members_are_listed_from_most_to_least_rights(territoire: Territoire) -> None:
    for role in reversed(Role):
        make_member(territoire, role)
    roles = [Role(membre.role) for membre in list_membres(territoire)]
    assert roles == [role for role in Role if role is not Role.PUBLIC]
