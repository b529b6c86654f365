"""`essor terres variante` and `essor terres expliquer`: other questions to the same file."""

import json
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, write_json
from essor.commands.terres_instance import read_question
from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.answer import answer_json
from essor.engines.terres.variants.explain import explain_lot
from essor.engines.terres.variants.options import VariantKind, VariantOptions
from essor.engines.terres.variants.run import VariantResult, run_variant
from essor.engines.terres.variants.stopping import Stopped
from essor.foundations.errors import Fault, UserFault


@click.command("variante")
@click.argument("kind", metavar="VARIANTE", type=click.Choice([one.value for one in VariantKind]))
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
@click.option(
    "--graine",
    "seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Graine des tirages : la même donne la même réponse.",
)
@click.option(
    "--reglage",
    "settings",
    multiple=True,
    metavar="NOM=VALEUR",
    help="Réglage de la variante, en JSON : gamma=3, share=0.2, spot_eur_t=null. À répéter.",
)
def variant_command(
    kind: str, path: Path, output: Path | None, seed: int, settings: tuple[str, ...]
) -> None:
    """Poser une autre question : contrats, compromis, volumes incertains, réservations, risque.

    Sort en 2 si un fichier ou un réglage est fautif, ou si aucun plan n'existe.
    """
    options = VariantOptions.from_dict(_settings(settings) | {"kind": kind})
    _, instance = read_question(path)
    found = answered(instance, options, seed)
    if output is not None:
        click.echo("\n".join(found.sentences))
    data = {"variante": kind, "options": options.as_dict(), "gap": found.gap}
    data |= {"sentences": list(found.sentences), "report": found.report}
    data |= {"plan": answer_json(found.plan), "plans": [answer_json(plan) for plan in found.plans]}
    write_json(data, output)


@click.command("expliquer")
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.argument("lot", metavar="LOT")
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le détail ici, en JSON.")
def explain_command(path: Path, lot: str, output: Path | None) -> None:
    """Dire pourquoi un lot va là où il va, et ce que coûterait le second choix."""
    _, instance = read_question(path)
    found = explain_lot(instance=instance, lot=lot)
    click.echo("\n".join(found.sentences))
    if output is not None:
        write_json(found.as_dict(), output)


def answered(instance: Instance, options: VariantOptions, seed: int) -> VariantResult:
    """Run a variant; raises UserFault when time runs out with no plan in hand."""
    try:
        return run_variant(instance, options, seed=seed)
    except Stopped as stopped:
        raise UserFault.single(
            "aucun plan n'a été trouvé dans le temps donné",
            expected="un temps de calcul plus long (time_limit_s)",
        ) from stopped


def _settings(texts: tuple[str, ...]) -> dict[str, Any]:
    """Settings by name; raises UserFault with every one that cannot be read."""
    known = set(VariantOptions().as_dict()) - {"kind"}
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for text in texts:
        name, _, value = text.partition("=")
        try:
            if name not in known:
                raise ValueError(name)
            found[name] = _value(value)
        except ValueError:
            fault = UserFault.single(
                "ce réglage ne se lit pas",
                value=text,
                expected=f"NOM=VALEUR, parmi {', '.join(sorted(known))}",
            )
            faults += fault.faults
    if faults:
        raise UserFault(faults)
    return found


def _value(text: str) -> object:
    """A JSON value, or a bare word such as « lognormale »."""
    try:
        return json.loads(text)
    except ValueError:
        if text.isalpha() or "_" in text:
            return text
        raise
