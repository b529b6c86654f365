"""Writes of the queue. Jobs are machinery: they are not tracked by the journal.

Works on SQLite and PostgreSQL: a job is claimed by one conditional update, which only one
worker can win.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job, State
from essor.records.journal.actions import Author

SILENCE = dt.timedelta(minutes=2)
MAX_ATTEMPTS = 3
KEPT = dt.timedelta(days=30)
GAVE_UP = "Le calcul s'est interrompu trois fois ; il n'est plus retenté."


def enqueue(
    *,
    kind: str,
    subject_id: uuid.UUID,
    arguments: Mapping[str, Any],
    author: Author | None,
    territoire_code: str = "",
) -> Job:
    """Ask for a job. Raises UserFault when the same one already waits or runs."""
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                subject_id=subject_id,
                arguments=dict(arguments),
                author_id=None if author is None else author.pk,
                author_label="Essor" if author is None else author.label,
                territoire_code=territoire_code,
                created_at=timezone.now(),
            )
    except IntegrityError as error:  # job_un_ouvert: even two clicks at once make one job
        raise UserFault.single(
            "Ce calcul est déjà en cours.",
            expected="attendre sa fin, ou l'annuler",
            code="deja_en_cours",
        ) from error


def ask_cancel(job: Job) -> None:
    """Cancel a job: at once if it waits, at its next step if it runs; nothing if it is over."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=State.EN_ATTENTE)
    if not waiting.update(state=State.ANNULE, finished_at=now, is_cancel_asked=True):
        Job.objects.filter(pk=job.pk, state=State.EN_COURS).update(is_cancel_asked=True)


def claim(worker: str) -> Job | None:
    """Take the oldest waiting job, None when there is none."""
    while True:
        first = Job.objects.filter(state=State.EN_ATTENTE).order_by("created_at", "id").first()
        if first is None:
            return None
        mine = Job.objects.filter(pk=first.pk, state=State.EN_ATTENTE).update(
            state=State.EN_COURS,
            worker=worker,
            attempts=first.attempts + 1,
            beat_at=timezone.now(),
            done=0,
            step="",
        )
        if mine:
            return Job.objects.get(pk=first.pk)


def beat(job: Job, *, done: int, total: int, step: str) -> bool:
    """Say how far a job is; False when it is to stop: cancelled, or taken over by another."""
    held = Job.objects.filter(pk=job.pk, state=State.EN_COURS, worker=job.worker)
    is_held = held.update(
        done=min(done, total), total=max(total, 1), step=step[:200], beat_at=timezone.now()
    )
    return bool(is_held) and not held.filter(is_cancel_asked=True).exists()


def finish(job: Job, state: State, fault: str = "") -> bool:
    """End a job that this worker still holds; False when it lost it."""
    ended = Job.objects.filter(pk=job.pk, state=State.EN_COURS, worker=job.worker).update(
        state=state, fault=fault, finished_at=timezone.now(), step=""
    )
    return bool(ended)


def recover(*, silent_since: dt.timedelta = SILENCE) -> int:
    """Put back the jobs whose worker died; give up after three attempts. Return how many."""
    silent = Job.objects.filter(
        state=State.EN_COURS, beat_at__lt=timezone.now() - silent_since
    ).order_by("created_at", "id")
    found = silent.count()
    cancelled = silent.filter(is_cancel_asked=True)
    cancelled.filter(state=State.EN_COURS).update(
        state=State.ANNULE, finished_at=timezone.now(), worker=""
    )
    silent.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.ECHOUE, fault=GAVE_UP, finished_at=timezone.now(), worker=""
    )
    silent.filter(attempts__lt=MAX_ATTEMPTS).update(state=State.EN_ATTENTE, worker="", step="")
    return found


def forget_old() -> int:
    """Delete jobs that ended over thirty days ago; return how many."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - KEPT)
    return old.filter(finished_at__isnull=False).delete()[0]
