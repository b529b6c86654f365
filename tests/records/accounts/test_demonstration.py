"""Demonstration accounts: in a demonstration only, one per role, gone on request."""

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import (
    DEMONSTRATION_PASSWORD,
    create_demonstration_accounts,
    remove_demonstration_accounts,
)
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import demonstration_accounts
from essor.records.accounts.roles import Role
from essor.records.journal.actions import operation
from essor.records.journal.models import Operation
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Participant
from tests.factories import make_action, make_plan, make_territoire, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: object) -> None:
    settings.IS_DEMONSTRATION = True


def test_outside_a_demonstration_none_is_made(settings: object) -> None:
    settings.IS_DEMONSTRATION = False
    with pytest.raises(Forbidden):
        create_demonstration_accounts(territoire=make_territoire())
    assert not User.objects.exists()


@pytest.mark.usefixtures("demonstration")
def test_one_account_per_role_labelled_as_such() -> None:
    people = create_demonstration_accounts(territoire=make_territoire())
    roles = {Role(membre.role) for membre in Membre.objects.all()}
    assert roles == set(Role) - {Role.PUBLIC}
    for person in people:
        assert person.is_demonstration
        assert "démonstration" in person.label
        assert person.check_password(DEMONSTRATION_PASSWORD)
        assert person.email.endswith("@demo.invalid")


@pytest.mark.usefixtures("demonstration")
def test_a_second_run_changes_nothing_and_a_damaged_account_is_mended() -> None:
    territoire = make_territoire()
    first, *_ = create_demonstration_accounts(territoire=territoire)
    count = Operation.objects.count()
    create_demonstration_accounts(territoire=territoire)
    assert Operation.objects.count() == count
    first.set_password("autre chose de long")
    first.save()
    create_demonstration_accounts(territoire=territoire)
    first.refresh_from_db()
    assert first.check_password(DEMONSTRATION_PASSWORD)


@pytest.mark.usefixtures("demonstration")
def test_a_real_account_of_that_address_is_left_alone() -> None:
    make_user("chef@demo.invalid")
    with pytest.raises(UserFault, match="vrai compte"):
        create_demonstration_accounts(territoire=make_territoire())


@pytest.mark.usefixtures("demonstration")
def test_they_go_and_what_they_piloted_stays() -> None:
    territoire = make_territoire()
    people = create_demonstration_accounts(territoire=territoire)
    real = make_user()
    action = make_action(make_plan(territoire), "Former")
    with operation(kind="test", author=None, territoire_code=territoire.code) as op:
        named = op.create(
            Participant(
                action=action,
                role=ParticipantRole.PERSONNE_PILOTE,
                nom=people[2].label,
                user=people[2],
            )
        )
    assert len(remove_demonstration_accounts()) == 5
    assert not demonstration_accounts().exists()
    assert list(User.objects.all()) == [real]
    named.refresh_from_db()
    assert (named.user, named.nom) == (None, people[2].label)
