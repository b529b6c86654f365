"""`essor terres registre`: check a register, write it for the national one. Needs no database."""

from datetime import date
from pathlib import Path

import click

from essor.commands.json_files import INPUT_FILE, write_json
from essor.engines.terres.registre.batches import batches
from essor.engines.terres.registre.lines import CheckedLine, CheckedRegister, Genre
from essor.engines.terres.registre.reading import RegisterFile, read_register
from essor.engines.terres.registre.validate import check_lines
from essor.engines.terres.registre.writing import write_csv, write_xlsx
from essor.foundations.errors import UserFault

GENRE = click.option(
    "--type",
    "genre",
    type=click.Choice([one.value for one in Genre]),
    default=None,
    help="Le registre ; trouvé d'après les intitulés s'il n'est pas dit.",
)
DAY = click.option(
    "--jour", "on", default=None, help="Jour de la vérification, AAAA-MM-JJ (aujourd'hui)."
)
DECLARED = click.option(
    "--declare",
    "declared",
    type=INPUT_FILE,
    default=None,
    help="Registre déjà déclaré : ses identifiants ne peuvent pas resservir sans motif.",
)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("registre")
def register_group() -> None:
    """Vérifier et écrire les registres de terres excavées de Trackdéchets."""


@register_group.command("verifier")
@click.argument("path", metavar="FICHIER", type=INPUT_FILE)
@GENRE
@DAY
@DECLARED
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
@click.pass_context
def verify_command(
    context: click.Context,
    path: Path,
    genre: str | None,
    on: str | None,
    declared: Path | None,
    as_json: bool,
) -> None:
    """Dire tout ce que le registre national refuserait ; code 2 s'il refuserait une ligne."""
    found = _checked(path, genre, on, declared)
    if as_json:
        write_json(_as_json(found), None)
    else:
        for remark in found.remarques:
            mark = "" if remark.is_refused else "Alerte, "
            click.echo(f"{mark}{remark.as_fault().sentence()}")
        click.echo(_counted(found))
    if found.refused:
        context.exit(2)


@register_group.command("exporter")
@click.argument("path", metavar="FICHIER", type=INPUT_FILE)
@GENRE
@DAY
@DECLARED
@click.option("-o", "--sortie", "folder", type=FOLDER, required=True, help="Dossier à remplir.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "xlsx", "json"]),
    default="csv",
    show_default=True,
    help="Fichier à déposer, ou lots de l'API.",
)
def export_command(
    path: Path,
    genre: str | None,
    on: str | None,
    declared: Path | None,
    folder: Path,
    file_format: str,
) -> None:
    """Écrire les lignes qui seraient prises, et dire celles qui sont laissées de côté."""
    found = _checked(path, genre, on, declared)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _files(found, file_format):
        (folder / name).write_bytes(content)
        click.echo(f"{folder / name}")
    for line in found.refused:
        click.echo(f"Laissée de côté, ligne {line.number} : {_why(line)}", err=True)
    click.echo(_counted(found), err=True)


def _files(found: CheckedRegister, file_format: str) -> list[tuple[str, bytes]]:
    lines, genre = found.valid, found.genre
    if not lines:
        return []
    if file_format == "json":
        calls = batches(lines, genre=genre)
        return [(one.file_name, one.as_json().encode()) for one in calls]
    write = write_csv if file_format == "csv" else write_xlsx
    return [(f"terres-{genre}.{file_format}", write(lines, genre=genre))]


def _checked(
    path: Path, genre: str | None, on: str | None, declared: Path | None
) -> CheckedRegister:
    asked = Genre(genre) if genre else None
    file = _read(path, asked)
    known = None
    day = _day(on)
    if declared is not None:
        lines = check_lines(_read(declared, file.genre).lines, genre=file.genre, today=day)
        known = {line.identity for line in lines}
    lines = check_lines(file.lines, genre=file.genre, today=day, declared=known)
    return CheckedRegister(genre=file.genre, lines=lines, file_name=path.name)


def _read(path: Path, genre: Genre | None) -> RegisterFile:
    return read_register(path.read_bytes(), file_name=path.name, genre=genre)


def _day(on: str | None) -> date:
    """Return the day of the check: the only clock of this subject, read at the door."""
    if on is None:
        return date.today()  # noqa: DTZ011 - a civil day, not an instant
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise UserFault.single(
            "le jour ne se lit pas", value=on, expected="AAAA-MM-JJ", field="--jour"
        ) from error


def _as_json(found: CheckedRegister) -> dict[str, object]:
    return {
        "registre": found.genre.value,
        "fichier": found.file_name,
        "lignes": len(found.lines),
        "refusees": len(found.refused),
        "remarques": [one.as_dict() for one in found.remarques],
    }


def _counted(found: CheckedRegister) -> str:
    return (
        f"{len(found.lines)} ligne(s) de terres {found.genre.label} : "
        f"{len(found.valid)} seraient prises, {len(found.refused)} refusées."
    )


def _why(line: CheckedLine) -> str:
    return " ; ".join(f"{one.entete} : {one.message}" for one in line.remarques if one.is_refused)
