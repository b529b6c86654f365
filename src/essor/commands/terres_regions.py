"""`essor terres regions`: plan beyond a territory, by regions, on one machine or several."""

import csv
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import numpy as np

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, write_json
from essor.commands.terres_executors import Kind, executor_of
from essor.commands.terres_instance import read_question
from essor.commands.workspace import say
from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.answer import answer_json
from essor.engines.terres.regions.coordination import MOST_ROUNDS, Round
from essor.engines.terres.regions.executors import Executor
from essor.engines.terres.regions.partition import declared_regions, halves_of_map
from essor.engines.terres.regions.planning import (
    ByRegions,
    plan_by_pieces,
    plan_by_regions,
    solve_many,
)
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.scenarios import draw_scenarios, under
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.french import format_number

HEADER = ("site", "region")


@click.command("regions")
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
@click.option("--regions", "declared", type=INPUT_FILE, help="CSV « site;region ».")
@click.option("--carte", "count", type=click.IntRange(2), help="Couper la carte en N régions.")
@click.option(
    "--objectif",
    "objective",
    type=click.Choice([one.value for one in Objective]),
    default="cout",
    show_default=True,
    help="Ce qui est le moins possible : les euros ou le CO2e.",
)
@click.option(
    "--ecart",
    "gap",
    type=click.FloatRange(0),
    default=1e-6,
    show_default=True,
    help="Écart à la borne, en part du coût, à partir duquel on s'arrête.",
)
@click.option(
    "--tours",
    "most_rounds",
    type=click.IntRange(1),
    default=MOST_ROUNDS,
    show_default=True,
    help="Nombre de tours de prix au plus.",
)
@click.option(
    "--scenarios", "draws", type=click.IntRange(1), help="Planifier N tirages de volumes."
)
@click.option(
    "--dispersion",
    "share",
    type=click.FloatRange(0, 1),
    default=0.25,
    show_default=True,
    help="Part dont un volume tiré s'écarte du volume annoncé, au plus.",
)
@click.option(
    "--graine",
    "seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Graine des tirages : la même donne les mêmes volumes.",
)
@click.option(
    "--executeur",
    "kind",
    type=click.Choice([one.value for one in Kind]),
    default="sequentiel",
    show_default=True,
    help="Qui calcule : ce processus, plusieurs, ou une grappe Dask.",
)
@click.option("--ouvriers", "workers", type=click.IntRange(1), help="Processus de calcul.")
@click.option("--dask", "address", metavar="ADRESSE", help="Ordonnanceur Dask déjà en marche.")
def regions_command(
    path: Path,
    output: Path | None,
    declared: Path | None,
    count: int | None,
    objective: str,
    gap: float,
    most_rounds: int,
    draws: int | None,
    share: float,
    seed: int,
    kind: str,
    workers: int | None,
    address: str | None,
) -> None:
    """Planifier par régions, ou planifier de nombreux tirages, sur un ou plusieurs processus.

    Sans option, l'instance est coupée en ses parties indépendantes. Avec --regions ou --carte,
    les régions partagent des exutoires : des prix communs les accordent, et le résultat dit sa
    borne et son écart. Les réponses ne dépendent pas de qui calcule.
    """
    if sum(one is not None for one in (declared, count, draws)) > 1:
        raise UserFault.single(
            "ces options ne vont pas ensemble",
            expected="--regions, --carte ou --scenarios",
            code="regions",
        )
    _, instance = read_question(path)
    regions = _regions(instance, declared, count)
    goal = Objective(objective)
    with _executor(kind, workers, address) as executor:
        if draws is not None:
            result = _scenarios(instance, draws, share, seed, goal, executor)
        elif regions is None:
            result = _by_regions(plan_by_pieces(instance, objective=goal, executor=executor))
        else:
            found = plan_by_regions(
                instance,
                regions,
                objective=goal,
                executor=executor,
                gap=gap,
                most_rounds=most_rounds,
                on_round=_tell,
            )
            result = _by_regions(found)
    write_json(result, output)


@contextmanager
def _executor(kind: str, workers: int | None, address: str | None) -> Iterator[Executor]:
    chosen = Kind.DASK if address is not None else Kind(kind)
    count = workers or os.cpu_count() or 1
    with executor_of(chosen, workers=count, address=address) as executor:
        yield executor


def _regions(
    instance: Instance, declared: Path | None, count: int | None
) -> tuple[str, ...] | None:
    if declared is not None:
        return declared_regions(instance, read_regions(declared, instance))
    return None if count is None else halves_of_map(instance, count)


def read_regions(path: Path, instance: Instance) -> Mapping[str, str]:
    """Read the region of each site, or lot. Raises UserFault with every fault."""
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    known = {lot.site for lot in instance.lots} | {lot.id for lot in instance.lots}
    found: dict[str, str] = {}
    with FaultGatherer() as faults:
        if not rows or tuple(cell.strip() for cell in rows[0]) != HEADER:
            faults.add_message(
                "l'en-tête n'est pas celui attendu",
                place=Place(file=path.name),
                value=";".join(rows[0]) if rows else "",
                expected=";".join(HEADER),
                code="regions",
            )
            rows = []
        for number, row in enumerate(rows[1:], start=2):
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(HEADER) or not all(cells) or cells[0] not in known:
                faults.add_message(
                    "la ligne ne désigne pas un site ou un lot de l'instance et sa région",
                    place=Place(file=path.name, field=f"ligne {number}"),
                    value=";".join(row),
                    expected="site;region",
                    code="regions",
                )
                continue
            found[cells[0]] = cells[1]
    return found


def _tell(found: Round) -> None:
    cost = "—" if found.cost is None else format_number(round(found.cost))
    gap = "—" if found.gap is None else f"{found.gap:.1e}".replace(".", ",")
    say(
        f"Tour {found.number}\u00a0: coût {cost}, borne {format_number(round(found.bound))}, "
        f"écart {gap}."
    )


def _by_regions(found: ByRegions) -> dict[str, Any]:
    return {
        **answer_json(found.plan),
        "ecart": found.gap,
        "ecart_atteint": found.is_proven,
        "regions": [as_plain_dict(one) for one in found.regions],
        "tours": [as_plain_dict(one) for one in found.rounds],
    }


def _scenarios(
    instance: Instance, draws: int, share: float, seed: int, goal: Objective, executor: Executor
) -> dict[str, Any]:
    drawn = draw_scenarios(
        instance=instance, count=draws, share=share, generator=np.random.default_rng(seed)
    )
    plans = solve_many(
        [under(instance, one.factors) for one in drawn], objective=goal, executor=executor
    )
    return {
        "graine": seed,
        "dispersion": share,
        "scenarios": [
            {"nom": one.name, "optimal": plan.optimal, "totals": as_plain_dict(plan.totals)}
            for one, plan in zip(drawn, plans, strict=True)
        ],
    }
