"""`essor comptes`: the first administrator, and who has an account."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import UserFault

if TYPE_CHECKING:
    from essor.records.accounts.models import User
    from essor.records.territoires.models import Territoire


@click.group(name="comptes")
def group() -> None:
    """Comptes et rôles de cette installation."""


@group.command("creer-administrateur")
@click.option("--email", required=True, help="Adresse électronique de la personne.")
@click.option("--territoire", "code", help="Territoire à administrer, par exemple ti-8404.")
@click.option("--installation", is_flag=True, help="Administre aussi l'installation entière.")
@click.option("--prenom", default="", help="Prénom.")
@click.option("--nom", default="", help="Nom.")
@click.option("--lien", is_flag=True, help="Affiche un lien d'invitation au lieu du mot de passe.")
@click.option("--adresse", default="", help="Début des liens, par exemple https://essor.exemple.fr")
def creer_administrateur(
    email: str,
    code: str | None,
    installation: bool,
    prenom: str,
    nom: str,
    lien: bool,
    adresse: str,
) -> None:
    """Donne à une personne l'administration d'un territoire, de l'installation, ou des deux.

    Sans --lien, le mot de passe est demandé deux fois, sauf si le compte existe déjà.
    """
    require_workspace()
    from essor.records.accounts.queries import find_person

    territoire = _territoire(code) if code else None
    if territoire is None and not installation:
        raise UserFault.single(
            "Rien à administrer.", expected="--territoire CODE, --installation, ou les deux"
        )
    if lien:
        click.echo(_invitation_link(email, territoire, installation, adresse))
        return
    person = find_person(email) or _new_person(email, prenom, nom)
    _give(person, territoire, installation)


@group.command("lister")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def lister(as_json: bool) -> None:
    """Liste les comptes, leurs territoires et leurs rôles."""
    require_workspace()
    from essor.records.accounts.queries import list_people

    people = [_description(person) for person in list_people()]
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False, indent=2))
        return
    if not people:
        say("Aucun compte. Le premier\u00a0: essor comptes creer-administrateur --help")
    for person in people:
        roles = ", ".join(f"{place['territoire']} ({place['role']})" for place in person["roles"])
        marks = [text for name, text in MARKS.items() if person[name]]
        notes = [roles or "aucun territoire", *marks]
        click.echo(f"{person['email']}\t{person['nom']}\t{', '.join(notes)}")


@group.command("lien-mot-de-passe")
@click.option("--email", required=True, help="Adresse électronique du compte.")
@click.option("--adresse", default="", help="Début du lien, par exemple https://essor.exemple.fr")
def lien_mot_de_passe(email: str, adresse: str) -> None:
    """Affiche un lien pour choisir un nouveau mot de passe, sans courriel."""
    require_workspace()
    from essor.records.accounts.links import password_reset_parts

    _require_secret()
    click.echo(_absolute(adresse, "compte:mot_de_passe_nouveau", password_reset_parts(_one(email))))


@group.command("lever-double-authentification")
@click.option("--email", required=True, help="Adresse électronique du compte.")
def lever_double_authentification(email: str) -> None:
    """Retire le second facteur d'une personne qui a perdu téléphone et codes de secours."""
    require_workspace()
    from essor.records.accounts.actions import lift_totp

    lift_totp(by=None, person=_one(email))
    say(f"{email} se connecte de nouveau avec son seul mot de passe.")


@group.command("desactiver")
@click.option("--email", required=True, help="Adresse électronique du compte.")
def desactiver(email: str) -> None:
    """Ferme un compte ; ses signatures passées restent dans l'historique."""
    require_workspace()
    from essor.records.accounts.actions import deactivate_user

    deactivate_user(by=None, person=_one(email))
    say(f"Le compte {email} est fermé.")


@group.command("reactiver")
@click.option("--email", required=True, help="Adresse électronique du compte.")
def reactiver(email: str) -> None:
    """Rouvre un compte fermé."""
    require_workspace()
    from essor.records.accounts.actions import reactivate_user

    reactivate_user(by=None, person=_one(email))
    say(f"Le compte {email} est rouvert.")


@group.command("retirer-demonstration")
def retirer_demonstration() -> None:
    """Supprime les comptes de démonstration."""
    require_workspace()
    from essor.records.accounts.actions import remove_demonstration_accounts

    removed = remove_demonstration_accounts()
    for email in removed:
        click.echo(email)
    say(f"{len(removed)} compte(s) de démonstration supprimé(s).")


MARKS = {
    "administre_installation": "administre l'installation",
    "double_authentification": "double authentification",
    "demonstration": "démonstration",
    "ferme": "compte fermé",
}


def _territoire(code: str) -> "Territoire":
    from essor.records.territoires.queries import find_territoire

    territoire = find_territoire(code)
    if territoire is None:
        raise UserFault.single(
            "Ce territoire n'est pas connu.",
            value=code,
            expected="un code de « essor territoires list »",
        )
    return territoire


def _one(email: str) -> "User":
    from essor.records.accounts.queries import find_person

    person = find_person(email)
    if person is None:
        raise UserFault.single(
            "Aucun compte n'a cette adresse.", value=email, expected="voir « essor comptes lister »"
        )
    return person


def _new_person(email: str, prenom: str, nom: str) -> "User":
    from essor.records.accounts.actions import create_user

    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt(
            "Mot de passe (12 caractères au moins)",
            hide_input=True,
            confirmation_prompt="Une seconde fois",
        )
    return create_user(by=None, email=email, password=password, prenom=prenom, nom=nom)


def _give(person: "User", territoire: "Territoire | None", installation: bool) -> None:
    from essor.records.accounts.actions import grant_role, make_superuser
    from essor.records.accounts.permissions import Access
    from essor.records.accounts.roles import Role

    if territoire is not None:
        by = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
        grant_role(by=by, territoire=territoire, user=person, role=Role.ADMINISTRATEUR)
        say(f"{person.email} administre {territoire.nom}.")
    if installation:
        make_superuser(by=None, person=person)
        say(f"{person.email} administre l'installation.")


def _invitation_link(
    email: str, territoire: "Territoire | None", installation: bool, adresse: str
) -> str:
    from essor.records.accounts.actions import invite
    from essor.records.accounts.permissions import Access
    from essor.records.accounts.roles import Role

    _require_secret()
    if territoire is None or installation:
        raise UserFault.single(
            "Un lien n'invite que dans un territoire.",
            expected="--territoire CODE, sans --installation",
        )
    by = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    sent = invite(
        by=by,
        territoire=territoire,
        email=email,
        role=Role.ADMINISTRATEUR,
        make_url=lambda token: _absolute(adresse, "compte:invitation", (token,)),
    )
    return sent.url


def _require_secret() -> None:
    from django.conf import settings

    if settings.SECRET_KEY == settings.DEFAULT_SECRET:
        raise UserFault.single(
            "Sans la clé secrète du site, ce lien ne s'ouvrirait pas.",
            expected="la même ESSOR_SECRET_KEY que le serveur",
        )


def _absolute(adresse: str, name: str, arguments: tuple[str, ...]) -> str:
    from django.conf import settings
    from django.urls import reverse

    host = next((host for host in settings.ALLOWED_HOSTS if not host.startswith(".")), "localhost")
    start = adresse or ("http://127.0.0.1:8000" if settings.IS_DEMONSTRATION else f"https://{host}")
    return start.rstrip("/") + reverse(name, args=arguments)


def _description(person: "User") -> dict[str, Any]:
    from essor.records.accounts.queries import confirmed_totp

    return {
        "email": person.email,
        "nom": person.label,
        "administre_installation": person.is_superuser,
        "demonstration": person.is_demonstration,
        "ferme": not person.is_active,
        "double_authentification": confirmed_totp(person) is not None,
        "roles": [
            {"territoire": membre.territoire.code, "role": membre.role}
            for membre in person.membres.all()
        ],
    }
