"""Whole addresses for messages, which no request brings along."""

from django.conf import settings
from django.urls import reverse


def site_address() -> str:
    """Return the beginning of every link: ESSOR_ADRESSE, else the first name of the site."""
    if settings.ESSOR_ADRESSE:
        return str(settings.ESSOR_ADRESSE).rstrip("/")
    if settings.IS_DEMONSTRATION:
        return "http://127.0.0.1:8000"
    host = next((host for host in settings.ALLOWED_HOSTS if not host.startswith(".")), "localhost")
    return f"https://{host}"


def whole(path: str) -> str:
    """Return the whole address of a path."""
    return site_address() + path


def sheet_url(token: str) -> str:
    """Return the address that opens a short sheet."""
    return whole(reverse("fiche:sheet", args=[token]))


def unsubscribe_url(token: str) -> str:
    """Return the address that stops kinds of reminders."""
    return whole(reverse("relances:unsubscribe", args=[token]))
