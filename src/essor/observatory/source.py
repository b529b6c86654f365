"""What a `source.yaml` says of a source: who makes it, where it is, what it holds, how it lies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from essor.foundations.errors import Place
from essor.foundations.fields import FieldReader
from essor.references.yaml_reading import read_yaml

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COLUMN_TYPES = ("VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE")


class FileFormat(StrEnum):
    """Formats that a producer publishes."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    JSON = "json"
    GEOJSON = "geojson"  # one file, or a folder of them cut by département


class AddressStatus(StrEnum):
    """How sure the download address is; nothing was downloaded from it when it was written.

    verifie : written in public code or documentation, for this file and no other version of it
    a_relire : the file is known to be there, in a version that may be another one
    """

    VERIFIE = "verifie"
    A_RELIRE = "a_relire"
    AUCUNE = "aucune"  # no file to download: an interface, a request, a copy made by hand


class FormerCommunes(StrEnum):
    """What a row of a table of communes is, when its code is that of a commune of yesterday."""

    OBJETS = "objets"  # something placed in the commune: it follows the commune
    VALEURS = "valeurs"  # the sum of a whole commune: added in a merger, set apart in a split


class Collect(StrEnum):
    """How a file is brought from its address."""

    FICHIER = "fichier"
    PAGES = "pages"  # Hub'Eau: pages of answers, departement by departement
    REPONSES = "reponses"  # VigiEau: one answer a commune


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """One file of the producer, and every column that it must have, under its own names.

    names : accepted file names, `*` allowed; the first that is found is read
    sheet : name of the sheet of a workbook; header_row : its row of headers, from 1
    min_share : smallest number of rows accepted, as a share of the last good version's
    is_streamed : too big to be copied: read once, grouped at once (`Workbench.group`)
    identifier : of a streamed file, the column that no two rows share
    optional_columns : read when they are there, unknown in every row when they are not
    unread_columns : known to be there and never read: names, addresses
    collect : how it is brought from its address ; most_mb : refused beyond, 0 for the usual limit
    """

    role: str
    names: tuple[str, ...]
    format: FileFormat
    columns: tuple[str, ...]
    href: str = ""
    address_status: AddressStatus = AddressStatus.AUCUNE
    separator: str = ","
    encoding: str = "utf-8"
    sheet: str = ""
    header_row: int = 1
    min_share: float = 0.5
    is_optional: bool = False
    is_streamed: bool = False
    identifier: str = ""
    optional_columns: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()
    collect: Collect = Collect.FICHIER
    most_mb: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a tidy table. unit : empty for a code, a name or a date."""

    name: str
    type: str
    description: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One tidy table: its columns in order, and the columns that identify a row.

    former_communes : how rows coded in another geography are brought to the communes of today;
    None when they are not, because nothing in them adds up
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    former_communes: FormerCommunes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDescription:
    """A source, as its folder describes it.

    refresh_days : how often the producer publishes; older than that, the catalogue says so
    stops_on : last day that the vintage described tells of, None where the file alone says it
    """

    name: str
    producer: str
    title: str
    page: str
    licence: str
    vintage: str
    grain: str
    refresh_days: int
    known_defects: tuple[str, ...]
    files: tuple[RawFile, ...]
    tables: tuple[Table, ...]
    folder: Path
    stops_on: date | None = None

    def table(self, name: str) -> Table:
        """Return one of its tables; KeyError when there is none of that name."""
        return {table.name: table for table in self.tables}[name]


def read_source(folder: Path) -> SourceDescription:
    """Read `source.yaml` of a folder. Raises UserFault with every fault of the file."""
    path = folder / "source.yaml"
    file = f"{folder.name}/source.yaml"
    reader = FieldReader(
        read_yaml(path.read_text(encoding="utf-8"), file=file), place=Place(file=file)
    )
    if not _NAME.fullmatch(folder.name):
        reader.refuse("nom", "le dossier est mal nommé", folder.name, "producteur_jeu")
    found = {
        name: reader.text(name)
        for name in ("producer", "title", "page", "licence", "vintage", "grain")
    }
    refresh = reader.number("refresh_days", is_required=True)
    stops_on = reader.day("stops_on", is_required=False)
    defects = reader.texts("known_defects")
    files = tuple(_raw_file(role, group, file) for role, group in _groups(reader, "files").items())
    tables = tuple(_table(name, group, file) for name, group in _groups(reader, "tables").items())
    reader.close()
    return SourceDescription(
        name=folder.name,
        **found,
        refresh_days=int(refresh or 0),
        stops_on=stops_on,
        known_defects=defects,
        files=files,
        tables=tables,
        folder=folder,
    )


def _groups(reader: FieldReader, name: str) -> dict[str, Mapping[str, object]]:
    return {
        str(key): group
        for key, group in (reader.mapping(name) or {}).items()
        if isinstance(group, Mapping)
    }


def _raw_file(role: str, data: Mapping[str, object], file: str) -> RawFile:
    reader = FieldReader(data, place=Place(file=file), prefix=f"files.{role}.")
    names = reader.texts("names")
    kind = reader.choice("format", FileFormat)
    columns = reader.texts("columns")
    status = reader.choice("address_status", AddressStatus, is_required=False)
    href = reader.text("href", is_required=False)
    separator = reader.text("separator", is_required=False)
    encoding = reader.text("encoding", is_required=False)
    sheet = reader.text("sheet", is_required=False)
    header = reader.number("header_row")
    share = reader.number("min_share")
    is_optional = reader.flag("optional")
    collect = reader.choice("collect", Collect, is_required=False)
    most_mb = reader.number("most_mb")
    is_streamed = reader.flag("streamed")
    identifier = reader.text("identifier", is_required=False)
    optional, unread = reader.texts("optional_columns"), reader.texts("unread_columns")
    if not names:
        reader.refuse("names", "aucun nom de fichier", None, "au moins un nom")
    if not columns:
        reader.refuse("columns", "aucune colonne", None, "les colonnes du producteur")
    reader.close()
    assert kind is not None
    return RawFile(
        role=role,
        names=names,
        format=kind,
        columns=columns,
        href=href,
        address_status=status or AddressStatus.AUCUNE,
        separator=separator or ",",
        encoding=encoding or "utf-8",
        sheet=sheet,
        header_row=int(header or 1),
        min_share=0.5 if share is None else float(share),
        is_optional=is_optional,
        is_streamed=is_streamed,
        identifier=identifier,
        optional_columns=optional,
        unread_columns=unread,
        collect=collect or Collect.FICHIER,
        most_mb=int(most_mb or 0),
    )


def _table(name: str, data: Mapping[str, object], file: str) -> Table:
    reader = FieldReader(data, place=Place(file=file), prefix=f"tables.{name}.")
    key = reader.texts("key")
    former = reader.choice("former_communes", FormerCommunes, is_required=False)
    columns = tuple(
        _column(column, group, f"{file} tables.{name}")
        for column, group in _groups(reader, "columns").items()
    )
    if unknown := sorted(set(key) - {column.name for column in columns}):
        reader.refuse("key", "la clé cite une colonne absente", ", ".join(unknown), "une colonne")
    reader.close()
    return Table(name=name, columns=columns, key=key, former_communes=former)


def _column(name: str, data: Mapping[str, object], file: str) -> Column:
    reader = FieldReader(data, place=Place(file=file), prefix=f"{name}.")
    kind, description = reader.text("type"), reader.text("description")
    unit = reader.text("unit", is_required=False)
    if kind and kind not in _COLUMN_TYPES:
        reader.refuse("type", "le type est inconnu", kind, ", ".join(_COLUMN_TYPES))
    reader.close()
    return Column(name=name, type=kind, description=description, unit=unit)
