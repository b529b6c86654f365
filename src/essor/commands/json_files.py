"""JSON in and out of the command line."""

import gzip
import json
from pathlib import Path
from typing import Any

import click

from essor.foundations.errors import Place, UserFault

OUTPUT_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
GZIP_MAGIC = b"\x1f\x8b"


def read_json(path: Path) -> Any:
    """Read a JSON file, compressed or not; raises UserFault with the place."""
    raw = path.read_bytes()
    try:
        text = (gzip.decompress(raw) if raw.startswith(GZIP_MAGIC) else raw).decode("utf-8")
        return json.loads(text)
    except (OSError, EOFError, ValueError) as error:
        raise UserFault.single(
            "le fichier ne se lit pas",
            place=Place(file=path.name),
            value=str(error),
            expected="du JSON en UTF-8, compressé par gzip ou non",
            code="json",
        ) from error


def write_json(data: object, output: Path | None) -> None:
    """Write JSON in a file, or on the output."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(f"Résultat écrit dans {output}.", err=True)
