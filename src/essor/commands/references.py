"""`essor references`: the dated, sourced parameters. Needs no database and no Django."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from essor.foundations.errors import Place, UserFault
from essor.foundations.french_dates import parse_date_fr
from essor.foundations.french_formats import format_date
from essor.references.describe import parameter_as_dict, value_as_dict
from essor.references.loader import load_parameters, parameter, parameters
from essor.references.page import render_parameters_page
from essor.references.parameter import DatedValue, Parameter, Status


def _read_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """Read a date typed by a person; the fault names the option."""
    if text is None:
        return None
    try:
        return parse_date_fr(text)
    except UserFault as error:
        raise error.at(Place(field="--au")) from error


def today() -> date:
    """The day of the machine: the only clock of this subject, read at the door."""
    return date.today()  # noqa: DTZ011 - a civil day, not an instant


as_json = click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
at_date: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--au",
    "day",
    metavar="DATE",
    callback=_read_day,
    help="Se placer à cette date (aujourd'hui sinon).",
)


@click.group()
def group() -> None:
    """Consulter et contrôler les paramètres datés et sourcés."""


@group.command("list")
@at_date
@as_json
def list_(day: date | None, is_json: bool) -> None:
    """Lister les paramètres et leur valeur à une date."""
    day = day or today()
    rows = [(one, _value_or_none(one, day)) for one in parameters().values()]
    if is_json:
        _print_json([_summary(one, value) for one, value in rows])
        return
    for one, value in rows:
        shown = value.label(one.unit) if value else "sans valeur à cette date"
        click.echo(f"{one.name}\u00a0: {shown}{_status_note(one)}")


@group.command()
@click.argument("name", metavar="NOM")
@at_date
@as_json
def show(name: str, day: date | None, is_json: bool) -> None:
    """Montrer un paramètre, toutes ses dates et ses références."""
    found = parameter(name)
    if is_json:
        data = parameter_as_dict(found)
        if day is not None:
            data["at"] = value_as_dict(found.at(day), found.unit)
        _print_json(data)
        return
    _print_parameter(found, [found.at(day)] if day else list(found.values))


@group.command()
@click.option(
    "--dossier",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Contrôler les fichiers d'un autre dossier que celui d'Essor.",
)
@at_date
@as_json
def check(folder: Path | None, day: date | None, is_json: bool) -> None:
    """Contrôler tous les fichiers ; sortir en 2 avec toutes les fautes."""
    try:
        found = load_parameters(folder) if folder else parameters()
    except UserFault as error:
        if not is_json:
            raise
        _print_json({"ok": False, "errors": error.as_dicts(), "warnings": []})
        sys.exit(2)
    stale = [one for one in found.values() if one.is_stale(day or today())]
    warnings = [
        f"{one.name}\u00a0: contrôlé le {format_date(one.checked_on)}, il y a plus de douze mois"
        for one in stale
    ]
    if is_json:
        _print_json({"ok": True, "parameters": len(found), "errors": [], "warnings": warnings})
        return
    for warning in warnings:
        click.echo(f"Attention, {warning}.", err=True)
    click.echo(f"{len(found)} paramètres contrôlés, aucune faute.")


@group.command()
@click.option(
    "--ecrire",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Écrire la page dans ce fichier (sur la sortie sinon).",
)
def page(file: Path | None) -> None:
    """Produire la page de référence des paramètres."""
    text = render_parameters_page(parameters().values())
    if file is None:
        click.echo(text, nl=False)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    click.echo(f"Page écrite dans {file}.", err=True)


def _value_or_none(one: Parameter, day: date) -> DatedValue | None:
    try:
        return one.at(day)
    except UserFault:
        return None


def _summary(one: Parameter, value: DatedValue | None) -> dict[str, object]:
    return {
        "name": one.name,
        "description": one.description,
        "unit": one.unit,
        "status": one.status.value,
        "checked_on": one.checked_on.isoformat(),
        "value": value_as_dict(value, one.unit) if value else None,
    }


def _status_note(one: Parameter) -> str:
    return "" if one.status is Status.VERIFIE else f" ({one.status.label})"


def _print_parameter(one: Parameter, values: list[DatedValue]) -> None:
    click.echo(f"{one.name}{_status_note(one)}")
    click.echo(f"{one.description}.")
    for value in values:
        end = f" et jusqu'au {format_date(value.ends_on)}" if value.ends_on else ""
        click.echo(f"\nÀ partir du {format_date(value.valid_from)}{end}\u00a0:")
        for line in value.items or (value.label(one.unit),):
            click.echo(f"  {line}")
        if value.note:
            click.echo(f"  {value.note}.")
        for reference in value.references:
            click.echo(f"  Source\u00a0: {reference.title}\n    {reference.href}")
    for reference in one.announced:
        click.echo(f"À lire dans\u00a0: {reference.title}\n    {reference.href}")
    click.echo("")
    for note in one.notes:
        click.echo(f"Note\u00a0: {note}")
    click.echo(f"Contrôlé le {format_date(one.checked_on)}.")


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
