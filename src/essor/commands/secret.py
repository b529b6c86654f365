"""`essor secret`: draw a secret key."""

import secrets

import click

KEY_BYTES = 64


@click.command("secret")
def command() -> None:
    """Tirer une clé secrète à donner à ESSOR_SECRET_KEY."""
    click.echo(secrets.token_urlsafe(KEY_BYTES))
