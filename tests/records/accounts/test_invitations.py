"""Invitations: a signed link, one use, an end, and no way above one's own role."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import (
    INVITATION_LIFETIME,
    NewPerson,
    accept_invitation,
    invite,
    revoke_invitation,
    send_invitation_again,
)
from essor.records.accounts.links import invitation_token, read_invitation_token
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.queries import access_for, author_of
from essor.records.accounts.roles import INVITABLE, Role
from essor.records.territoires.models import Territoire
from tests.factories import make_access, make_member, make_territoire, make_user

pytestmark = pytest.mark.django_db
ANA = NewPerson(prenom="Ana", nom="Roche", password="un mot de passe assez long")


@pytest.fixture
def territoire() -> Territoire:
    return make_territoire()


@pytest.fixture
def by(territoire: Territoire) -> Access:
    return access_for(make_member(territoire, Role.ADMINISTRATEUR), territoire)


def send(by: Access, territoire: Territoire, email: str = "ana@exemple.fr", **values: object):
    values = {
        "role": Role.PILOTE,
        "make_url": lambda token: f"https://essor.test/{token}",
        **values,
    }
    return invite(by=by, territoire=territoire, email=email, **values)


def token_of(by: Access, territoire: Territoire) -> str:
    return invitation_token(send(by, territoire).invitation)


def test_the_message_says_who_where_what_until_when(by: Access, territoire: Territoire) -> None:
    sent = send(by, territoire, " Ana@Exemple.fr")
    assert sent.is_sent
    (message,) = mail.outbox
    assert message.to == ["ana@exemple.fr"]
    for part in (sent.url, "Clermont Arverne Industrie", "comme pilote", by.label):
        assert part in message.body
    assert author_of(sent.invitation) == by.label
    days = sent.invitation.expires_at - timezone.now()
    assert INVITATION_LIFETIME - dt.timedelta(minutes=1) < days <= INVITATION_LIFETIME


def test_a_silent_mail_server_leaves_the_invitation_and_says_so(
    by: Access, territoire: Territoire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert not send(by, territoire).is_sent
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("offered", [role for role in Role if role is not Role.PUBLIC])
def test_each_role_offers_what_the_table_says(
    territoire: Territoire, role: Role, offered: Role
) -> None:
    by = make_access(territoire, role)
    if offered in INVITABLE.get(role, ()):
        assert send(by, territoire, role=offered).invitation.role == offered
    else:
        with pytest.raises(Forbidden):
            send(by, territoire, role=offered)


def test_duplicates_are_refused_politely(by: Access, territoire: Territoire) -> None:
    send(by, territoire)
    with pytest.raises(UserFault, match="déjà en attente pour ana@exemple.fr"):
        send(by, territoire, "ANA@exemple.fr")
    make_member(territoire, Role.LECTEUR, email="luc@exemple.fr")
    with pytest.raises(UserFault, match="déjà membre"):
        send(by, territoire, "luc@exemple.fr")
    assert Invitation.objects.count() == 1


def test_the_base_itself_refuses_two_open_invitations(by: Access, territoire: Territoire) -> None:
    row = send(by, territoire).invitation
    copy = Invitation(
        email=row.email,
        territoire=territoire,
        role=Role.LECTEUR,
        expires_at=row.expires_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_an_expired_invitation_makes_way_for_a_new_one(by: Access, territoire: Territoire) -> None:
    first = send(by, territoire).invitation
    expire(first)
    second = send(by, territoire).invitation
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert second.is_open


@pytest.mark.parametrize("email", ["", "ana", "ana@", "a b@exemple.fr", "ana@exemple.fr\x00"])
def test_an_address_that_is_none_is_refused(by: Access, territoire: Territoire, email: str) -> None:
    with pytest.raises(UserFault, match="pas valable"):
        send(by, territoire, email)


def test_accepting_opens_an_account_once(by: Access, territoire: Territoire) -> None:
    token = token_of(by, territoire)
    membre = accept_invitation(token=token, new_person=ANA)
    assert (membre.user.email, membre.role) == ("ana@exemple.fr", Role.PILOTE)
    assert membre.user.check_password(ANA.password)
    with pytest.raises(UserFault, match="déjà été acceptée"):
        accept_invitation(token=token, new_person=ANA)
    assert Membre.objects.filter(user=membre.user).count() == 1


def test_a_refused_account_leaves_the_invitation_open(by: Access, territoire: Territoire) -> None:
    token = token_of(by, territoire)
    weak = NewPerson(prenom="Ana", nom="Roche", password="court")
    with pytest.raises(UserFault, match="trop court"):
        accept_invitation(token=token, new_person=weak)
    assert not User.objects.filter(email="ana@exemple.fr").exists()
    assert accept_invitation(token=token, new_person=ANA).pk


def test_an_existing_account_accepts_as_itself_only(by: Access, territoire: Territoire) -> None:
    token = token_of(by, territoire)
    ana = make_user("ana@exemple.fr")
    with pytest.raises(UserFault, match="compte existe déjà"):
        accept_invitation(token=token, new_person=ANA)
    with pytest.raises(Forbidden, match="adressée à ana@exemple.fr"):
        accept_invitation(token=token, user=make_user("luc@exemple.fr"))
    with pytest.raises(Forbidden):
        accept_invitation(token=token)
    assert accept_invitation(token=token, user=ana).user == ana


def test_a_closed_account_does_not_accept(by: Access, territoire: Territoire) -> None:
    token = token_of(by, territoire)
    with pytest.raises(Forbidden):
        accept_invitation(token=token, user=make_user("ana@exemple.fr", is_active=False))


def test_withdrawn_and_expired_links_are_dead(by: Access, territoire: Territoire) -> None:
    row = send(by, territoire).invitation
    token = invitation_token(row)
    expire(row)
    with pytest.raises(UserFault, match="a expiré le"):
        accept_invitation(token=token, new_person=ANA)
    revoke_invitation(by=by, invitation=row)
    with pytest.raises(UserFault, match="retirée"):
        accept_invitation(token=token, new_person=ANA)


def test_a_new_sending_kills_the_former_link(by: Access, territoire: Territoire) -> None:
    row = send(by, territoire).invitation
    old = invitation_token(row)
    again = send_invitation_again(by=by, invitation=row, make_url=lambda token: token)
    with pytest.raises(Forbidden, match="remplacé"):
        accept_invitation(token=old, new_person=ANA)
    assert accept_invitation(token=again.url, new_person=ANA).pk


def test_a_chef_de_projet_touches_no_invitation_above_her(
    by: Access, territoire: Territoire
) -> None:
    row = send(by, territoire, role=Role.ADMINISTRATEUR).invitation
    chef = make_access(territoire, Role.CHEF_DE_PROJET)
    with pytest.raises(Forbidden):
        revoke_invitation(by=chef, invitation=row)
    with pytest.raises(Forbidden):
        send_invitation_again(by=chef, invitation=row, make_url=lambda token: token)


@given(garbage=st.text(max_size=120))
def test_no_text_is_a_link_by_chance(garbage: str) -> None:
    assert read_invitation_token(garbage) is None


def test_a_link_with_one_letter_changed_is_not_ours(by: Access, territoire: Territoire) -> None:
    token = token_of(by, territoire)
    for place in range(0, len(token), 7):
        letter = "0" if token[place] != "0" else "1"
        assert read_invitation_token(token[:place] + letter + token[place + 1 :]) is None


def expire(invitation: Invitation) -> None:
    past = timezone.now() - dt.timedelta(days=1)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=past)
