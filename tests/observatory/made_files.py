"""One good file of every source, as a table that can be harmed then written in its format."""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from essor.observatory.catalogue import get_source
from essor.observatory.geojson import CONTOUR
from essor.observatory.refresh import find_files
from essor.observatory.source import FileFormat, RawFile, SourceDescription
from tests.observatory.made import copy_parquet, write_flores, write_series, write_zones
from tests.observatory.made_environment import ALL, NAMES
from tests.observatory.made_people import write_people
from tests.observatory.made_sirene import HEADER, row
from tests.observatory.made_water import answer, zone

Row = list[Any]
SQUARE = [[[3.0, 45.7], [3.1, 45.7], [3.1, 45.8], [3.0, 45.7]]]
BMO = {
    "projets": [2024, "D6Z70", "Mécanicien", "D", "Mécanique", "84", "ARA", "63", "Puy-de-Dôme",
                "8401", "Clermont", "20", "*", "5"],
    "bassins": ["84", "63", "63113", "8401", "Clermont"],
}  # fmt: skip
FRICHE = ["63113_1", "Usine", "friche industrielle", "2023-01-19", "friche sans projet", "63113",
          "11268", "inconnu", "Observatoire", "3.1", "45.7"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A file as a table. path : where it is written, in the format of its source."""

    raw: RawFile
    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def write(self) -> None:
        WRITERS[self.raw.format](self)

    def renamed(self, *columns: str) -> "Grid":
        return replace(
            self, header=tuple(f"{one}_autre" if one in columns else one for one in self.header)
        )

    def without(self, column: str) -> "Grid":
        kept = [n for n, one in enumerate(self.header) if one != column]
        return replace(
            self, header=tuple(self.header[n] for n in kept),
            rows=tuple(tuple(one[n] for n in kept) for one in self.rows),
        )  # fmt: skip

    def twice(self, column: str) -> "Grid":
        place = self.header.index(column)
        return replace(
            self, header=(*self.header, column), rows=tuple((*one, one[place]) for one in self.rows)
        )

    def repeated(self) -> "Grid":
        return replace(self, rows=self.rows * 2)


def write_all(folder: Path) -> None:
    """Write a small good file for every role of every source of the catalogue."""
    write_people(folder)
    write_zones(folder)
    write_flores(folder, [("8408", "CG", 50, 60)])
    write_series(folder, [("63113", "communes", 2024, 60)])
    for made in ALL:
        made.write(folder)
    sample = get_source("hubeau_prelevements").folder / "sample.json"
    (folder / "hubeau_prelevements_chroniques.json").write_bytes(sample.read_bytes())
    answers = [answer("63113", zone("SUP", "alerte"))]
    (folder / "vigieau_zones.json").write_text(json.dumps(answers), encoding="utf-8")
    _grid("france_travail_bmo", "projets", folder, BMO["projets"]).write()
    _grid("france_travail_bmo", "bassins", folder, BMO["bassins"]).write()
    _grid("cerema_cartofriches", "sites", folder, FRICHE).write()
    shape = {"type": "Polygon", "coordinates": SQUARE}
    _grid(
        "ign_contours_communes", "communes", folder,
        ["63113", "Clermont-Ferrand", "63", "84", "246300701", json.dumps(shape)],
    ).write()  # fmt: skip
    made_row = row(1)
    _sirene(folder, [made_row.get(one, "") for one in HEADER])


def grids(source: SourceDescription, folder: Path) -> list[Grid]:
    """Read back the good files of a source, one a role."""
    found = find_files(source, folder)
    return [_read(raw, found[raw.role]) for raw in source.files if raw.role in found]


def _grid(name: str, role: str, folder: Path, cells: Row) -> Grid:
    raw = next(one for one in get_source(name).files if one.role == role)
    plain = next(one for one in raw.names if one.endswith((".csv", ".xlsx", ".json", ".geojson")))
    path = folder / NAMES.get(name, plain)
    return Grid(raw=raw, path=path, header=raw.columns, rows=(tuple(cells),))


def _sirene(folder: Path, cells: Row) -> None:
    values = ", ".join("'" + str(one).replace("'", "''") + "'" for one in cells)
    copy_parquet(
        f"VALUES ({values})", ", ".join(HEADER), folder / "StockEtablissement_utf8.parquet"
    )


def _read(raw: RawFile, path: Path) -> Grid:
    header, rows = READERS[raw.format](raw, path)
    return Grid(raw=raw, path=path, header=tuple(header), rows=tuple(map(tuple, rows)))


def _read_csv(raw: RawFile, path: Path) -> tuple[Row, list[Row]]:
    header, *rows = csv.reader(
        path.read_text(encoding="utf-8-sig").splitlines(), delimiter=raw.separator
    )
    return header, rows


def _read_parquet(raw: RawFile, path: Path) -> tuple[Row, list[Row]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM read_parquet('{path}')")
        header = [one[0] for one in found.description or []]
        return header, [list(one) for one in found.fetchall()]


def _read_xlsx(raw: RawFile, path: Path) -> tuple[Row, list[Row]]:
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(raw.sheet).to_python()
    return [str(one) for one in header], rows


def _read_json(raw: RawFile, path: Path) -> tuple[Row, list[Row]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    header = list(dict.fromkeys(key for one in data for key in one))
    return header, [[one.get(key) for key in header] for one in data]


def _read_geojson(raw: RawFile, path: Path) -> tuple[Row, list[Row]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    header = [*features[0]["properties"], CONTOUR]
    return header, [[*one["properties"].values(), json.dumps(one["geometry"])] for one in features]


def _write_csv(grid: Grid) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=grid.raw.separator, lineterminator="\n")
    writer.writerows([grid.header, *grid.rows])
    grid.path.write_text(out.getvalue(), encoding="utf-8")


def _write_parquet(grid: Grid) -> None:
    # The types are those of the good file: only names and rows are harmed.
    names = ", ".join('"' + one.replace('"', '""') + '"' for one in grid.header)
    temporary = grid.path.with_suffix(".nouveau")
    with duckdb.connect() as connection:
        marks = ", ".join("?" for _ in grid.header)
        rows = ", ".join(f"({marks})" for _ in grid.rows)
        cells = [cell for one in grid.rows for cell in one]
        connection.execute(
            f"COPY (SELECT * FROM (VALUES {rows}) AS t({names})) TO '{temporary}' (FORMAT parquet)",
            cells,
        )
    os.replace(temporary, grid.path)


def _write_xlsx(grid: Grid) -> None:
    book = xlsxwriter.Workbook(str(grid.path))
    sheet = book.add_worksheet(grid.raw.sheet)
    for number, cells in enumerate([grid.header, *grid.rows]):
        sheet.write_row(number, 0, cells)
    book.close()


def _objects(header: Row, rows: list[Row]) -> str:
    """Write objects by hand, so that a name may be there twice."""
    whole = []
    for cells in rows:
        pairs = zip(header, cells, strict=True)
        whole.append("{" + ", ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in pairs) + "}")
    return "[\n" + ",\n".join(whole) + "\n]"


def _write_json(grid: Grid) -> None:
    grid.path.write_text(_objects(list(grid.header), [*map(list, grid.rows)]), encoding="utf-8")


def _write_geojson(grid: Grid) -> None:
    features = []
    for cells in grid.rows:
        named = [(k, v) for k, v in zip(grid.header, cells, strict=True) if k != CONTOUR]
        shape = dict(zip(grid.header, cells, strict=True)).get(CONTOUR) or "null"
        properties = _objects([k for k, _ in named], [[v for _, v in named]])[1:-1]
        features.append(f'{{"type": "Feature", "properties": {properties}, "geometry": {shape}}}')
    text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}"
    grid.path.write_text(text, encoding="utf-8")


READERS: dict[FileFormat, Callable[[RawFile, Path], tuple[Row, list[Row]]]] = {
    FileFormat.CSV: _read_csv, FileFormat.PARQUET: _read_parquet, FileFormat.XLSX: _read_xlsx,
    FileFormat.JSON: _read_json, FileFormat.GEOJSON: _read_geojson,
}  # fmt: skip
WRITERS: dict[FileFormat, Callable[[Grid], None]] = {
    FileFormat.CSV: _write_csv, FileFormat.PARQUET: _write_parquet, FileFormat.XLSX: _write_xlsx,
    FileFormat.JSON: _write_json, FileFormat.GEOJSON: _write_geojson,
}  # fmt: skip
