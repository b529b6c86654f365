"""Lines of the register, made through the public actions."""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.utils import timezone

from essor.engines.terres.registre.lines import Genre
from essor.records.plans.models import Plan
from essor.records.registre.actions import create_ligne, declare_lignes
from essor.records.registre.models import LigneRegistre
from tests.engines.terres.registre.made import champs
from tests.factories import system

NUMBERS: Iterator[int] = count(1)


def texts(on: dt.date, genre: str = "sortant", **changes: str | None) -> dict[str, str]:
    """Return a right line of a day."""
    days = {
        "sortant": {"dispatchDate": on.isoformat()},
        "entrant": {"receptionDate": on.isoformat()},
        "transporte": {"collectionDate": on.isoformat(), "unloadingDate": on.isoformat()},
    }[genre]
    return champs(Genre(genre), **{"publicId": f"LIGNE-{next(NUMBERS)}", **days, **changes})


def make_ligne(
    plan: Plan, *, on: dt.date | None = None, genre: str = "sortant", **changes: Any
) -> LigneRegistre:
    """Return a line of today, or of another day; None takes a field away."""
    today = timezone.localdate()
    said = texts(on or today, genre, **changes)
    return create_ligne(
        by=system(plan.territoire), plan=plan, genre=genre, champs=said, today=today
    )


def make_declared(plan: Plan, **options: Any) -> LigneRegistre:
    """Return a line already sent."""
    row = make_ligne(plan, **options)
    today = timezone.localdate()
    return declare_lignes(by=system(plan.territoire), lignes=[row], declared_on=today)[0]
