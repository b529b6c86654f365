"""`essor terres analyses`: read the report of a laboratory, say what was understood."""

from collections.abc import Sequence
from pathlib import Path

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, write_json
from essor.engines.terres.compatibility.laboratory.read import read_laboratory
from essor.engines.terres.compatibility.laboratory.report import Report
from essor.engines.terres.compatibility.limits import name_of, unit_of
from essor.foundations.french_formats import NBSP, counted


@click.command("analyses")
@click.argument("path", metavar="BULLETIN", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire `analyses` en JSON ici.")
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON (`lots[].analyses`).")
@click.option("--tout", "is_loose", is_flag=True, help="Passer les paramètres inconnus.")
def analyses_command(path: Path, output: Path | None, is_json: bool, is_loose: bool) -> None:
    """Lire un bulletin de laboratoire (CSV, XLSX ou ODS) et montrer ce qui est compris.

    Sort en 2 si le bulletin est fautif ; toutes les fautes sont dites, avec leur cellule.
    """
    report = read_laboratory(path.read_bytes(), file_name=path.name, is_strict=not is_loose)
    if output is not None or is_json:
        write_json(report.as_analyses(), output)
    if not is_json:
        for line in sentences(report):
            click.echo(line)


def sentences(report: Report) -> Sequence[str]:
    """The report in French: each sample with its results, sums included, then the notes."""
    lines = []
    for name in report.names:
        values = report.values(name)
        title = f"Échantillon {name}" if name else "Échantillon unique"
        lines.append(f"{title}{NBSP}: {counted(len(values), 'résultat')}")
        for code, measure in values.items():
            lines.append(f"  {name_of(code)}{NBSP}: {measure.label(unit_of(code))}")
    lines += report.notes
    passed = [label for label, _place in report.ignored]
    return [*lines, f"Passés{NBSP}: {', '.join(passed)}."] if passed else lines
