"""`essor plan`: import a plan from a spreadsheet, export it in the same layout."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from essor.commands import plan_report
from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import Fault, Place, UserFault

if TYPE_CHECKING:
    from essor.records.accounts.permissions import Access
    from essor.records.plans.comparison import ImportPreview
    from essor.records.plans.tableur import PlanRead
    from essor.records.territoires.models import Territoire

FORMATS = ("xlsx", "ods", "csv", "json")
code_option = click.option(
    "--territoire", "code", required=True, metavar="CODE", help="Code du territoire (ti-8404)."
)


@click.group()
def group() -> None:
    """Importer et exporter le plan d'action d'un territoire."""


@group.command("import")
@click.argument("fichier", type=click.Path(path_type=Path))
@code_option
@click.option("--feuille", "sheet", metavar="NOM", help="Feuille à lire s'il y a plusieurs plans.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Tout vérifier sans rien écrire.")
@click.option(
    "--effacer-vides",
    "erase_empty",
    is_flag=True,
    help="Effacer les champs dont la colonne existe et dont la cellule est vide.",
)
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def import_(
    fichier: Path, code: str, sheet: str | None, is_dry_run: bool, erase_empty: bool, is_json: bool
) -> None:
    """Importer un plan .xlsx, .ods, .csv ou .json ; tout est écrit, ou rien.

    Sort avec 0, ou 2 quand le fichier est à corriger.
    """
    read: PlanRead | None = None
    preview: ImportPreview | None = None
    faults: tuple[Fault, ...] = ()
    try:
        territoire = _territoire(code)
        read = _read(fichier, sheet)
        preview = _write(territoire, read, erase_empty=erase_empty, is_dry_run=is_dry_run)
        faults = preview.faults
    except UserFault as error:
        faults = error.faults
    warnings = preview.warnings if preview else read.warnings if read else ()
    report = plan_report.Report(
        read=read, preview=preview, faults=faults, warnings=warnings, is_dry_run=is_dry_run
    )
    click.echo(report.as_json() if is_json else report.as_text())
    if faults:
        raise click.exceptions.Exit(2)


@group.command("export")
@code_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="xlsx", show_default=True,
    help="Format du fichier.",
)  # fmt: skip
@click.option(
    "-o", "--sortie", "path", type=click.Path(dir_okay=False, path_type=Path),
    help="Fichier à écrire (sinon plan-CODE.FORMAT).",
)  # fmt: skip
def export(code: str, form: str, path: Path | None) -> None:
    """Exporter le plan ; le réimporter ne change rien."""
    territoire = _territoire(code)
    from essor.records.plans.exports import export_plan
    from essor.records.plans.queries import plan_of
    from essor.records.plans.tableur import PlanFormat

    plan = plan_of(territoire)
    if plan is None:
        raise UserFault.single(
            "Ce territoire n'a pas encore de plan d'action.",
            value=territoire.code,
            expected="en importer un par « essor plan import »",
        )
    data = export_plan(plan=plan, by=_access(territoire), format=PlanFormat(form))
    target = path or Path(f"plan-{territoire.code}.{form}")
    try:
        target.write_bytes(data)
    except OSError as error:
        raise UserFault.single(
            "Le fichier ne peut pas être écrit.", value=str(target), expected="un autre chemin (-o)"
        ) from error
    say(f"{target}\u00a0: {len(data)} octets.")


def _territoire(code: str) -> "Territoire":
    require_workspace()
    from essor.records.territoires.queries import find_territoire

    territoire = find_territoire(code)
    if territoire is None:
        raise UserFault.single(
            "Ce territoire n'existe pas.",
            value=code,
            expected="un code donné par « essor territoires list », par exemple ti-8404",
            code="territoire_inconnu",
        )
    return territoire


def _access(territoire: "Territoire") -> "Access":
    from essor.records.accounts.permissions import Access

    return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)


def _read(path: Path, sheet: str | None) -> "PlanRead":
    from essor.records.plans.tableur import PLAN_LIMITS, read_plan

    try:
        with path.open("rb") as stream:
            # One byte over the limit is enough to refuse the file: no need to load the rest.
            data = stream.read(PLAN_LIMITS.max_file_bytes + 1)
    except OSError as error:
        raise UserFault.single(
            _why_unreadable(path),
            place=Place(file=path.name),
            value=str(path),
            expected="le chemin d'un fichier .xlsx, .ods, .csv ou .json",
            code="fichier_illisible",
        ) from error
    return read_plan(data, file_name=path.name, sheet=sheet)


def _why_unreadable(path: Path) -> str:
    if path.is_dir():
        return "c'est un dossier"
    return "le fichier ne peut pas être lu" if path.exists() else "ce fichier n'existe pas"


def _write(
    territoire: "Territoire", read: "PlanRead", *, erase_empty: bool, is_dry_run: bool
) -> "ImportPreview":
    from essor.records.plans.imports import import_plan

    return import_plan(
        by=_access(territoire),
        territoire=territoire,
        read=read,
        erase_empty=erase_empty,
        is_dry_run=is_dry_run,
    )
