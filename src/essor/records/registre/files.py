"""Files of the register: read and checked without being kept, written from the lines that hold."""

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from essor.engines.terres.registre.batches import Batch, batches
from essor.engines.terres.registre.lines import CheckedLine, CheckedRegister, Genre
from essor.engines.terres.registre.reading import RegisterFile, read_register
from essor.engines.terres.registre.validate import Identity, check_lines
from essor.engines.terres.registre.writing import write_csv, write_xlsx
from essor.records.registre.checking import check_lignes
from essor.records.registre.models import LigneRegistre

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
FORMATS = {"csv": CSV, "xlsx": XLSX, "zip": ZIP}
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What goes and what is left out, with its reasons."""

    genre: Genre
    kept: tuple[tuple[LigneRegistre, CheckedLine], ...]
    left_out: tuple[tuple[LigneRegistre, CheckedLine], ...]

    @property
    def lines(self) -> tuple[CheckedLine, ...]:
        """Lines that go."""
        return tuple(line for _, line in self.kept)

    @property
    def calls(self) -> tuple[Batch, ...]:
        """Calls of the API that they fill."""
        return batches(self.lines, genre=self.genre)


def read_file(data: bytes, *, file_name: str, genre: str = "") -> RegisterFile:
    """Read a file; the register is found from its heads when not said. Raises UserFault."""
    return read_register(data, file_name=file_name, genre=Genre(genre) if genre else None)


def verify_file(
    file: RegisterFile, *, today: dt.date, declared: Collection[Identity] | None
) -> CheckedRegister:
    """Check a file against every constraint, and against what is already declared."""
    lines = check_lines(file.lines, genre=file.genre, today=today, declared=declared)
    return CheckedRegister(genre=file.genre, lines=lines, file_name=file.file_name)


def export_of(lignes: Sequence[LigneRegistre], *, genre: str, today: dt.date) -> Export:
    """Part the lines that the register would take today from the others."""
    pairs = list(zip(lignes, check_lignes(lignes, today=today), strict=True))
    return Export(
        genre=Genre(genre),
        kept=tuple(pair for pair in pairs if pair[1].is_valid),
        left_out=tuple(pair for pair in pairs if not pair[1].is_valid),
    )


def write_file(export: Export, file_format: str) -> bytes:
    """Return the file of an export: « csv », « xlsx », or « zip » for the calls of the API."""
    if file_format == "csv":
        return write_csv(export.lines, genre=export.genre)
    if file_format == "xlsx":
        return write_xlsx(export.lines, genre=export.genre)
    return _archive(export.calls)


def template(genre: str, file_format: str) -> bytes:
    """Return an empty file with the heads of a register."""
    return write_file(Export(genre=Genre(genre), kept=(), left_out=()), file_format)


def _archive(calls: Sequence[Batch]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for call in calls:
            entry = zipfile.ZipInfo(call.file_name, date_time=_EPOCH)
            archive.writestr(entry, call.as_json())
    return buffer.getvalue()
