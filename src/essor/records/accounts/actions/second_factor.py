"""Writes on the second factor of an account: an authenticator application and backup codes."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.records.accounts.actions.people import PASSWORD_FIELD
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Forbidden, require_installation
from essor.records.accounts.queries import confirmed_totp
from essor.records.journal.actions import operation

BACKUP_CODES = 10
APPLICATION = "Application"
BACKUP = "Codes de secours"


def start_totp(*, by: User, person: User) -> TOTPDevice:
    """Draw a new key, not yet asked for at sign-in. Raises Forbidden, UserFault."""
    _require_self(by, person)
    with operation(kind="compte.double.preparer", author=by, reason=person.email) as op:
        if confirmed_totp(person) is not None:
            raise UserFault.single(
                "La double authentification est déjà active.",
                expected="la désactiver d'abord",
            )
        TOTPDevice.objects.filter(user=person, confirmed=False).delete()
        device = TOTPDevice(user=person, name=APPLICATION, confirmed=False)
        device.save()
        op.keep()
    return device


def confirm_totp(*, by: User, person: User, code: str) -> list[str]:
    """Turn the second factor on once a code proves that the application has the key.

    Returns the backup codes, which nothing can show again. Raises Forbidden, UserFault.
    """
    _require_self(by, person)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False).first()
        accepted = device is not None and device.verify_token(clean_code(code))
    if device is None:
        raise UserFault.single(
            "Aucune clé n'est en attente.", expected="recommencer depuis le début"
        )
    if not accepted:
        raise _wrong_code(device)
    with operation(kind="compte.double.activer", author=by, reason=person.email) as op:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = _draw_backup_codes(person)
        op.keep()
    return codes


def renew_backup_codes(*, by: User, person: User, password: str, code: str) -> list[str]:
    """Replace the backup codes. Raises Forbidden, UserFault."""
    _require_self(by, person)
    _check_both(person, password, code)
    with operation(kind="compte.double.codes", author=by, reason=person.email) as op:
        codes = _draw_backup_codes(person)
        op.keep()
    return codes


def disable_totp(*, by: User, person: User, password: str, code: str) -> None:
    """Turn the second factor off. Raises Forbidden, UserFault with all that is wrong."""
    _require_self(by, person)
    _check_both(person, password, code)
    with operation(kind="compte.double.desactiver", author=by, reason=person.email) as op:
        _forget(person)
        op.keep()


def lift_totp(*, by: User | None, person: User) -> None:
    """Turn off the second factor of a person who lost everything. Raises Forbidden."""
    require_installation(by)
    with operation(kind="compte.double.lever", author=by, reason=person.email) as op:
        _forget(person)
        op.keep()


def check_code(*, person: User, code: str) -> Device:
    """Return the device that accepts the code; a backup code is spent by it.

    Raises UserFault: wrong code, or too many tries in a row, with the time to wait.
    """
    wanted = clean_code(code)
    model = TOTPDevice if wanted.isdecimal() else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=person, confirmed=True).first()
        accepted = device is not None and device.verify_token(wanted)
    if not accepted:
        raise _wrong_code(device)
    return device


def clean_code(code: str) -> str:
    """Remove the spaces and dashes that people type inside codes."""
    return "".join(code.split()).replace("-", "").lower()


def _forget(person: User) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def _check_both(person: User, password: str, code: str) -> None:
    with FaultGatherer() as faults:
        if not person.check_password(password):
            faults.add_message(
                "Le mot de passe n'est pas le bon.",
                place=Place(field=PASSWORD_FIELD),
                code="mot_de_passe",
            )
        else:
            with faults.catching():
                check_code(person=person, code=code)


def _draw_backup_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice(user=person, name=BACKUP, confirmed=True)
    device.save()
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _wrong_code(device: Any) -> UserFault:
    allowed, state = (True, None) if device is None else device.verify_is_allowed()
    message = "Ce code n'est pas le bon, ou il a déjà servi."
    if not allowed and state and "locked_until" in state:
        end = timezone.localtime(state["locked_until"])
        message += f" Le prochain essai est possible à {end:%H:%M:%S}."
    return UserFault.single(
        message,
        expected="le code que l'application affiche maintenant, ou un code de secours",
        field="code",
        code="code",
    )


def _require_self(by: User, person: User) -> None:
    if by.pk != person.pk or not by.is_active:
        raise Forbidden.single(
            "La double authentification ne se règle que par la personne elle-même."
        )
