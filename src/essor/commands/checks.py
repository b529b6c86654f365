"""`essor check`: what is wrong with this installation."""

import click

from essor.commands.workspace import require_database, setup_django
from essor.foundations.errors import Fault, UserFault


@click.command("check")
@click.option("--deploy", is_flag=True, help="Vérifier aussi ce qu'exige la mise en production.")
def command(deploy: bool) -> None:
    """Vérifier cette installation ; « Aucun problème » et code 0 si tout va bien."""
    setup_django()
    require_database()
    if deploy:
        _refuse_demonstration()
    from django.core.checks import run_checks

    messages = [
        message
        for message in run_checks(include_deployment_checks=deploy, databases=["default"])
        if not message.is_silenced()
    ]
    if messages:
        raise UserFault([as_fault(str(m.msg), m.hint, str(m.id)) for m in messages])
    click.echo("Aucun problème")


def _refuse_demonstration() -> None:
    from django.conf import settings

    if settings.IS_DEMONSTRATION:
        raise UserFault.single(
            "Cet espace est une démonstration, réservée à cette machine"
            "\u00a0: elle ne se met pas en production.",
            expected="un autre dossier par --dir, préparé par «\u00a0essor migrer\u00a0»",
            code="demonstration",
        )


def as_fault(message: str, hint: str | None, code: str) -> Fault:
    """Show a Django check as a fault; Django words its own in English."""
    text = " ".join(message.split())
    return Fault(
        message=f"{text} [{code}]", expected=" ".join(hint.split()) if hint else None, code=code
    )
