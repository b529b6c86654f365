"""`essor relances`: who will receive what and when, sending, messages kept in the folder."""

import datetime as dt
import email
import email.policy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from essor.commands.databases import require_migrated
from essor.commands.plans import find_plan
from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import UserFault
from essor.foundations.french import parse_date_fr

if TYPE_CHECKING:
    from essor.records.relances.rules import DayPlan

SEPARATOR = b"-" * 79


@click.group(name="relances")
def group() -> None:
    """Rappels aux pilotes\u00a0: aperçu, envoi, messages."""


@group.command("apercu")
@click.option("--territoire", "code", required=True, help="Code du territoire, ti-8404.")
@click.option("--le", "asked", help="Jusqu'à ce jour\u00a0; aujourd'hui par défaut.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def apercu(code: str, asked: str | None, as_json: bool) -> None:
    """Dit qui recevra quoi, et quand, sans rien envoyer."""
    require_workspace()
    require_migrated()
    from django.utils import timezone

    from essor.records.relances.queries import recipients, state_on
    from essor.records.relances.rules import plan_days

    today = timezone.localdate()
    last = _day(asked) or today
    if last < today:
        raise UserFault.single(
            "L'aperçu regarde devant.", value=str(last), expected="aujourd'hui ou un jour à venir"
        )
    plans = plan_days(state_on(today, plans=[find_plan(code)]), first=today, last=last)
    people = recipients(plans)
    lines = [
        {
            "jour": str(day.day),
            "personne": people[mail.user_id].label,
            "adresse": people[mail.user_id].email,
            "type": line.watched.nature.value,
            "texte": line.watched.texte,
        }
        for day in plans
        for mail in day.mails
        for line in mail.lines
    ]
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    for one in lines:
        click.echo("\t".join([one["jour"], one["adresse"], one["type"], one["texte"]]))
    say(_said(plans, len(lines)))


@group.command("envoyer")
@click.option("--le", "asked", help="Jour à rattraper\u00a0; aujourd'hui par défaut.")
def envoyer(asked: str | None) -> None:
    """Envoie les rappels du jour, une seule fois, et retente ceux qui n'étaient pas partis.

    À lancer une ou deux fois par jour par cron\u00a0; inutile quand « essor travailler » tourne,
    qui le fait lui-même aux heures de bureau.
    """
    require_workspace()
    require_migrated()
    from django.utils import timezone

    from essor.records.jobs.worker import drain
    from essor.records.relances.defaults import number
    from essor.records.relances.sending import prepare_day, retry_late

    today = timezone.localdate()
    day = _day(asked) or today
    _refuse_stale(day, today, number("retard_envoi", today))
    plan, made = prepare_day(day=day)
    retried = retry_late(today=today)
    drain()
    if plan.quiet:
        say(f"Rien ne part\u00a0: {plan.quiet}.")
    say(f"Courriels préparés\u00a0: {len(made)}, retentés\u00a0: {retried}.")
    for state, count in _outcomes(made):
        say(f"  {state}\u00a0: {count}")


@group.command("courriels")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def courriels(as_json: bool) -> None:
    """Liste les messages gardés dans l'espace de travail, faute de serveur de courriel."""
    require_workspace()
    from django.conf import settings

    folder = Path(settings.EMAIL_FILE_PATH)
    found = list(kept_messages(folder))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo("\t".join([one["date"], one["a"], one["objet"], one["fichier"]]))
    say(f"{len(found)} message(s) dans {folder}.")


def kept_messages(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the messages of a folder that Django's file backend filled, oldest first."""
    for path in sorted(folder.glob("*.log")) if folder.is_dir() else ():
        for part in path.read_bytes().split(SEPARATOR):
            if not part.strip():
                continue
            message: Any = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
            yield {
                "date": str(message["Date"]),
                "a": str(message["To"]),
                "objet": str(message["Subject"]),
                "fichier": path.name,
            }


def _outcomes(made: list[Any]) -> list[tuple[str, int]]:
    from django.db.models import Count

    from essor.records.relances.models import Courriel, EtatCourriel

    rows = (
        Courriel.objects.filter(pk__in=[one.pk for one in made])
        .values("state")
        .annotate(count=Count("pk"))
        .order_by("state")
    )
    return [(EtatCourriel(row["state"]).label, row["count"]) for row in rows]


def _refuse_stale(day: dt.date, today: dt.date, most_days: int) -> None:
    if (today - day).days > most_days:
        raise UserFault.single(
            "Ce jour est trop ancien\u00a0: un rappel périmé n'est pas envoyé.",
            value=f"{day:%d/%m/%Y}",
            expected=f"un jour des {most_days} derniers",
        )


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return parse_date_fr(text)


def _said(plans: "tuple[DayPlan, ...]", lines: int) -> str:
    mails = sum(len(day.mails) for day in plans)
    quiet = f" Aujourd'hui ({plans[0].quiet}), rien ne part." if plans[0].quiet else ""
    return f"{mails} courriel(s), {lines} rappel(s).{quiet}"
