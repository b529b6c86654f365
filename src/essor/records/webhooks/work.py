"""Jobs of this room: sending what is due, resending one message; the chore that asks for them."""

import datetime as dt

from django.utils import timezone

from essor.records.jobs.models import Job
from essor.records.jobs.registry import Watch, register, register_chore
from essor.records.webhooks.choices import EtatLivraison
from essor.records.webhooks.delivery import (
    MOST_IN_A_RUN,
    RESEND_JOB,
    SEND_JOB,
    attempt,
    is_resting,
    send_due,
    wake,
)
from essor.records.webhooks.models import Abonnement, Livraison

KEPT = dt.timedelta(days=30)


def register_jobs() -> None:
    """Name the jobs of this room."""
    register(SEND_JOB, send)
    register(RESEND_JOB, resend)
    register_chore(wake_due)


def send(job: Job, watch: Watch) -> None:
    """Send what one subscriber is owed."""

    def between(done: int) -> None:
        watch(done, MOST_IN_A_RUN, "Annonces aux programmes abonnés")

    send_due(job.subject_id, clock=timezone.now, between=between)


def resend(job: Job, watch: Watch) -> None:
    """Send one message, asked by a person."""
    livraison = Livraison.objects.filter(pk=job.subject_id, state=EtatLivraison.EN_ATTENTE).first()
    if livraison is not None:
        attempt(livraison, clock=timezone.now)


def wake_due() -> None:
    """Ask for what is due, forget what is old; called by the worker about twice a minute."""
    now = timezone.now()
    due = Livraison.objects.filter(next_attempt_at__lte=now).values("abonnement_id")
    waiting = Abonnement.objects.filter(pk__in=due, paused_at=None, suspended_at=None)
    for abonnement in waiting.order_by("id"):
        if not is_resting(abonnement, now):
            wake(abonnement)
    old = Livraison.objects.filter(created_at__lt=now - KEPT)
    old.delete()
