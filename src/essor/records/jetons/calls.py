"""Counts of calls, dates of use, answers given again: machinery that no history keeps.

Works on SQLite and PostgreSQL: a count grows by one conditional update, and the row that two
processes create at once exists once.
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from essor.records.jetons.models import CallWindow, Jeton, KeptAnswer

KEPT_WINDOWS = 5  # minutes
KEPT_ANSWERS = dt.timedelta(hours=24)
NOTED_EVERY = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a caller may still do: calls a minute, those left, seconds to the next minute."""

    limit: int
    remaining: int
    reset_s: int

    @property
    def is_spent(self) -> bool:
        """Tell whether this call is one too many."""
        return self.remaining < 0


def count_call(*, caller: str, limit: int, at: dt.datetime) -> Allowance:
    """Count one call of a caller, and say what is left of the minute. Two or three queries."""
    seconds = int(at.timestamp())
    minute = seconds // 60
    key = hmac.new(settings.SECRET_KEY.encode(), caller.encode(), hashlib.sha256).hexdigest()
    mine = CallWindow.objects.filter(caller=key, minute=minute)
    if not mine.update(calls=F("calls") + 1):
        _open_window(key, minute)
    calls = mine.values_list("calls", flat=True).get()
    return Allowance(limit=limit, remaining=limit - calls, reset_s=60 - seconds % 60)


def _open_window(key: str, minute: int) -> None:
    old = CallWindow.objects.filter(minute__lt=minute - KEPT_WINDOWS)
    old.delete()
    try:
        with transaction.atomic():
            CallWindow.objects.create(caller=key, minute=minute)
    except IntegrityError:  # another process opened it in between
        CallWindow.objects.filter(caller=key, minute=minute).update(calls=F("calls") + 1)


def note_use(jeton: Jeton, *, at: dt.datetime) -> None:
    """Write when a token was last used, to ten minutes: reading must not write at each call."""
    if jeton.last_used_at is None or at - jeton.last_used_at > NOTED_EVERY:
        Jeton.objects.filter(pk=jeton.pk).update(last_used_at=at)


def kept_answer(*, jeton: Jeton, key: str, at: dt.datetime) -> KeptAnswer | None:
    """Return the answer already given under a key, forgetting those of over a day."""
    old = KeptAnswer.objects.filter(created_at__lt=at - KEPT_ANSWERS)
    old.delete()
    return KeptAnswer.objects.filter(jeton=jeton, key=key).first()


def keep_answer(answer: KeptAnswer) -> None:
    """Keep an answer in the transaction of what it answers. Raises IntegrityError on a race."""
    KeptAnswer.objects.bulk_create([answer])
