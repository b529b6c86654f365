"""`essor terres replanifier`: compute the rest of a plan from what trucks did, for a daily cron."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from essor.commands.databases import require_migrated
from essor.commands.plans import find_plan
from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import UserFault
from essor.foundations.french import parse_date_fr

if TYPE_CHECKING:
    from essor.records.accounts.permissions import Access
    from essor.records.plans.models import Plan
    from essor.records.terres_plans.models import CalculTerres, PlanTerres

SHOWN = 15


@click.command("replanifier")
@click.option("--territoire", "code", required=True, help="Code du territoire, ti-8404.")
@click.option("--plan", "titre", help="Titre du plan de terres\u00a0; celui qui est suivi sinon.")
@click.option("--le", "asked", help="Jour d'où l'on regarde\u00a0; aujourd'hui par défaut.")
@click.option(
    "--stabilite", type=click.FloatRange(0, 1000),
    help="Prix d'une tonne annoncée qui change, en €\u00a0; le paramètre d'Essor sinon.",
)  # fmt: skip
@click.option("--retenir", is_flag=True, help="Suivre aussitôt le nouveau calcul.")
def command(
    code: str, titre: str | None, asked: str | None, stabilite: float | None, retenir: bool
) -> None:
    """Recalculer la suite du plan de terres depuis les bordereaux, en tenant les engagements.

    À lancer chaque jour par cron. Le résultat est une proposition gardée à côté du plan suivi :
    rien ne la rend effective, sauf --retenir ou la page « Recalculer la suite ». Sort en 2 si
    aucun plan n'est suivi, ou si plus rien n'est possible.
    """
    require_workspace()
    require_migrated()
    from django.utils import timezone

    from essor.records.accounts.permissions import Access
    from essor.records.bordereaux.replan import gap_of, replan
    from essor.records.bordereaux.seuils import number

    today = _day(asked) or timezone.localdate()
    plan = find_plan(code)
    by = Access.system(territoire_id=plan.territoire_id, territoire_code=code, label="Essor, cron")
    followed = _followed(plan, by, titre, today)
    price = number("penalite_stabilite", today) if stabilite is None else stabilite
    found = replan(by=by, plan_terres=followed, stability_eur_t=float(price), on=today)
    click.echo(f"{followed.titre}\u00a0: calcul {found.numero} proposé.")
    for sentence in _sentences(found)[:SHOWN]:
        click.echo(f"  {sentence}")
    gap = gap_of(found)
    for sentence in gap.sentences[:SHOWN] if gap else ():
        click.echo(f"  {sentence}")
    _end(by, followed, found, retenir=retenir)


def _end(by: "Access", followed: "PlanTerres", found: "CalculTerres", *, retenir: bool) -> None:
    from essor.records.terres_plans.actions import retain_calcul

    if not found.is_plan:
        raise UserFault.single(
            "Plus aucun plan n'est possible depuis ce qui est fait.",
            expected="ouvrir le calcul dans Essor\u00a0: il dit ce qui se contredit",
        )
    if retenir:
        retain_calcul(by=by, plan_terres=followed, numero=found.numero)
        say(f"Le calcul {found.numero} est maintenant suivi.")
    else:
        say("Proposition gardée\u00a0; rien ne change tant que personne ne la retient.")


def _sentences(found: "CalculTerres") -> list[str]:
    told = found.found.get("revision", {}).get("sentences", [])
    return [*found.options.get("notes", ()), *told]


def _followed(plan: "Plan", by: "Access", titre: str | None, today: dt.date) -> "PlanTerres":
    from essor.records.bordereaux.suivi import followed_on

    found = followed_on(plan, by, today, titre=titre)
    if found is None:
        raise UserFault.single(
            "Aucun plan de terres n'est suivi ici.",
            value=titre,
            expected="un plan de terres dont un calcul est retenu",
        )
    return found


def _day(text: str | None) -> dt.date | None:
    return parse_date_fr(text) if text else None
