"""`essor friches document`: compute a study and write it as PDF or Word. No database."""

import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json
from essor.engines.friches.profiles import FRANCE_2025
from essor.foundations.errors import UserFault
from essor.references.loader import parameters

NEEDED = ("scipy", "typst", "docx")
DEFAULT_DRAWS = 2_000


def document_command(today: Callable[[], date]) -> click.Command:
    """Return the command; the day comes from the door of the subject."""

    @click.command("document")
    @click.argument("path", metavar="ETUDE.json", type=INPUT_FILE)
    @click.option("-o", "--sortie", "output", type=OUTPUT_FILE, required=True,
                  help="Écrire ici\u00a0: .pdf ou .docx.")  # fmt: skip
    @click.option("--titre", "titre", default=None, help="Titre\u00a0; sinon le nom du fichier.")
    @click.option("--notice", "notice", default="", help="Ce qu'il faut savoir du site.")
    @click.option("--territoire", "territoire", default="", help="Nom du territoire.")
    @click.option(
        "--demonstration", "is_demonstration", is_flag=True, help="Le dire à chaque page."
    )
    @click.option(
        "--profil", "profil", default=None, help="france-2025 (par défaut) ou benefriches."
    )
    @click.option("--tirages", "draws", type=click.IntRange(100), default=DEFAULT_DRAWS,
                  show_default=True, help="Nombre de tirages.")  # fmt: skip
    @click.option("--graine", "seed", type=int, default=1, show_default=True, help="Graine.")
    def write(path: Path, output: Path, titre: str | None, **said: Any) -> None:
        """Calculer une étude et l'écrire en PDF ou en Word, chaque paramètre avec sa source."""
        require_writers()
        inputs = read_json(path)
        said["profil"] = said["profil"] or _profile_in(inputs)
        output.write_bytes(_written(inputs, output, titre or path.stem, on=today(), **said))
        click.echo(f"Document écrit dans {output}.", err=True)

    return write


def require_writers() -> None:
    """Say what to install when a package that writes is absent."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise UserFault.single(
            f"il manque de quoi écrire le document\u00a0: {', '.join(missing)}",
            expected="pip install 'essor[web]'",
            code="paquet_absent",
        )


def _profile_in(data: Any) -> str:
    return str(data.get("profil") or FRANCE_2025) if isinstance(data, dict) else FRANCE_2025


def _written(inputs: Any, output: Path, titre: str, *, on: date, **said: Any) -> bytes:
    """Compute, gather, lay out; rooms whose packages may be absent are imported only here."""
    from essor.reports.etude_friche.from_inputs import facts_of_inputs
    from essor.reports.etude_friche.study_document import FORMATS, study_document

    writer = FORMATS.get(output.suffix.lower().lstrip("."))
    if writer is None:
        raise UserFault.single(
            "ce format de document n'existe pas",
            value=output.suffix or output.name,
            expected="un nom qui finit par .pdf ou .docx",
            field="sortie",
            code="format",
        )
    files = parameters()
    facts = facts_of_inputs(inputs, titre=titre, on=on, files=files, **said)
    return writer(study_document(facts))
