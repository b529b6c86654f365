"""From a noted delivery to a message taken: attempts, delays, giving up.

At least once: a worker that dies between the answer and its own note sends the same message
again, under the same identity. A receiver that is down is left alone longer and longer, so that
it never holds the queue of everybody else.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from essor import __version__
from essor.foundations.errors import UserFault
from essor.records.jobs.queue import enqueue
from essor.records.journal.actions import operation
from essor.records.webhooks.addresses import Target, read_target
from essor.records.webhooks.choices import EtatLivraison
from essor.records.webhooks.message import body_of
from essor.records.webhooks.models import Abonnement, Livraison, Tentative
from essor.records.webhooks.outbound import Reply, post
from essor.records.webhooks.secret import is_intact, signing_secrets
from essor.records.webhooks.signature import signed_headers

SEND_JOB, RESEND_JOB = "webhooks.livrer", "webhooks.renvoyer"
# Delay before each new attempt: the schedule that Standard Webhooks gives as an example.
DELAYS = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (30, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
MOST_ATTEMPTS = len(DELAYS) + 1
JITTER = 0.2  # share of a delay, on either side
LONGEST_WAIT = dt.timedelta(hours=24)
REST, LONGEST_REST = dt.timedelta(seconds=30), dt.timedelta(hours=1)
FAILING = dt.timedelta(days=5)
MOST_IN_A_RUN = 50  # then other jobs take their turn
GONE = 410
CHANGED_KEY = (
    "Le secret ne peut plus être retrouvé\u00a0: la clé de l'installation a changé ou le webhook a "
    "été rétabli. Renouvelez le secret, puis remettez en marche."
)
Clock = Callable[[], dt.datetime]
Send = Callable[[Target, bytes, Mapping[str, str]], Reply]


def note_delivery(
    abonnement: Abonnement, *, operation_id: uuid.UUID | None, at: dt.datetime
) -> Livraison:
    """Write that something is to be announced; None for a trial."""
    return Livraison.objects.create(
        abonnement=abonnement, operation_id=operation_id, created_at=at, next_attempt_at=at
    )


def wake(abonnement: Abonnement) -> None:
    """Ask the worker to send what a subscriber is owed; nothing if it is asked already."""
    _ask(SEND_JOB, abonnement.pk)


def wake_one(livraison: Livraison) -> None:
    """Ask the worker to send one message now, whatever the state of the receiver."""
    _ask(RESEND_JOB, livraison.pk)


def _ask(kind: str, subject_id: uuid.UUID) -> None:
    try:
        enqueue(kind=kind, subject_id=subject_id, arguments={}, author=None)
    except UserFault:
        return  # it waits already


def send_due(
    abonnement_id: uuid.UUID,
    *,
    clock: Clock,
    send: Send = post,
    between: Callable[[int], None] = lambda done: None,
) -> int:
    """Send what is due to one subscriber, oldest first, until a failure; return how many left.

    between : called before each message ; it may raise to stop
    """
    done = 0
    while done < MOST_IN_A_RUN:
        between(done)
        abonnement = Abonnement.objects.filter(pk=abonnement_id).first()
        if abonnement is None or not abonnement.is_open or is_resting(abonnement, clock()):
            break
        due = Livraison.objects.filter(abonnement=abonnement, next_attempt_at__lte=clock())
        livraison = due.order_by("created_at", "id").first()
        if livraison is None or not attempt(livraison, clock=clock, send=send):
            break
        done += 1
    return done


def attempt(livraison: Livraison, *, clock: Clock, send: Send = post) -> bool:
    """Try once; tell whether the next message may be tried at once."""
    abonnement = livraison.abonnement
    if not is_intact(abonnement):
        suspend(abonnement, CHANGED_KEY, at=clock())
        return False
    body = body_of(livraison)
    if body is None:
        _close(livraison, EtatLivraison.ECARTEE, at=clock())
        return True
    at = clock()
    reply = _sent(livraison, body, at, send)
    with transaction.atomic():
        _record(livraison, reply, at)
    if not reply.is_success:
        _judge(abonnement, reply, at)
    return reply.is_success


def _sent(livraison: Livraison, body: bytes, at: dt.datetime, send: Send) -> Reply:
    try:
        target = read_target(
            livraison.abonnement.url, is_demonstration=bool(settings.IS_DEMONSTRATION)
        )
    except UserFault as error:
        return Reply(fault=error.faults[0].message)
    signed = signed_headers(
        signing_secrets(livraison.abonnement, at),
        message_id=livraison.message_id,
        timestamp=int(at.timestamp()),
        body=body,
    )
    headers = {"Content-Type": "application/json", "User-Agent": f"Essor/{__version__}", **signed}
    return send(target, body, headers)


def _record(livraison: Livraison, reply: Reply, at: dt.datetime) -> None:
    Tentative.objects.create(
        livraison=livraison,
        at=at,
        is_success=reply.is_success,
        http_status=reply.status,
        duration_ms=reply.duration_ms,
        excerpt=reply.excerpt,
        fault=reply.fault[:300],
    )
    attempts = livraison.attempts + 1
    Livraison.objects.filter(pk=livraison.pk).update(attempts=attempts)
    if reply.is_success:
        _close(livraison, EtatLivraison.REMISE, at=at)
    elif attempts >= MOST_ATTEMPTS:
        _close(livraison, EtatLivraison.ABANDONNEE, at=at)
    else:
        later = at + delay_after(attempts, reply.retry_after_s, random.random())
        Livraison.objects.filter(pk=livraison.pk).update(
            state=EtatLivraison.EN_ATTENTE, next_attempt_at=later, closed_at=None
        )


def delay_after(attempts: int, retry_after_s: int | None, chance: float) -> dt.timedelta:
    """Return how long to wait after so many failures.

    chance : from 0 to 1, so that receivers that fell together are not called together
    retry_after_s : what the receiver asked for, followed up to a day
    """
    delay = DELAYS[min(attempts, len(DELAYS)) - 1] * (1 + JITTER * (2 * chance - 1))
    asked = dt.timedelta(seconds=min(retry_after_s or 0, int(LONGEST_WAIT.total_seconds())))
    return max(delay, asked)


def failures_of(abonnement: Abonnement) -> list[dt.datetime]:
    """Return when the attempts failed since the last that succeeded, latest first."""
    found = Tentative.objects.filter(livraison__abonnement=abonnement)
    if abonnement.restarted_at is not None:
        found = found.filter(at__gte=abonnement.restarted_at)
    last = found.filter(is_success=True).order_by("-at", "-id").first()
    if last is not None:
        found = found.filter(Q(at__gt=last.at) | Q(at=last.at, id__gt=last.pk))
    return list(found.order_by("-at", "-id").values_list("at", flat=True))


def is_resting(abonnement: Abonnement, now: dt.datetime) -> bool:
    """Tell whether a receiver that failed is left alone for a while: up to an hour."""
    failures = failures_of(abonnement)
    if not failures:
        return False
    rest: dt.timedelta = min(REST * 2 ** min(len(failures) - 1, 10), LONGEST_REST)
    return now < failures[0] + rest


def _judge(abonnement: Abonnement, reply: Reply, at: dt.datetime) -> None:
    failures = failures_of(abonnement)
    if reply.status == GONE:
        suspend(abonnement, "Le serveur répond qu'il ne veut plus rien recevoir (410).", at=at)
    elif failures and at - failures[-1] >= FAILING:
        suspend(abonnement, f"Tous les envois échouent depuis {FAILING.days} jours.", at=at)


def suspend(abonnement: Abonnement, why: str, *, at: dt.datetime) -> None:
    """Stop a subscription until a person restarts it; what it was owed is given up."""
    with operation(
        kind="webhook.suspendre", author=None, territoire_code=abonnement.territoire.code
    ) as op:
        op.change(abonnement, suspended_at=at, suspended_why=why)
        Livraison.objects.filter(abonnement=abonnement, state=EtatLivraison.EN_ATTENTE).update(
            state=EtatLivraison.ABANDONNEE, next_attempt_at=None, closed_at=at
        )


def _close(livraison: Livraison, state: EtatLivraison, *, at: dt.datetime) -> None:
    Livraison.objects.filter(pk=livraison.pk).update(
        state=state, next_attempt_at=None, closed_at=at
    )
