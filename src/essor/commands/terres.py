"""`essor terres`: plan excavated soils, judge a lot, keep the register. Needs no database."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json, write_json
from essor.commands.terres_analyses import analyses_command
from essor.commands.terres_compatibilite import compatibility_command
from essor.commands.terres_distances import distances_command
from essor.commands.terres_mesurer import measure_command
from essor.commands.terres_regions import regions_command
from essor.commands.terres_registre import register_group
from essor.commands.terres_replanifier import command as replan_command
from essor.commands.terres_resume import summary
from essor.commands.terres_variantes import answered, explain_command, variant_command
from essor.engines.terres.compatibility.permits import within_permits
from essor.engines.terres.default_costs import DAYS_PER_WEEK, default_costs
from essor.engines.terres.distances import read_matrix
from essor.engines.terres.inputs import Costs, Instance
from essor.engines.terres.planning.answer import HEADLINE, answer_json
from essor.engines.terres.planning.baselines import Baseline, baseline_plan
from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.planning.measured import with_matrix
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.reading import read_instance
from essor.engines.terres.variants.options import VariantKind, VariantOptions
from essor.engines.terres.variants.run import VariantResult
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import Place, UserFault
from essor.references.loader import parameters

BOTH_ENDS = 2


@click.group()
def group() -> None:
    """Planifier les terres excavées, tenir leur registre."""


def today() -> date:
    """The day of the machine: the only clock of this subject, read at the door."""
    return date.today()  # noqa: DTZ011 - a civil day, not an instant


@group.command("resoudre")
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le plan ici.")
@click.option(
    "--objectif",
    "objective",
    type=click.Choice([one.value for one in Objective]),
    default=Objective.COUT.value,
    show_default=True,
    help="Ce que le plan minimise d'abord.",
)
@click.option("--pareto", "points", type=click.IntRange(2), help="Front coût-CO₂ de N plans.")
@click.option("--graine", "seed", type=int, default=0, show_default=True, help="Graine.")
@click.option("--distances", "matrix", type=INPUT_FILE, help="Matrice CSV origin;destination;km.")
def solve_instance(
    path: Path,
    output: Path | None,
    objective: str,
    points: int | None,
    seed: int,
    matrix: Path | None,
) -> None:
    """Trouver le meilleur plan et prouver qu'aucun n'est meilleur.

    Sort en 2 si le fichier est fautif (toutes les fautes sont dites) ou si aucun plan n'existe.
    """
    instance = _read(path, matrix)
    options = VariantOptions(objective=Objective(objective))
    found = answered(instance, options, seed)
    program = build_program(instance)
    if stranded := _stranded(program):
        click.echo(
            f"Sans destination admise\u00a0: {stranded}. La classe, les paires ou les règles les"
            " refusent partout\u00a0; pour les règles, «\u00a0essor terres compatibilite\u00a0»"
            " dit pourquoi.",
            err=True,
        )
    habits = [baseline_plan(program, habit) for habit in Baseline]
    data = answer_json(found.plan, habits) | _variant(found)
    if points is not None:
        data["pareto"] = _front(instance, points, seed)
    if output is not None:
        click.echo("\n".join(summary(found.plan, habits)))
    write_json(data, output)


def _read(path: Path, matrix: Path | None) -> Instance:
    data = read_json(path)
    try:
        instance = read_instance(data, defaults=_defaults(data))
    except UserFault as error:
        raise error.at(Place(file=path.name)) from error
    if instance.starts_on is None and any(lot.analyses or lot.profile for lot in instance.lots):
        instance = replace(instance, starts_on=today())
        click.echo(
            "Le fichier ne dit pas starts_on\u00a0: les règles sont lues à ce jour.", err=True
        )
    instance = within_permits(instance)
    if idle := _idle_platforms(instance):
        click.echo(
            f"Sans paire lot-plateforme et plateforme-exutoire, ne servent pas\u00a0: {idle}."
            " Avec pairs, rien n'est recalculé.",
            err=True,
        )
    if matrix is None:
        return instance
    text = matrix.read_text(encoding="utf-8-sig")
    return with_matrix(instance, read_matrix(text, file=matrix.name))


def _stranded(program: Program) -> str:
    """Lots with soil that may go nowhere: otherwise only their tonnes would tell."""
    movable = {*program.pairs.ship_lot.tolist(), *program.pairs.into_lot.tolist()}
    lots = enumerate(program.instance.lots)
    return ", ".join(lot.id for row, lot in lots if lot.total_t > 0 and row not in movable)


def _idle_platforms(instance: Instance) -> str:
    """Platforms that explicit pairs leave out, silently otherwise."""
    if instance.pairs is None:
        return ""
    entered = {pair.platform for pair in instance.pairs if pair.lot}
    left = {pair.platform for pair in instance.pairs if pair.outlet}
    return ", ".join(one.id for one in instance.platforms if one.id not in entered & left)


def _defaults(data: Any) -> Costs:
    days = data.get("period_days") if isinstance(data, dict) else None
    known = days if type(days) is int and days > 0 else DAYS_PER_WEEK
    return default_costs(parameters(), on=today(), period_days=known)


def _variant(found: VariantResult) -> dict[str, Any]:
    """What a variant adds to the plain plan: its gap, its sentences, its figures."""
    return {"gap": found.gap, "sentences": list(found.sentences), "report": found.report}


def _front(instance: Instance, points: int, seed: int) -> list[dict[str, Any]]:
    """Plans from the cheapest to the one that emits least, both ends counted."""
    options = VariantOptions(kind=VariantKind.PARETO, pareto_points=points - BOTH_ENDS)
    found = answered(instance, options, seed)
    rows: list[dict[str, Any]] = []
    prices: Any = found.report["points"]
    for plan, point in zip(found.plans, prices, strict=True):
        answer = answer_json(plan)
        row = {name: answer[name] for name in (*HEADLINE, "totals", "flows", "virgin")}
        rows.append(row | {"eur_per_tco2e": point["eur_per_tco2e"]})
    return rows


group.add_command(analyses_command)
group.add_command(compatibility_command)
group.add_command(distances_command)
group.add_command(explain_command)
group.add_command(measure_command)
group.add_command(regions_command)
group.add_command(replan_command)
group.add_command(register_group)
group.add_command(variant_command)
