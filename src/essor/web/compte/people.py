"""The person behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from essor.records.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the account, where ``login_required`` has already been asked."""
    person = request.user
    if not isinstance(person, User):
        raise PermissionDenied
    return person
