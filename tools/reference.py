"""Write docs/reference/ from the code. Run by the environment's interpreter, unlike its sisters.

A stale page fails the tests: `python3 dev.py reference` writes them again.
"""

import importlib
import json
import os
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import django

from essor.commands.main import essor
from essor.references.loader import parameters
from essor.references.page import render_parameters_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
INTRODUCTION = """\
# La ligne de commande

Page produite par `python3 dev.py reference` : ne pas la modifier à la main.

Codes de sortie : 0 réussi, 1 panne, 2 erreur que la personne peut corriger (toutes dites à la fois
sur la sortie d'erreur), 130 interrompu.
"""
VALUES = {
    click.types.IntParamType: "N",
    click.types.StringParamType: "TEXTE",
    click.types.Path: "CHEMIN",
    click.types.File: "FICHIER",
}


def pages() -> dict[str, str]:
    """Return the generated pages, by file name."""
    return {
        "ligne-de-commande.md": command_line_page(),
        "api.openapi.json": api_description(),
        "parametres.md": render_parameters_page(parameters().values()),
    }


def api_description() -> str:
    """Return the OpenAPI description of version 1, laid out so that a change reads well."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essor.config.settings_test")
    django.setup()
    api = importlib.import_module("essor.api.v1").api
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


def command_line_page() -> str:
    """Describe every command, its arguments and its options."""
    context = click.Context(essor, info_name="essor")
    return "\n".join([INTRODUCTION, *describe(context)])


def describe(context: click.Context) -> Iterator[str]:
    """Yield the lines that describe a command, then those of its sub-commands."""
    command = context.command
    depth = len(context.command_path.split())
    yield f"{'#' * min(depth + 1, 6)} `{' '.join(usage(context))}`"
    yield ""
    if command.help:
        yield cleandoc(command.help.replace("\b\n", ""))
        yield ""
    options = [param for param in command.params if isinstance(param, click.Option)]
    if options:
        yield "| option | rôle |"
        yield "|---|---|"
        yield from (option_line(option, context) for option in options if not option.hidden)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            if sub is not None and not sub.hidden:
                yield from describe(click.Context(sub, info_name=name, parent=context))


def usage(context: click.Context) -> Iterator[str]:
    """Yield the words of a command line, its arguments in their French names."""
    yield context.command_path
    for param in context.command.params:
        if isinstance(param, click.Argument):
            yield param.make_metavar(context)
    if isinstance(context.command, click.Group):
        yield "COMMANDE"


def option_line(option: click.Option, context: click.Context) -> str:
    """Write one option as a line of the table."""
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" {value_name(option, context)}"
    text = option.help or ""
    if option.required:
        text = f"{text} Obligatoire."
    elif option.show_default and option.default not in (None, False):
        text = f"{text} Par défaut : {option.default}."
    cells = (f"`{names}{value}`".replace("|", "\\|"), text.strip().replace("|", "\\|"))
    return f"| {cells[0]} | {cells[1]} |"


def value_name(option: click.Option, context: click.Context) -> str:
    """Name what an option expects, in French."""
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Path) and not option.type.file_okay:
        return "DOSSIER"
    named = (name for kind, name in VALUES.items() if isinstance(option.type, kind))
    return next(named, option.make_metavar(context))


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
