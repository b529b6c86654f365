"""Rows of the standard: check, normalise, write back.

Text that the standard does not know is kept and reported, never dropped: an inventory with
faults still imports, with the list of what to mend.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import shapely

from essor.engines.friches.cnig.fields import BY_NAME, FIELDS, NAMES, CnigField, Kind
from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.text import fold

DELIMITERS = ",;\t|"
YEAR = re.compile(r"\d{4}")
WHOLE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Friche:
    """One brownfield: its 51 values (empty text when unknown), and what the file adds.

    extra : columns outside the standard, kept as they are (Cartofriches has 26 more)
    """

    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Value of a field of the standard."""
        return self.values[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Brownfields of a file, and the faults of their values."""

    friches: tuple[Friche, ...]
    faults: tuple[Fault, ...]


def check_value(spec: CnigField, text: str) -> str | None:
    """Return what is expected instead of a value, None when the value is right."""
    if not text:
        return "une valeur" if spec.is_required else None
    parts = text.split(spec.separator) if spec.separator else [text]
    if spec.choices and any(part not in spec.choices for part in parts):
        return ", ".join(spec.choices)
    if spec.pattern and any(not re.fullmatch(spec.pattern, part) for part in parts):
        return f"le format {spec.pattern}"
    return _check_kind(spec.kind, text)


def _check_kind(kind: Kind, text: str) -> str | None:
    if kind is Kind.DAY and not _is_day(text):
        return kind.value
    if kind is Kind.YEAR and not YEAR.fullmatch(text):
        return kind.value
    if kind is Kind.WHOLE and not WHOLE.fullmatch(text):
        return kind.value
    if kind is Kind.WKT and not _is_geometry(text):
        return kind.value
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-01-31")


def _is_geometry(text: str) -> bool:
    return shapely.from_wkt(text, on_invalid="ignore") is not None


def normalised(spec: CnigField, text: str) -> str:
    """Write a value as the standard does: spaces off, choices with their exact accents."""
    clean = text.strip()
    if spec.choices:
        known = {fold(choice): choice for choice in spec.choices}
        parts = clean.split(spec.separator) if spec.separator else [clean]
        return (spec.separator or "").join(known.get(fold(part), part) for part in parts)
    return clean


def read_csv(text: str, *, file: str) -> Inventory:
    """Read an inventory in CSV, whatever its delimiter.

    Raises UserFault when compulsory columns are missing; faults of values are returned with
    the line they stand on, and the value is kept.
    """
    lines = text.removeprefix("\ufeff")
    header = lines.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    rows = list(csv.DictReader(io.StringIO(lines, newline=""), delimiter=delimiter))
    columns = list(csv.reader([header.rstrip("\r")], delimiter=delimiter))[0] if header else []
    _check_columns(columns, file)
    faults: list[Fault] = []
    friches = []
    for number, row in enumerate(rows, start=2):
        known = {column: (row.get(column) or "") for column in columns}
        friche = friche_of(known)
        friches.append(friche)
        faults += faults_of(friche, Place(file=file, cell=f"ligne {number}"))
    return Inventory(friches=tuple(friches), faults=tuple(faults))


def _check_columns(columns: Iterable[str], file: str) -> None:
    present = set(columns)
    missing = [spec.name for spec in FIELDS if spec.is_required and spec.name not in present]
    if missing:
        raise UserFault(
            Fault(
                message="la colonne obligatoire manque",
                place=Place(file=file, column=name),
                expected="les colonnes du standard CNIG Friches v1.0.6",
                code="colonne_cnig",
            )
            for name in missing
        )


def friche_of(row: Mapping[str, str]) -> Friche:
    """Split a row between the standard and the rest; absent fields are empty."""
    return Friche(
        values={name: normalised(BY_NAME[name], row.get(name, "")) for name in NAMES},
        extra={name: text for name, text in row.items() if name not in BY_NAME},
    )


def faults_of(friche: Friche, place: Place) -> list[Fault]:
    """Every value that the standard refuses."""
    found = []
    for spec in FIELDS:
        expected = check_value(spec, friche[spec.name])
        if expected is not None:
            found.append(
                Fault(
                    message="la valeur n'est pas conforme au standard",
                    place=Place(column=spec.name).within(place),
                    value=friche[spec.name],
                    expected=expected,
                    code="cnig",
                )
            )
    return found


def write_csv(friches: Iterable[Friche]) -> str:
    """Write rows of the standard: 51 columns, comma, CRLF, as the validator expects."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, NAMES, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(dict(friche.values) for friche in friches)
    return stream.getvalue()
