"""`essor terres compatibilite`: which lot may go to which outlet, why, and what blocks costs."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json, write_json
from essor.engines.terres.compatibility.blocking import (
    RemedyStake,
    Stake,
    block_of,
    by_remedy,
    stakes,
)
from essor.engines.terres.compatibility.findings import Decision
from essor.engines.terres.compatibility.limits import name_of
from essor.engines.terres.compatibility.pairs import instance_matrix
from essor.engines.terres.compatibility.schema import schema
from essor.engines.terres.compatibility.unit_costs import unit_costs_eur_t
from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.engines.terres.default_costs import default_costs
from essor.engines.terres.inputs import Instance
from essor.engines.terres.reading import read_instance
from essor.foundations.errors import Place, UserFault
from essor.foundations.french_formats import NBSP, format_date_short, format_number
from essor.references.loader import parameters
from essor.references.terres.parametres_analytiques import parametres_analytiques

Matrix = Mapping[tuple[str, str], Decision]
DAYS_PER_WEEK = 7
WIDEST_COLUMN = 22
_SHORT = {
    Verdict.ADMIS: "admis",
    Verdict.ADMIS_SOUS_CONDITION: "sous condition",
    Verdict.REFUSE: "refusé",
    Verdict.DONNEE_MANQUANTE: "donnée manquante",
}


def today() -> date:
    """The day of the machine, read at the door."""
    return date.today()  # noqa: DTZ011 - a civil day, not an instant


def _print_schema(context: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    """Print the JSON Schema and stop there."""
    if is_asked:
        write_json(schema(), None)
        context.exit()


@click.command("compatibilite")
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le détail en JSON ici.")
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON, chaque règle comprise.")
@click.option(
    "--au", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ",
    help="Jour de la question (début de l'instance, sinon aujourd'hui).",
)  # fmt: skip
@click.option(
    "--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
    help="Écrire le schéma JSON des analyses, du profil et de la fiche, sans rien juger.",
)  # fmt: skip
def compatibility_command(path: Path, output: Path | None, is_json: bool, day: Any) -> None:
    """Dire quel lot peut aller à quel exutoire, pourquoi, et ce que coûte chaque blocage.

    Ne juge que les lots qui portent des analyses ou un profil.
    """
    instance = _read(path)
    on = day.date() if day is not None else instance.starts_on or today()
    try:
        matrix = instance_matrix(instance, on=on)
    except UserFault as error:
        raise error.at(Place(file=path.name)) from error
    tonnes = {lot.id: lot.total_t for lot in instance.lots}
    found = stakes(matrix, unit_costs_eur_t(instance), tonnes)
    if output is not None or is_json:
        write_json(answer(matrix, found, on), output)
    if not is_json:
        for line in report(instance, matrix, found, on):
            click.echo(line)


def _read(path: Path) -> Instance:
    data = read_json(path)
    days = data.get("period_days") if isinstance(data, dict) else None
    known = days if type(days) is int and days > 0 else DAYS_PER_WEEK
    try:
        return read_instance(
            data, defaults=default_costs(parameters(), on=today(), period_days=known)
        )
    except UserFault as error:
        raise error.at(Place(file=path.name)) from error


def answer(matrix: Matrix, found: Sequence[Stake], on: date) -> dict[str, Any]:
    """The whole answer for JSON: decisions with their trace, blocks, what they cost."""
    blocks = [block_of(one) for one in matrix.values()]
    return {
        "on": on.isoformat(),
        "decisions": [one.as_dict() for one in matrix.values()],
        "blocks": [one.as_dict() for one in blocks if one is not None],
        "stakes": [
            {
                "lot": one.block.lot,
                "outlet": one.block.outlet,
                "best_outlet": one.best_outlet,
                "eur_per_t": one.eur_per_t,
                "eur": one.eur,
            }
            for one in found
        ],
        "by_parameter": [_remedy_json(one) for one in by_remedy(found)],
    }


def _remedy_json(one: RemedyStake) -> dict[str, Any]:
    return {
        "remedy": list(one.remedy),
        "lots": list(one.lots),
        "stranded": list(one.stranded),
        "eur_per_t": one.eur_per_t,
        "eur": one.eur,
    }


def report(instance: Instance, matrix: Matrix, found: Sequence[Stake], on: date) -> list[str]:
    """The answer in French: the table, the reasons, the cost of what blocks."""
    if not matrix:
        return ["Aucun lot ne porte d'analyses ni de profil\u00a0: rien à juger."]
    lots = list(dict.fromkeys(lot for lot, _outlet in matrix))
    outlets = [one.id for one in instance.outlets]
    lines = [f"Compatibilité au {format_date_short(on)}", "", *_table(matrix, lots, outlets), ""]
    for lot in lots:
        lines += [f"Lot {lot}", *_reasons(matrix, lot, outlets), ""]
    silent = [one.id for one in instance.lots if one.id not in lots]
    if silent:
        names = ", ".join(silent)
        lines += [
            f"Non jugés, faute d'analyses et de profil{NBSP}: {names}. Leur classe décide.",
            "",
        ]
    lines += _costs(found)
    if any(one.is_to_review for one in matrix.values()):
        lines += ["* Repose sur une règle ou un tableau à relire, ou saisi sans source."]
    return lines


def _table(matrix: Matrix, lots: Sequence[str], outlets: Sequence[str]) -> list[str]:
    head = ["", *(_cut(one) for one in outlets)]
    rows = [head] + [
        [_cut(lot), *(_cell(matrix[lot, outlet]) for outlet in outlets)] for lot in lots
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST_COLUMN else text[: WIDEST_COLUMN - 1] + "…"


def _cell(decision: Decision) -> str:
    return _SHORT[decision.verdict] + ("*" if decision.is_to_review else "")


def _reasons(matrix: Matrix, lot: str, outlets: Sequence[str]) -> list[str]:
    lines = []
    for outlet in outlets:
        decision = matrix[lot, outlet]
        lines.append(f"  {outlet}{NBSP}: {decision.sentence}")
        lines += [f"      → {need}" for need in decision.needs[:3]]
    return lines


def _costs(found: Sequence[Stake]) -> list[str]:
    """What blocking parameters cost, then the lots that nobody takes."""
    lines = []
    rows = [one for one in by_remedy(found) if one.eur_per_t > 0]
    if rows:
        lines.append("Ce que coûtent les blocages (une tonne, puis tout le lot)")
        lines += [_cost_line(one) for one in rows]
        lines.append("")
    lines += _measures(found)
    stranded = sorted({one.block.lot for one in found if one.best_outlet is None})
    if stranded:
        lines += [f"Sans exutoire admis{NBSP}: {', '.join(stranded)}.", ""]
    return lines


def _measures(found: Sequence[Stake]) -> list[str]:
    """What a missing measure could save: pairs on which nothing can be concluded."""
    open_pairs = [
        one
        for one in found
        if one.block.verdict is Verdict.DONNEE_MANQUANTE and (one.eur_per_t or 0) > 0
    ]
    if not open_pairs:
        return []
    lines = ["Ce que pourrait rapporter une donnée manquante (si elle admettait le lot)"]
    for one in open_pairs:
        amount = "" if one.eur is None else f", {_eur(one.eur, 0)}{NBSP}€ en tout"
        saved = f"{_eur(one.eur_per_t or 0.0, 2)}{NBSP}€/t{amount}"
        lines.append(f"  {one.block.lot} vers {one.block.outlet}{NBSP}: {saved}")
    return [*lines, ""]


def _cost_line(one: RemedyStake) -> str:
    names = " et ".join(shown_name(code) for code in one.remedy)
    amount = "" if one.eur is None else f", {_eur(one.eur, 0)}{NBSP}€ en tout"
    lots = f"{len(one.lots)} lot{'s' if len(one.lots) > 1 else ''}"
    return f"  {names}{NBSP}: jusqu'à {_eur(one.eur_per_t, 2)}{NBSP}€/t{amount} ({lots})"


def _eur(value: float, decimals: int) -> str:
    return format_number(value, decimals=decimals)


def shown_name(code: str) -> str:
    """French name of a parameter, or the rule itself."""
    return name_of(code) if code in parametres_analytiques() else f"règle {code}"
