"""Open a producer's file as it is: every column present, nothing guessed, or every fault."""

import csv
import gzip
import io
import json
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.observatory import geojson
from essor.observatory.source import FileFormat, RawFile
from essor.observatory.sql import literal

BLOCK = 1 << 20
UNREADABLE = (OSError, EOFError, UnicodeError, CalamineError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file ready to be read.

    new_columns : columns that the description does not know
    left_out : every column that is there and is not read, the known ones included
    missing : optional columns that are not there
    path : what another engine reads instead of `reader`: UTF-8 when it is text; columns, in order
    """

    reader: str
    path: Path
    format: FileFormat
    separator: str
    columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def open_raw(raw: RawFile, path: Path, scratch: Path) -> Opened:
    """Return the SQL that reads a file, every column of a text file as text.

    scratch : folder for a copy in UTF-8, when the file is written otherwise or is a workbook
    Raises UserFault with every difference from the description.
    """
    place = Place(file=path.name)
    try:
        if _format(raw, path) is FileFormat.PARQUET:
            return _parquet(raw, path, place)
        if raw.format is FileFormat.JSON:
            return _json(raw, path, place)
        if raw.format is FileFormat.GEOJSON:
            return _geojson(raw, path, scratch, place)
        text = _as_utf8_csv(raw, path, scratch, place)
        header = _header(text, raw.separator)
    except UNREADABLE as error:
        raise UserFault.single(
            "Le fichier ne se lit pas jusqu'au bout.",
            value=str(error)[:200],
            expected=f"un fichier {raw.format.value} entier, en {raw.encoding}",
            place=place,
            code="fichier_illisible",
        ) from error
    options = f"delim={literal(raw.separator)}, header=true, all_varchar=true, quote='\"'"
    columns = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in header)
    reader = f"read_csv({literal(str(text))}, {options}, columns={{{columns}}}, auto_detect=false)"
    return _opened_as(reader, raw, header, place, text, FileFormat.CSV)


def _format(raw: RawFile, path: Path) -> FileFormat:
    """Tell a Parquet file by its name: some producers publish the same rows as text too."""
    if path.suffix == ".parquet":
        return FileFormat.PARQUET
    is_text = raw.format is FileFormat.PARQUET and path.suffix in (".csv", ".zip", ".gz")
    return FileFormat.CSV if is_text else raw.format


def _opened_as(
    reader: str,
    raw: RawFile,
    found: Sequence[str],
    place: Place,
    path: Path,
    kind: FileFormat,
) -> Opened:
    new = _check_columns(raw, found, place)
    return Opened(
        reader=reader,
        path=path,
        format=kind,
        separator=raw.separator,
        columns=tuple(found),
        new_columns=new,
        left_out=(*new, *(one for one in found if one in raw.unread_columns)),
        missing=tuple(one for one in raw.optional_columns if one not in found),
    )


def _parquet(raw: RawFile, path: Path, place: Place) -> Opened:
    reader = f"read_parquet({literal(str(path))})"
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()
    except duckdb.Error as error:
        raise _unreadable(error, "un fichier Parquet entier", place) from error
    found = [row[0] for row in rows]
    return _opened_as(reader, raw, found, place, path, FileFormat.PARQUET)


def _json(raw: RawFile, path: Path, place: Place) -> Opened:
    doubled = _Doubled()
    try:
        with _opened(path) as stream:  # in UTF-8, though Python would guess another encoding
            data = json.loads(stream.read().decode("utf-8"), object_pairs_hook=doubled.hook)
    except (ValueError, EOFError, OSError) as error:
        raise _unreadable(error, "une liste JSON entière", place) from error
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise UserFault.single("Le fichier n'est pas une liste d'objets.", place=place)
    found = [*dict.fromkeys(key for row in data for key in row), *sorted(doubled.names)]
    kept = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in found)
    reader = f"read_json({literal(str(path))}, format='array', columns={{{kept}}})"
    return _opened_as(reader, raw, found, place, path, FileFormat.JSON)


class _Doubled:
    """Names that an object holds twice: JSON allows it, and only the last value is read."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def hook(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self.names |= {
                name for name, times in Counter(n for n, _ in pairs).items() if times > 1
            }
        return found


def _geojson(raw: RawFile, path: Path, scratch: Path, place: Place) -> Opened:
    target = Path(tempfile.mkdtemp(dir=scratch)) / "objets.json"
    found: dict[str, None] = {}
    try:
        with target.open("w", encoding="utf-8") as out:
            for row in geojson.rows_of(path):
                found.update(dict.fromkeys(row))
                out.write(json.dumps(row) + "\n")
    except ValueError as error:
        raise _unreadable(error, "une collection GeoJSON entière", place) from error
    kept = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in found)
    reader = f"read_json({literal(str(target))}, format='newline_delimited', columns={{{kept}}})"
    return _opened_as(reader, raw, list(found), place, target, FileFormat.GEOJSON)


def _unreadable(error: Exception, expected: str, place: Place) -> UserFault:
    return UserFault.single(
        "Le fichier ne se lit pas.",
        value=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
        expected=expected,
        place=place,
        code="fichier_illisible",
    )


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield packed  # type: ignore[misc]
        return
    with path.open("rb") as stream:
        yield stream


def _as_utf8_csv(raw: RawFile, path: Path, scratch: Path, place: Place) -> Path:
    if raw.format is FileFormat.XLSX:
        return _sheet_as_csv(raw, path, scratch, place)
    if path.suffix == ".zip":
        path = _unzipped(path, scratch, place)
    if raw.encoding == "utf-8":
        return path
    target = Path(tempfile.mkdtemp(dir=scratch)) / f"{path.stem}.csv"
    with (
        _opened(path) as stream,
        io.TextIOWrapper(stream, encoding=raw.encoding, errors="strict", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        while block := text.read(BLOCK):
            out.write(block)
    return target


def _unzipped(path: Path, scratch: Path, place: Place) -> Path:
    """Unpack the one text file of an archive, block by block: it may be larger than the memory."""
    with zipfile.ZipFile(path) as archive:
        texts = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
        if len(texts) != 1:
            raise UserFault.single(
                "L'archive ne tient pas un fichier CSV et un seul.",
                value=", ".join(one.filename for one in texts) or "aucun",
                expected="un fichier .csv",
                place=place,
                code="archive_inattendue",
            )
        target = Path(tempfile.mkdtemp(dir=scratch)) / f"{path.stem}.csv"
        with archive.open(texts[0]) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, BLOCK)
    return target


def _sheet_as_csv(raw: RawFile, path: Path, scratch: Path, place: Place) -> Path:
    book = CalamineWorkbook.from_path(str(path))
    if raw.sheet and raw.sheet not in book.sheet_names:
        raise UserFault.single(
            "La feuille attendue manque.",
            value=", ".join(book.sheet_names),
            expected=raw.sheet,
            place=place,
            code="feuille_absente",
        )
    sheet = book.get_sheet_by_name(raw.sheet or book.sheet_names[0])
    target = Path(tempfile.mkdtemp(dir=scratch)) / f"{path.stem}.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=raw.separator)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number >= raw.header_row:
                writer.writerow([_cell(value) for value in row])
    return target


def _cell(value: object) -> object:
    """Write a whole number as a whole number: spreadsheets hold codes as floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _header(path: Path, separator: str) -> list[str]:
    with (
        _opened(path) as stream,
        io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text,
    ):
        header = next(csv.reader(text, delimiter=separator), [])
    # Names are held without the spaces around them; a separator that ends each line names none.
    return [one.strip() or f"colonne_{number}" for number, one in enumerate(header, start=1)]


def _check_columns(raw: RawFile, found: Sequence[str], place: Place) -> tuple[str, ...]:
    """Return the columns nobody knows; raise UserFault for each that is missing or repeated."""
    faults = FaultGatherer()
    known = {*raw.columns, *raw.optional_columns, *raw.unread_columns}
    new = [one for one in found if one not in known]
    for one in raw.columns:
        if one not in found:
            near = get_close_matches(one, new, n=1)
            faults.add(
                Fault(
                    message="Une colonne attendue manque.",
                    place=place,
                    value=f"à sa place, peut-être «\u00a0{near[0]}\u00a0»" if near else None,
                    expected=one,
                    code="colonne_absente",
                )
            )
    for one, times in Counter(found).items():
        if times > 1:
            faults.add(
                Fault(
                    message="Une colonne est là plusieurs fois.",
                    place=place, value=one, expected="une seule fois", code="colonne_double",
                )
            )  # fmt: skip
    faults.raise_if_any()
    return tuple(new)
