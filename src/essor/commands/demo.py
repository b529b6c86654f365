"""`essor demo`: a demonstration territory on this machine, in one command."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from essor import __version__
from essor.commands.databases import load_territoires, migrate
from essor.commands.progress import Outcome, Steps
from essor.commands.server import address, free_port, load_application, serve
from essor.commands.stamps import digest_of, is_stamped, stamp
from essor.commands.static_files import collect
from essor.commands.worker_process import worker_beside
from essor.commands.workspace import current_workspace, setup_django, use_workspace
from essor.foundations.errors import UserFault
from essor.foundations.workspace import Workspace
from essor.references import territoires
from essor.references.demonstration.loader import clermont_arverne

if TYPE_CHECKING:
    from essor.records.accounts.models import User
    from essor.records.territoires.models import Territoire

HOST = "127.0.0.1"
THREADS = 4
TERRITOIRES, COMPTES = "territoires", "comptes de démonstration"


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Préparer sans servir.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port d'écoute\u00a0; sans lui, le premier libre à partir de 8000.",
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier de la démonstration (sinon ESSOR_DIR, sinon ./var/demo).",
)
def command(no_serve: bool, port: int | None, folder: Path | None) -> None:
    """Préparer le territoire de démonstration, puis le servir sur cette machine."""
    use_workspace(folder)
    workspace = current_workspace()
    refuse_real_workspace(workspace)
    chosen_port = None if no_serve else free_port(HOST, port)
    ignore_real_database()
    if chosen_port is not None:  # links of messages and calendars lead to where it is served
        os.environ.setdefault("ESSOR_ADRESSE", f"http://{address(HOST, chosen_port)}")
    prepare(workspace)
    say_accounts()
    if chosen_port is None:
        click.echo("Pour l'ouvrir\u00a0: la même commande sans --no-serve.")
        return
    application = load_application()
    click.echo(f"\nEssor répond sur http://{address(HOST, chosen_port)}  (Ctrl-C pour l'arrêter)")
    with worker_beside(workspace):
        serve(application, host=HOST, port=chosen_port, workers=1, threads=THREADS)


def prepare(workspace: Workspace) -> None:
    """Bring the demonstration up to date, keeping what the reader changed in it."""
    steps = Steps(16)
    with steps.step(f"Espace de travail {workspace.root}") as outcome:
        outcome.say("retrouvé" if workspace.is_demonstration else "créé")
        workspace.make(demonstration=True)
    setup_django()
    with steps.step("Base de données SQLite") as outcome:
        outcome.say(migrate())
    with steps.step("Territoires d'industrie (183) et leurs communes") as outcome:
        outcome.say(_territoires())
    _load_content(steps)
    with steps.step("Observatoire, données publiées du territoire") as outcome:
        outcome.say(_observatoire())
    with steps.step("Fichiers statiques") as outcome:
        outcome.say(collect())


def _territoires() -> str:
    """Load the shipped facts, unless these very ones are known to be there."""
    from essor.records.territoires.queries import has_perimetre

    wanted = digest_of([Path(territoires.__file__).parent], __version__)
    if has_perimetre() and is_stamped(TERRITOIRES, wanted):
        return "à jour"
    done = load_territoires()
    stamp(TERRITOIRES, wanted)
    return done


def _observatoire() -> str:
    from django.conf import settings
    from django.utils import timezone

    from essor.commands.demo_observatoire import load_observatoire

    return load_observatoire(folder=Path(settings.ESSOR_OBSERVATORY_DIR), at=timezone.now())


def _accounts(territoire: "Territoire", outcome: Outcome) -> "list[User]":
    """Make or mend the accounts; hashing passwords is slow, so unchanged ones are believed."""
    from essor.records.accounts.actions import create_demonstration_accounts
    from essor.records.accounts.models import Membre
    from essor.records.accounts.queries import demonstration_accounts

    def state() -> str:
        accounts = demonstration_accounts().values_list("email", "password", "is_active")
        roles = Membre.objects.filter(user__is_demonstration=True).order_by("user_id")
        rows = [*accounts, *roles.values_list("user_id", "territoire_id", "role")]
        return digest_of([], __version__, repr(rows))

    if is_stamped(COMPTES, state()):
        outcome.say("à jour")
        return list(demonstration_accounts())
    accounts = create_demonstration_accounts(territoire=territoire)
    stamp(COMPTES, state())
    return accounts


def _load_content(steps: Steps) -> None:
    from django.utils import timezone

    from essor.commands.demo_comites import load_comites
    from essor.commands.demo_content import demonstration_territoire, load_demonstration
    from essor.commands.demo_conventions import load_convention
    from essor.commands.demo_entreprises import load_entreprises
    from essor.commands.demo_indicateurs import load_indicateurs
    from essor.commands.demo_projets import load_projets
    from essor.commands.demo_relances import load_campagne
    from essor.commands.demo_studies import load_studies
    from essor.commands.demo_terres import load_terres
    from essor.commands.demo_terres_plan import load_plan_terres
    from essor.references.demonstration.comites import comites
    from essor.references.demonstration.conventions import convention_facts
    from essor.references.demonstration.entreprises import entreprises
    from essor.references.demonstration.etudes import etudes
    from essor.references.demonstration.indicateurs import indicateurs
    from essor.references.demonstration.projets import projets
    from essor.references.demonstration.terres import terres

    facts = clermont_arverne()
    territoire = demonstration_territoire(facts)
    with steps.step("Comptes de démonstration") as outcome:
        accounts = _accounts(territoire, outcome)
    with steps.step("Clermont Arverne Industrie, faits publiés seulement") as outcome:
        is_new = load_demonstration(facts=facts, territoire=territoire, accounts=accounts)
        outcome.say("chargé" if is_new else "déjà là, vos modifications sont gardées")
    with steps.step("Quatre grands projets, faits publiés seulement") as outcome:
        is_new = load_projets(facts=projets(), territoire=territoire)
        outcome.say("chargés" if is_new else "déjà là")
    with steps.step("Deux études de friches, faits publiés seulement") as outcome:
        is_new = load_studies(facts=etudes(), territoire=territoire, on=timezone.localdate())
        outcome.say("calculées" if is_new else "déjà là")
    with steps.step("Deux entreprises, faits publiés seulement") as outcome:
        is_new = load_entreprises(facts=entreprises(), territoire=territoire, accounts=accounts)
        outcome.say("chargées" if is_new else "déjà là")
    with steps.step("Indicateurs, chiffres annoncés et déclarés seulement") as outcome:
        is_new = load_indicateurs(facts=indicateurs(), territoire=territoire)
        outcome.say("chargés" if is_new else "déjà là")
    with steps.step("Deux comités, de démonstration seulement") as outcome:
        today = timezone.localdate()
        is_new = load_comites(
            facts=comites(), territoire=territoire, accounts=accounts, today=today
        )
        outcome.say("préparés" if is_new else "déjà là")
    with steps.step("Vie de la convention, faits publiés seulement") as outcome:
        is_new = load_convention(facts=convention_facts(), territoire=territoire, accounts=accounts)
        outcome.say("chargée" if is_new else "déjà là")
    with steps.step("Une demande de nouvelles, préparée et non envoyée") as outcome:
        is_new = load_campagne(territoire=territoire, today=timezone.localdate())
        outcome.say("préparée" if is_new else "déjà là")
    with steps.step("Terres excavées, lieux réels et chiffres inventés") as outcome:
        is_new = load_terres(facts=terres(), territoire=territoire, today=timezone.localdate())
        outcome.say("chargées" if is_new else "déjà là")
    with steps.step("Un plan de terres sur vingt semaines, et ses premiers camions") as outcome:
        is_new = load_plan_terres(facts=terres(), territoire=territoire, today=timezone.localdate())
        outcome.say("calculé" if is_new else "déjà là")


def refuse_real_workspace(workspace: Workspace) -> None:
    """Raise UserFault when the folder holds an installation that is not a demonstration."""
    holds_data = workspace.database.exists() or _has_files(workspace.files)
    if holds_data and not workspace.is_demonstration:
        raise UserFault.single(
            f"Le dossier {workspace.root} contient une vraie installation d'Essor.",
            expected="un autre dossier, par --dir, pour la démonstration",
            code="demonstration",
        )


def ignore_real_database() -> None:
    """Forget ``DATABASE_URL``: a demonstration writes to its own SQLite file and nowhere else."""
    if os.environ.pop("DATABASE_URL", ""):
        click.echo("DATABASE_URL est ignoré\u00a0: la démonstration n'écrit que dans son dossier.")


def say_accounts() -> None:
    """Print who may sign in, and with which password."""
    from essor.records.accounts.actions.demonstration import DEMONSTRATION_PASSWORD
    from essor.records.accounts.queries import demonstration_accounts

    click.echo(
        "\nComptes de démonstration, mot de passe «\u00a0"
        + DEMONSTRATION_PASSWORD
        + "\u00a0»\u00a0:"
    )
    for account in demonstration_accounts():
        click.echo(f"  {account.email:<32} {account.prenom}")


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
