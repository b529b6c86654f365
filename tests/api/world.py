"""Calls to the API in the name of the people of the world."""

import datetime as dt
import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from essor.records.accounts.models import User
from essor.records.jetons.actions import create_jeton
from essor.records.jetons.scopes import Scope


def token_of(person: User, *scopes: Scope, territoire_code: str = "") -> str:
    """Return a new token of a person, with every scope unless some are named."""
    made = create_jeton(
        by=person,
        person=person,
        titre="Essai",
        scopes=scopes or tuple(Scope),
        expires_at=timezone.now() + dt.timedelta(days=30),
        territoire_code=territoire_code,
    )
    return made.token


def call(
    method: str, path: str, *, token: str | None = None, body: Any = None, **headers: str
) -> HttpResponse:
    """Call an address of version 1; ``If_Match`` stands for the header If-Match."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    client = Client(raise_request_exception=True)
    return client.generic(
        method.upper(),
        f"/api/v1/{path}",
        b"" if body is None else json.dumps(body).encode(),
        content_type="application/json",
        headers=sent,
    )
