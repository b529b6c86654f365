"""The reference page of the parameters, generated so that it never lies."""

import re
from collections.abc import Iterable

from essor.foundations.french_formats import format_date
from essor.foundations.units import unit_label
from essor.references.parameter import DatedValue, Parameter, Reference, Status

COMMAND = "essor references page --ecrire docs/reference/parametres.md"

_HEADER = f"""# Paramètres

<!-- Page produite par « {COMMAND} » : ne pas la modifier à la main. -->

Chaque nombre, liste ou période qu'Essor emprunte à un texte ou à une étude est un fichier daté et
sourcé de `src/essor/references/parameters/`. Avant sa première date ou après son dernier jour, un
paramètre n'a pas de valeur : rien n'est deviné. « À relire » : personne n'a encore comparé le
fichier avec sa source.
"""


_SPECIAL = re.compile(r"([|\[\]*_`\\])")


def render_parameters_page(parameters: Iterable[Parameter]) -> str:
    """The whole page in Markdown, the same for the same parameters, ended by a newline."""
    sections = [_HEADER, *(_section(parameter) for parameter in parameters)]
    return "\n".join(sections)


def _section(parameter: Parameter) -> str:
    unit = unit_label(parameter.unit) or parameter.unit
    lines = [
        f"## `{parameter.name}`",
        "",
        f"{parameter.description}.",
        "",
        f"- Unité : {unit}",
        f"- Statut : {parameter.status.label}, contrôlé le {format_date(parameter.checked_on)}",
        *(f"- {_escaped(note)}" for note in parameter.notes),
        "",
    ]
    if parameter.status is Status.A_CHARGER:
        lines += ["Pas encore de valeur. À lire dans :", ""]
        lines += [f"- {_link(reference)}" for reference in parameter.announced]
        return "\n".join([*lines, ""])
    lines += ["| à partir du | jusqu'au | valeur | référence |", "|---|---|---|---|"]
    lines += [_row(value, parameter.unit) for value in parameter.values]
    return "\n".join([*lines, ""])


def _row(value: DatedValue, unit: str) -> str:
    shown = _items(value) if value.items else _escaped(value.label(unit))
    if value.note:
        shown += f"<br>{_escaped(value.note)}"
    cells = [
        format_date(value.valid_from),
        format_date(value.ends_on) if value.ends_on else "",
        shown,
        "<br>".join(_cited(reference) for reference in value.references),
    ]
    return f"| {' | '.join(cells)} |"


def _items(value: DatedValue) -> str:
    return "<br>".join(f"{rank}. {_escaped(item)}" for rank, item in enumerate(value.items, 1))


def _cited(reference: Reference) -> str:
    quote = f" : « {_escaped(reference.quote)} »" if reference.quote else ""
    return _link(reference) + quote


def _link(reference: Reference) -> str:
    return f"[{_escaped(reference.title)}]({reference.href})"


def _escaped(text: str) -> str:
    """Keep a cell in its cell and a link text in its brackets."""
    return _SPECIAL.sub(r"\\\1", text).replace("<", "&lt;")
