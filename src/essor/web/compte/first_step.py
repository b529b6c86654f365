"""What the session remembers between the password and the code."""

import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from essor.records.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEY = "essor_premier_pas"
LIFETIME_SECONDS = 10 * 60


def remember(request: HttpRequest, person: User, asked: str) -> None:
    """Note that the password was right; the person is not signed in yet."""
    request.session.cycle_key()
    request.session[KEY] = {
        "id": person.pk,
        "at": int(time.time()),
        "proof": person.get_session_auth_hash(),
        "next": asked,
    }


def remembered(request: HttpRequest) -> tuple[User, str] | None:
    """Return who gave her password a moment ago and where she was going.

    None when too long ago, or when the account was closed or its password changed since.
    """
    note: dict[str, Any] | None = request.session.get(KEY)
    if note is None or not 0 <= time.time() - note["at"] <= LIFETIME_SECONDS:
        return None
    person = User.objects.filter(pk=note["id"], is_active=True).first()
    if person is None or not constant_time_compare(note["proof"], person.get_session_auth_hash()):
        return None
    return person, note["next"]


def sign_in(request: HttpRequest, person: User) -> None:
    """Open the session for good."""
    request.session.pop(KEY, None)
    login(request, person, backend=BACKEND)
