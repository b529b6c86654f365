"""Jobs of this room: one mail, sent by the worker, tried again a limited number of times.

A worker that dies between the mail server's yes and its own note leaves a mail of unknown outcome:
it is said so and not sent again. A reminder too few is better than the same one twice.
"""

import datetime as dt
import logging
import smtplib
import uuid

from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.mails import has_mail_server
from essor.records.jobs.models import Job
from essor.records.jobs.registry import Watch, register, register_chore
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.relances.addresses import sheet_url
from essor.records.relances.campagnes import mint_link
from essor.records.relances.defaults import number
from essor.records.relances.kinds import Nature
from essor.records.relances.mails import Section, compose
from essor.records.relances.models import Campagne, Courriel, EtatCourriel, Rappel
from essor.records.relances.queries import state_on
from essor.records.relances.sending import MAIL_JOB, prepare_day, retry_late

logger = logging.getLogger("essor.relances")
FIRST_HOUR, LAST_HOUR = 8, 19  # local time: nobody is reminded at night
NOWHERE = ".invalid"  # RFC 2606: accounts of the demonstration
BETWEEN = dt.timedelta(minutes=30)
_last_run: list[dt.datetime] = []


def register_jobs() -> None:
    """Name the jobs of this room."""
    register(MAIL_JOB, send_mail)
    register_chore(run_when_due)


def run_when_due() -> None:
    """Prepare the mails of today, twice an hour in office hours; called by the worker."""
    now = timezone.localtime()
    if not FIRST_HOUR <= now.hour <= LAST_HOUR or (_last_run and now - _last_run[-1] < BETWEEN):
        return
    _last_run[:] = [now]
    prepare_day(day=now.date())
    retry_late(today=now.date())


def send_mail(job: Job, watch: Watch) -> None:
    """Send one mail once. Raises UserFault, kept in the queue's log, when it did not leave."""
    mine = Courriel.objects.filter(pk=job.subject_id)
    if not mine.filter(state=EtatCourriel.A_ENVOYER).update(state=EtatCourriel.EN_COURS):
        mine.filter(state=EtatCourriel.EN_COURS).update(
            state=EtatCourriel.INCERTAIN,
            fault="L'envoi s'est interrompu\u00a0: le message est peut-être parti.",
        )
        return
    courriel = mine.select_related("user").get()
    if courriel.user.email.endswith(NOWHERE) and has_mail_server():
        mine.update(state=EtatCourriel.ECARTE, fault="Cette adresse n'existe pas, par convention.")
        return
    rappels = _still_due(courriel)
    if not rappels:
        mine.update(state=EtatCourriel.ECARTE, fault="Plus rien à rappeler au moment de l'envoi.")
        return
    message = compose(courriel=courriel, person=courriel.user, sections=_sections(rappels))
    attempts = courriel.attempts + 1
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning(
            "a reminder could not be handed to the mail server: %s", type(error).__name__
        )
        is_last = attempts >= number("essais_courriel", timezone.localdate()) or isinstance(
            error, smtplib.SMTPRecipientsRefused
        )
        mine.update(
            state=EtatCourriel.ECHOUE if is_last else EtatCourriel.A_ENVOYER,
            attempts=attempts,
            fault=f"Le serveur de courriel n'a pas pris le message ({type(error).__name__}).",
        )
        raise UserFault.single("Le serveur de courriel n'a pas pris le message.") from error
    mine.update(state=EtatCourriel.ENVOYE, attempts=attempts, fault="", sent_at=timezone.now())


def _still_due(courriel: Courriel) -> list[Rappel]:
    """Return the reminders that are still true: not answered, refused or withdrawn meanwhile."""
    places = courriel.rappels.values("territoire_id")
    plans = Plan.objects.filter(territoire__in=places).select_related("territoire")
    state = state_on(courriel.day, plans=plans.order_by("id"))
    live = {(*one.key, one.anchor.isoformat()) for one in state.watched}
    rows = courriel.rappels.select_related("territoire", "user").order_by("id")
    return [
        row
        for row in rows
        if row.user.is_active
        and state.rules[row.territoire_id, Nature(row.nature)].is_on
        and (row.user_id, Nature(row.nature)) not in state.unsubscribed
        and (row.user_id, Nature(row.nature), row.object_id, row.occurrence.partition(":")[0])
        in live
    ]


def _sections(rappels: list[Rappel]) -> list[Section]:
    """Group by territory, each with a fresh link to the sheet of its person."""
    groups: dict[int, list[Rappel]] = {}
    for row in rappels:
        groups.setdefault(row.territoire_id, []).append(row)
    return [_section(rows) for rows in groups.values()]


def _section(rows: list[Rappel]) -> Section:
    campagne = _campagne(rows)
    territoire = rows[0].territoire
    plan = Plan.objects.get(territoire=territoire)
    with operation(kind="relance.lien.envoyer", author=None, territoire_code=territoire.code) as op:
        token = mint_link(op, plan=plan, user=rows[0].user, campagne=campagne)
    return Section(
        territoire=territoire.nom,
        message=campagne.message if campagne is not None else "",
        rappels=tuple(rows),
        sheet_url=sheet_url(token),
    )


def _campagne(rows: list[Rappel]) -> Campagne | None:
    """Return the request that the mail is only about; any other reminder opens the whole sheet."""
    requests = (Nature.DEMANDE, Nature.FICHE_SANS_REPONSE)
    wanted: set[uuid.UUID] = {row.object_id for row in rows}
    if len(wanted) != 1 or any(row.nature not in requests for row in rows):
        return None
    return Campagne.objects.filter(pk__in=wanted).first()
