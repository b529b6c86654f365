"""From the plan of a day to mails that leave once.

A mail and its reminders are inserted together, under two unique keys: (person, day) and (person,
kind, thing, occurrence). Whoever inserts them first sends; any other process finds them there.
"""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job
from essor.records.jobs.queue import enqueue
from essor.records.relances.defaults import number
from essor.records.relances.kinds import Nature
from essor.records.relances.mails import subject_of
from essor.records.relances.models import Courriel, EtatCourriel, Rappel
from essor.records.relances.queries import state_on
from essor.records.relances.rules import DayPlan, Mail, plan_day
from essor.records.territoires.models import Territoire

MAIL_JOB = "relances.courriel"


def prepare_day(
    *, day: dt.date, only_users: Collection[int] | None = None
) -> tuple[DayPlan, list[Courriel]]:
    """Insert the mails of a day and ask the worker to send them; return what is new.

    only_users : only these people's mails; the others wait for the run of the day.
    Raises UserFault for a day to come: what will be true then is not known.
    """
    if day > timezone.localdate():
        raise UserFault.single(
            "Un envoi ne se fait pas d'avance.",
            value=f"{day:%d/%m/%Y}",
            expected="aujourd'hui ou un jour passé ; « essor relances apercu » montre la suite",
        )
    plan = plan_day(state_on(day), day)
    names = dict(Territoire.objects.values_list("pk", "nom"))
    made = []
    for mail in plan.mails:
        if only_users is None or mail.user_id in only_users:
            courriel = _insert(mail, names)
            if courriel is not None:
                made.append(courriel)
                ask_to_send(courriel)
    return plan, made


def retry_late(*, today: dt.date) -> int:
    """Ask again for the mails that did not leave; drop those that would come too late.

    Returns how many were asked for again.
    """
    oldest = today - dt.timedelta(days=number("retard_envoi", today))
    waiting = Courriel.objects.filter(state=EtatCourriel.A_ENVOYER)
    waiting.filter(day__lt=oldest).update(
        state=EtatCourriel.ECARTE, fault="Trop tard\u00a0: un rappel périmé n'est plus envoyé."
    )
    known = {job.subject_id for job in Job.objects.filter(kind=MAIL_JOB, state__in=_OPEN)}
    return sum(
        ask_to_send(row) for row in waiting.order_by("day", "created_at") if row.pk not in known
    )


def ask_to_send(courriel: Courriel) -> bool:
    """Put a mail in the queue; tell whether it was not there already."""
    try:
        enqueue(kind=MAIL_JOB, subject_id=courriel.pk, arguments={}, author=None)
    except UserFault:
        return False
    return True


_OPEN = ("en_attente", "en_cours")


def _insert(mail: Mail, names: dict[int, str]) -> Courriel | None:
    """Insert a mail whole, None when another process was first."""
    now = timezone.now()
    kinds = [(line.watched.nature, names[line.watched.territoire_id]) for line in mail.lines]
    try:
        with transaction.atomic():
            courriel = Courriel.objects.create(
                id=uuid.uuid4(),
                user_id=mail.user_id,
                day=mail.day,
                subject=subject_of(kinds),
                created_at=now,
            )
            Rappel.objects.bulk_create(_rows(courriel, mail))
            return courriel
    except IntegrityError:
        return None


def _rows(courriel: Courriel, mail: Mail) -> list[Rappel]:
    return [
        Rappel(
            courriel=courriel,
            user_id=mail.user_id,
            territoire_id=line.watched.territoire_id,
            nature=Nature(line.watched.nature).value,
            object_id=line.watched.object_id,
            occurrence=line.occurrence,
            texte=line.watched.texte,
            path=line.watched.path,
        )
        for line in mail.lines
    ]
