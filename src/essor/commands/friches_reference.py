"""`essor friches comparer-reference` and `comparer-appels`: the engine against its reference."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, read_json
from essor.engines.friches.profiles import Profile
from essor.engines.friches.reference.calls.compare import CallReport, compare_calls
from essor.engines.friches.reference.compare import Comparison, compare
from essor.foundations.errors import Place, UserFault

Load = Callable[[], Profile]
CASE_FIELDS = ("id", "inputs", "expected")
CALL_FIELDS = ("fn", "result")


def cases_command(load: Load) -> click.Command:
    """Build `comparer-reference` with the way to load the profile."""

    @click.command("comparer-reference")
    @click.argument("path", metavar="FICHIER.json.gz", type=INPUT_FILE)
    @click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
    @click.pass_context
    def compare_reference(context: click.Context, path: Path, is_json: bool) -> None:
        """Recalculer des cas de Bénéfriches et comparer chaque nombre.

        Sort en 1 si un seul nombre diffère de plus d'un milliardième, en 2 si le fichier n'a
        pas la forme attendue.
        """
        report = compare(read_rows(path, "cases", CASE_FIELDS), load())
        _answer(report.as_dict(), case_sentences(report), is_json)
        if report.mismatches:
            context.exit(1)

    return compare_reference


def calls_command(load: Load) -> click.Command:
    """Build `comparer-appels` with the way to load the profile."""

    @click.command("comparer-appels")
    @click.argument("path", metavar="FICHIER.json.gz", type=INPUT_FILE)
    @click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
    @click.pass_context
    def compare_upstream(context: click.Context, path: Path, is_json: bool) -> None:
        """Rejouer les appels des tests de Bénéfriches et comparer les réponses.

        Sort en 1 si une réponse diffère de plus d'un milliardième, en 2 si le fichier n'a pas
        la forme attendue.
        """
        report = compare_calls(read_rows(path, "calls", CALL_FIELDS), load())
        _answer(report.as_dict(), call_sentences(report), is_json)
        if report.mismatches:
            context.exit(1)

    return compare_upstream


def read_rows(path: Path, name: str, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read the rows of a reference file; raises UserFault when it has another shape."""
    data = read_json(path)
    rows = data.get(name) if isinstance(data, dict) else data
    is_right = isinstance(rows, list) and all(
        isinstance(row, dict) and all(key in row for key in needed) for row in rows
    )
    if is_right:
        return list(rows or [])
    fields = ", ".join(f'"{field}"' for field in needed)
    raise UserFault.single(
        "le fichier n'est pas une liste de cas de référence",
        place=Place(file=path.name),
        expected=f'{{"{name}": [{{{fields}, …}}]}}',
        code="cas_de_reference",
    )


def _answer(data: dict[str, Any], sentences: list[str], is_json: bool) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2) if is_json else "\n".join(sentences)
    click.echo(text)


def case_sentences(report: Comparison) -> list[str]:
    """Report of a comparison of cases, in French."""
    reasons = [reason for _, reason in report.exclusions]
    return [
        f"{report.cases} cas lus, {report.numbers} nombres comparés.",
        f"{report.matched} cas identiques, {len(reasons)} écartés.",
        *(
            f"  écartés ({reasons.count(reason)})\u00a0: {reason}"
            for reason in sorted(set(reasons))
        ),
        f"Plus grand écart relatif\u00a0: {report.max_rel_error:.1e}.",
        *(
            f"  {gap.case_id}, {gap.name}\u00a0: attendu {gap.expected}, trouvé {gap.found}"
            for gap in report.mismatches
        ),
    ]


def call_sentences(report: CallReport) -> list[str]:
    """Report of a comparison of calls, in French."""
    left_out = sum(report.excluded.values())
    return [
        f"{report.calls} appels lus.",
        f"{report.matched} appels identiques, {left_out} écartés.",
        *(
            f"  écartés ({count})\u00a0: {name}, {reason}"
            for (name, reason), count in sorted(report.excluded.items())
        ),
        *(
            f"  appel {gap['id']}, {gap['function']} {gap['name']}\u00a0: "
            f"attendu {gap['expected']}, trouvé {gap['found']}"
            for gap in report.mismatches
        ),
    ]
