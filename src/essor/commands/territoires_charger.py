"""`essor territoires charger`: bring in a newer list or a newer geography, seeing what changes."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from essor.commands.workspace import require_workspace, say, workspace_exists
from essor.foundations.errors import UserFault
from essor.foundations.french import format_date, parse_date_fr
from essor.references.loader import parameter
from essor.references.territoires.assemble import Assembled
from essor.references.territoires.changes import Change, compare, snapshot_of
from essor.references.territoires.incoming import Declared, prepare
from essor.references.territoires.producers.sirene import read_etablissements
from essor.references.territoires.publish import (
    assemble_shipped,
    write_carte,
    write_contours,
    write_facts,
)
from essor.references.territoires.schema import PHASES, Faits
from essor.references.territoires.tables import FACTS_DIR, load_faits

SHOWN = 60
_DAY = {"metavar": "DATE", "callback": lambda ctx, param, text: text and parse_date_fr(text)}


def today() -> date:
    """The day of the machine: the only clock of these commands, read at the door."""
    return date.today()  # noqa: DTZ011 - a civil day, not an instant


@click.command()
@click.option(
    "--depuis",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="Liste de l’ANCT (GeoJSON, CSV) ou découpage Etalab (dossier, .tgz). Répétable.",
)
@click.option("--phase", type=click.Choice(PHASES), help="Phase de la liste, si le doute existe.")
@click.option("--valable-du", "valid_from", help="Premier jour de la liste.", **_DAY)  # type: ignore[arg-type]
@click.option("--millesime", metavar="AAAA", help="Année du découpage administratif.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui changerait, sans rien écrire.")
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def charger(
    paths: Sequence[Path],
    phase: str | None,
    valid_from: date | None,
    millesime: str | None,
    dry_run: bool,
    is_json: bool,
) -> None:
    """Charger un périmètre ou un découpage plus récent, comme nouvelle version.

    Rien n’est remplacé : la version précédente reste consultable à sa date.
    """
    declared = Declared(phase=phase, valid_from=valid_from, cog_vintage=millesime)
    if dry_run and not workspace_exists():
        shipped = load_faits()
        assembled = _prepare(paths, declared, shipped, shipped)
        changes = compare(snapshot_of(shipped), snapshot_of(assembled.faits))
        _report(changes, assembled, "Comparé aux faits livrés avec Essor.", is_json, is_new=True)
        return
    require_workspace()
    _load(paths, declared, dry_run, is_json)


def _load(paths: Sequence[Path], declared: Declared, dry_run: bool, is_json: bool) -> None:
    from django.utils import timezone

    from essor.records.territoires.actions import load_perimetre, load_reference_facts
    from essor.records.territoires.facts import faits_of
    from essor.records.territoires.queries import perimetre_version

    load_reference_facts(author=None, at=timezone.now())
    known = faits_of(perimetre_version())
    assembled = _prepare(paths, declared, known, load_faits())
    result = load_perimetre(
        faits=assembled.faits,
        author=None,
        at=timezone.now(),
        reason="essor territoires charger " + ", ".join(p.name for p in paths),
        dry_run=dry_run,
    )
    version = result.version
    if not result.is_new and version is not None:
        head = f"Rien à charger\u00a0: c’est déjà la version n°\u00a0{version.numero} ({version})."
    elif version is None:
        head = "Essai\u00a0: rien n’a été écrit."
    else:
        day = format_date(version.valid_from)
        head = f"Version n°\u00a0{version.numero} chargée, valable à partir du {day}."
    _report(result.changes, assembled, head, is_json, is_new=result.is_new)


def _prepare(paths: Sequence[Path], declared: Declared, known: Faits, certain: Faits) -> Assembled:
    return prepare(
        paths=tuple(paths),
        declared=declared,
        known=known,
        certain=certain,
        expected_counts=expected_counts(),
        read_on=today(),
    )


def expected_counts() -> dict[str, int]:
    """Number of territories at the end of each phase, from the programme's parameters."""
    counts = parameter("programme/nombre_territoires")
    last_days = {phase: date(int(phase[-4:]), 12, 31) for phase in PHASES}
    found = {phase: counts.at(day).value for phase, day in last_days.items()}
    return {phase: int(value) for phase, value in found.items() if value is not None}


def _report(
    changes: Sequence[Change], assembled: Assembled, head: str, is_json: bool, *, is_new: bool
) -> None:
    counts = Counter(change.kind for change in changes)
    if is_json:
        data = {
            "nouvelle_version": is_new,
            "message": head,
            "phase": assembled.faits.perimetre.phase,
            "territoires": len(assembled.faits.perimetre.territoires),
            "membres": len(assembled.faits.perimetre.membres),
            "changements": [change.as_dict() for change in changes],
            "remarques": list(assembled.remarks),
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(head)
    for remark in assembled.remarks:
        say(remark)
    summary = ", ".join(f"{number} {kind}{'s' if number > 1 else ''}"
                        for kind, number in counts.items())  # fmt: skip
    click.echo(f"Changements\u00a0: {summary or 'aucun'}.")
    for change in changes[:SHOWN]:
        click.echo(f"  {change.sentence()}")
    if len(changes) > SHOWN:
        click.echo(f"  … et {len(changes) - SHOWN} autres (--json les donne tous).")


@click.group()
def etablissements() -> None:
    """Situer les établissements d’après un extrait de la base SIRENE."""


@etablissements.command("charger")
@click.option(
    "--depuis",
    "path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV avec les colonnes siret et codeCommuneEtablissement.",
)
def load_extract(path: Path) -> None:
    """Charger le SIRET et la commune de chaque établissement, et rien d’autre."""
    require_workspace()
    from django.utils import timezone

    from essor.records.territoires.actions import load_etablissements

    with path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            extrait = load_etablissements(
                pairs=read_etablissements(lines, file=path.name),
                file_name=path.name,
                sha256=digest,
                author=None,
                at=timezone.now(),
            )
    except UnicodeDecodeError as error:
        raise UserFault.single(
            "le fichier n’est pas un texte UTF-8", value=path.name, expected="un CSV en UTF-8"
        ) from error
    click.echo(f"{extrait.etablissements} établissements situés d’après {extrait.file_name}.")


@click.command("publier-faits")
@click.option("--anct", required=True, type=click.Path(exists=True, path_type=Path),
              help="GeoJSON ou CSV de l’ANCT.")  # fmt: skip
@click.option("--cog", required=True, type=click.Path(exists=True, path_type=Path),
              help="Dossier ou .tgz du découpage administratif.")  # fmt: skip
@click.option("--contours", type=click.Path(exists=True, path_type=Path),
              help="GeoJSON des régions, pour redessiner la carte.")  # fmt: skip
@click.option("--communes", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Dossier des GeoJSON des communes, pour redessiner leurs contours.")  # fmt: skip
@click.option("--vers", "folder", default=FACTS_DIR.parent, type=click.Path(path_type=Path),
              help="Dossier qui reçoit facts/, carte/ et contours/.")  # fmt: skip
@click.option("--lu-le", "read_on", help="Jour de lecture des fichiers.", **_DAY)  # type: ignore[arg-type]
def publier_faits(
    anct: Path,
    cog: Path,
    contours: Path | None,
    communes: Path | None,
    folder: Path,
    read_on: date | None,
) -> None:
    """Refaire les faits livrés avec Essor depuis les fichiers des producteurs."""
    assembled = assemble_shipped(anct=anct, cog=cog, read_on=read_on or today())
    written = write_facts(assembled, folder / "facts")
    if contours is not None:
        written += write_carte(territoires=anct, regions=contours, folder=folder / "carte")
    if communes is not None:
        written += write_contours(
            assembled=assembled, communes=communes, folder=folder / "contours"
        )
    for path in written:
        click.echo(str(path))
    say(f"{len(written)} fichier(s) changé(s)")
