"""Writes on accounts. An account is not a tracked row: the operation is kept, not its values."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.records.accounts.actions.membres import lock_administrateurs
from essor.records.accounts.links import password_reset_parts
from essor.records.accounts.mails import password_message, send
from essor.records.accounts.models import User
from essor.records.accounts.permissions import (
    Forbidden,
    require_installation,
    require_self_or_installation,
)
from essor.records.accounts.queries import find_person, membres_of, sole_administrateur_of
from essor.records.journal.actions import OpenOperation, operation
from essor.records.journal.models import Operation

PASSWORD_FIELD = "mot de passe"
EMAIL_FIELD = "adresse électronique"
RESET_INTERVAL = dt.timedelta(minutes=5)
PROFILE_FIELDS = frozenset({"prenom", "nom", "structure"})

MakePasswordUrl = Callable[[str, str], str]


def create_user(
    *,
    by: User | None,
    email: str,
    password: str | None,
    prenom: str = "",
    nom: str = "",
    structure: str = "",
    is_superuser: bool = False,
    is_demonstration: bool = False,
) -> User:
    """Open an account. ``by`` None is the command line, or an invitation that was accepted.

    password : None leaves the account without one, until it is reset by its holder.
    Raises Forbidden, or UserFault with everything that is wrong at once.
    """
    require_installation(by)
    person = User(
        email=normalize_email(email),
        prenom=prenom.strip(),
        nom=nom.strip(),
        structure=structure.strip(),
        is_superuser=is_superuser,
        is_demonstration=is_demonstration,
    )
    _check_new(person, password)
    person.set_password(password)
    with operation(kind="compte.creer", author=by, reason=person.email) as op:
        _insert(op, person)
    return person


def change_profile(*, by: User, person: User, **values: str) -> User:
    """Change the name or structure of an account. Raises Forbidden, UserFault."""
    require_self_or_installation(by, person)
    if unknown := values.keys() - PROFILE_FIELDS:
        raise TypeError(f"not fields of a profile: {sorted(unknown)}")
    with operation(kind="compte.profil", author=by, reason=person.email) as op:
        row = lock_person(person)
        for name, value in values.items():
            setattr(row, name, value.strip())
        _clean(row)
        _store(op, row, *values)
    return row


def change_password(*, by: User, person: User, current: str, new: str) -> User:
    """Change one's own password; every other session of the account ends.

    Raises Forbidden, or UserFault if the current password is wrong or the new one too weak.
    """
    if by.pk != person.pk or not by.is_active:
        raise Forbidden.single("Un mot de passe ne se change que par la personne elle-même.")
    with FaultGatherer() as faults:
        if not person.check_password(current):
            faults.add_message(
                "Le mot de passe actuel n'est pas le bon.",
                place=Place(field="mot de passe actuel"),
                code="mot_de_passe",
            )
        faults.extend(password_faults(new, person, field="nouveau mot de passe"))
    return _set_password(by, person, new, kind="compte.mot_de_passe.changer")


def reset_password(*, token: str, person: User, new: str) -> User:
    """Set a new password with the link that was sent to the address of the account.

    Raises Forbidden when the link was used, has expired or is of another account; UserFault.
    """
    if not person.is_active or not default_token_generator.check_token(person, token):
        raise Forbidden.single(
            "Ce lien a déjà servi ou a expiré.", expected="en demander un nouveau"
        )
    if faults := password_faults(new, person, field="nouveau mot de passe"):
        raise UserFault(faults)
    return _set_password(person, person, new, kind="compte.mot_de_passe.reinitialiser")


def send_reset_link(*, email: str, make_url: MakePasswordUrl) -> bool:
    """Send the link to a new password; tell whether a message left.

    An unknown or closed account receives nothing, and an account at most one message
    per ``RESET_INTERVAL``: a stranger must not fill somebody's mailbox.
    """
    person = find_person(email)
    if person is None or not person.is_active:
        return False
    kind = "compte.mot_de_passe.demander"
    with operation(kind=kind, author=None, reason=person.email) as op:
        lock_person(person)
        since = op.row.at - RESET_INTERVAL
        asked = Operation.objects.filter(kind=kind, reason=person.email, at__gt=since)
        if asked.exclude(pk=op.row.pk).exists():
            return False
        op.keep()
    url = make_url(*password_reset_parts(person))
    return send(password_message(person=person, url=url))


def deactivate_user(*, by: User | None, person: User) -> User:
    """Close an account: it signs in no more, its past signatures stay.

    Raises Forbidden, or UserFault if a territory would be left without administrateur.
    """
    require_self_or_installation(by, person)
    with operation(kind="compte.desactiver", author=by, reason=person.email) as op:
        lock_administrateurs(*membres_of(person).values_list("territoire_id", flat=True))
        if orphans := sole_administrateur_of(person):
            noms = ", ".join(territoire.nom for territoire in orphans)
            raise UserFault.single(
                f"{person.label} est seule à administrer\u00a0: {noms}.",
                expected="nommer d'abord un autre administrateur",
                code="dernier_administrateur",
            )
        row = lock_person(person)
        row.is_active = False
        _store(op, row, "is_active")
    return row


def reactivate_user(*, by: User | None, person: User) -> User:
    """Open a closed account again. Raises Forbidden."""
    return _set_flag(by, person, kind="compte.reactiver", field="is_active")


def make_superuser(*, by: User | None, person: User) -> User:
    """Let a person administer the installation. Raises Forbidden."""
    return _set_flag(by, person, kind="compte.administrer", field="is_superuser")


def normalize_email(email: str) -> str:
    """Write an address as accounts keep it: no space around, lower case."""
    return email.strip().lower()


def password_faults(password: str, person: User, *, field: str = PASSWORD_FIELD) -> list[Fault]:
    """Return why a password is refused, all reasons at once."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        place = Place(field=field)
        return [Fault(message=text, place=place, code="mot_de_passe") for text in error.messages]
    return []


def lock_person(person: User) -> User:
    """Return the stored account, locked until the end of the operation."""
    return User.objects.select_for_update().get(pk=person.pk)


def _set_flag(by: User | None, person: User, *, kind: str, field: str) -> User:
    require_installation(by)
    with operation(kind=kind, author=by, reason=person.email) as op:
        row = lock_person(person)
        setattr(row, field, True)
        _store(op, row, field)
    return row


def _set_password(by: User, person: User, new: str, *, kind: str) -> User:
    with operation(kind=kind, author=by, reason=person.email) as op:
        row = lock_person(person)
        row.set_password(new)
        _store(op, row, "password")
    return row


def _check_new(person: User, password: str | None) -> None:
    with FaultGatherer() as faults:
        with faults.catching():
            _clean(person)
        if password is not None:
            faults.extend(password_faults(password, person))
        if User.objects.filter(email=person.email).exists():
            faults.add(_taken(person))


def _clean(person: User) -> None:
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise UserFault(
            Fault(message=text, place=Place(field=_label(name)), code="champ")
            for name, texts in error.message_dict.items()
            for text in texts
        ) from error


def _label(name: str) -> str:
    field: Any = User._meta.get_field(name)
    return str(field.verbose_name)


def _taken(person: User) -> Fault:
    return Fault(
        message="Un compte existe déjà pour cette adresse.",
        place=Place(field=EMAIL_FIELD),
        value=person.email,
        expected="se connecter avec ce compte",
        code="doublon",
    )


def _insert(op: OpenOperation, person: User) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:  # somebody else took the address in between
        raise UserFault([_taken(person)]) from error
    op.keep()


def _store(op: OpenOperation, person: User, *fields: str) -> None:
    person.save(update_fields=fields)
    op.keep()
