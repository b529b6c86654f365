"""Second factor: on with a code, backup codes once, off with password and code."""

import time

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import (
    check_code,
    confirm_totp,
    disable_totp,
    lift_totp,
    renew_backup_codes,
    start_totp,
)
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import backup_codes_left, confirmed_totp
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mot-de-passe-solide"


def code_for(device: TOTPDevice, *, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def forget_waiting(person: User) -> None:
    """As if the seconds between two tries had passed."""
    TOTPDevice.objects.filter(user=person).update(
        throttling_failure_count=0, throttling_failure_timestamp=None, last_t=-1
    )


@pytest.fixture
def person() -> User:
    return make_user()


def enable(person: User) -> list[str]:
    device = start_totp(by=person, person=person)
    codes = confirm_totp(by=person, person=person, code=code_for(device))
    forget_waiting(person)
    return codes


def test_nothing_is_asked_until_a_code_proves_the_key(person: User) -> None:
    device = start_totp(by=person, person=person)
    assert confirmed_totp(person) is None
    with pytest.raises(UserFault, match="pas le bon"):
        confirm_totp(by=person, person=person, code="000000")
    assert confirmed_totp(person) is None
    forget_waiting(person)
    codes = confirm_totp(by=person, person=person, code=code_for(device))
    assert confirmed_totp(person) is not None
    assert len(set(codes)) == backup_codes_left(person) == 10


def test_starting_again_draws_another_key(person: User) -> None:
    first = start_totp(by=person, person=person)
    second = start_totp(by=person, person=person)
    assert first.key != second.key
    assert TOTPDevice.objects.filter(user=person).count() == 1


def test_a_code_serves_once(person: User) -> None:
    enable(person)
    device = confirmed_totp(person)
    code = code_for(device)
    assert check_code(person=person, code=f" {code[:3]} {code[3:]} ") == device
    with pytest.raises(UserFault):
        check_code(person=person, code=code)


def test_a_backup_code_serves_once(person: User) -> None:
    codes = enable(person)
    check_code(person=person, code=codes[0].upper())
    assert backup_codes_left(person) == 9
    with pytest.raises(UserFault):
        check_code(person=person, code=codes[0])


def test_guessing_is_slowed_and_the_page_can_say_until_when(person: User) -> None:
    enable(person)
    for _ in range(2):
        with pytest.raises(UserFault, match=r"possible à \d\d:\d\d:\d\d"):
            check_code(person=person, code="000000")
    with pytest.raises(UserFault):
        check_code(person=person, code=code_for(confirmed_totp(person)))


def test_turning_off_needs_password_and_code(person: User) -> None:
    enable(person)
    good = code_for(confirmed_totp(person))
    with pytest.raises(UserFault, match="mot de passe"):
        disable_totp(by=person, person=person, password="faux", code=good)
    with pytest.raises(UserFault, match="code"):
        disable_totp(by=person, person=person, password=PASSWORD, code="000000")
    assert confirmed_totp(person) is not None
    forget_waiting(person)
    disable_totp(by=person, person=person, password=PASSWORD, code=good)
    assert confirmed_totp(person) is None
    assert backup_codes_left(person) == 0


def test_new_backup_codes_replace_the_former(person: User) -> None:
    old = enable(person)
    code = code_for(confirmed_totp(person))
    new = renew_backup_codes(by=person, person=person, password=PASSWORD, code=code)
    assert not set(old) & set(new)
    with pytest.raises(UserFault):
        check_code(person=person, code=old[0])


def test_a_second_factor_is_a_personal_matter(person: User) -> None:
    other = make_user("luc@exemple.fr", is_superuser=True)
    with pytest.raises(Forbidden):
        start_totp(by=other, person=person)
    enable(person)
    code = code_for(confirmed_totp(person))
    with pytest.raises(Forbidden):
        disable_totp(by=other, person=person, password=PASSWORD, code=code)


def test_who_administers_lifts_it_for_someone_who_lost_all(person: User) -> None:
    enable(person)
    with pytest.raises(Forbidden):
        lift_totp(by=person, person=person)
    lift_totp(by=None, person=person)
    assert confirmed_totp(person) is None
