"""`essor friches classer`: options against several criteria."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from essor.commands.json_files import INPUT_FILE, read_json
from essor.engines.friches.choice.criteria import Ranked, rank_options
from essor.engines.friches.choice.ranking import Question, ranking_json, read_question


@click.command("classer")
@click.argument("path", metavar="OPTIONS.json", type=INPUT_FILE)
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def rank_command(path: Path, is_json: bool) -> None:
    """Classer des options selon plusieurs critères, et dire si le rang tient.

    Les poids sont ceux du fichier ; ils sont ensuite déplacés au hasard pour voir ce qui
    reste premier. Un veto écarte une option quel que soit son score.
    """
    question = read_question(read_json(path))
    ranked = rank_options(
        question.table,
        question.criteria,
        n_draws=question.n_draws,
        seed=question.seed,
        spread=question.spread,
    )
    if is_json:
        data = ranking_json(question, ranked)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for line in sentences(question, ranked):
        click.echo(line)


def sentences(question: Question, ranked: Sequence[Ranked]) -> list[str]:
    """The ranking in French, one option per line."""
    total = sum(criterion.weight for criterion in question.criteria)
    weights = ", ".join(f"{one.name} {one.weight / total:.0%}" for one in question.criteria)
    return [f"Poids\u00a0: {weights.replace('%', chr(0xA0) + '%')}.", *map(_sentence, ranked)]


def _sentence(row: Ranked) -> str:
    if row.rank is None or row.score is None or row.rank_range is None:
        return f"écartée\u00a0: {row.name} (veto\u00a0: {', '.join(row.vetoed_by)})"
    low, high = row.rank_range
    score = f"{row.score:.2f}".replace(".", ",")
    share = f"{100 * row.first_share:.0f}\u00a0%"
    place = f"rang {low}" if low == high else f"rangs {low} à {high}"
    return (
        f"{row.rank}. {row.name}\u00a0: score {score}, première dans {share} des tirages, {place}"
    )
