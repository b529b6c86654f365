"""Every file of every source, harmed in every way: all faults are told, nothing is replaced."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from essor.observatory import geography
from essor.observatory.catalogue import list_sources
from essor.observatory.lake import Lake
from essor.observatory.refresh import SourceReport, refresh
from essor.observatory.source import FileFormat, SourceDescription
from tests.observatory.made_files import Grid, grids, write_all

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TEXT = (FileFormat.CSV, FileFormat.JSON, FileFormat.GEOJSON)
# A row repeated word for word says nothing new there: one is kept, the others counted.
TOLERANT = {"france_travail_demandeurs", "insee_zones_emploi"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lake, Path]]:
    """A lake that holds every source of the catalogue, and the good files it was made of."""
    root = tmp_path_factory.mktemp("abimes")
    faits = geography.shipped()
    communes = tuple(one for one in faits.geographie.communes if one.code_departement == "63")
    small = replace(faits, geographie=replace(faits.geographie, communes=communes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geography, "shipped", lambda: small)
        # What is computed from the tables is another matter; here only the tables are watched.
        patch.setattr("essor.observatory.refresh.compute_marts", lambda *_: "marts")
        folder = root / "fichiers"
        folder.mkdir()
        write_all(folder)
        lake = Lake(root / "lac")
        reports = refresh(lake=lake, sources=list_sources(), folder=folder, at=AT)
        states = {one.source: (one.state, one.faults) for one in reports}
        assert {state for state, _ in states.values()} == {"charge"}, states
        yield lake, folder


def content(lake: Lake) -> dict[str, bytes]:
    """Give everything that a reader can see, byte for byte."""
    return {
        str(path.relative_to(lake.root)): path.read_bytes()
        for path in sorted(lake.root.rglob("*"))
        if path.is_file()
    }


def first(grid: Grid) -> str:
    return grid.raw.columns[0]


def rename_two(grid: Grid) -> None:
    grid.renamed(*grid.raw.columns[:2]).write()


def drop(grid: Grid) -> None:
    grid.without(grid.raw.columns[-1]).write()


def double_column(grid: Grid) -> None:
    grid.twice(first(grid)).write()


def repeat_rows(grid: Grid) -> None:
    grid.repeated().write()


def truncate(grid: Grid) -> None:
    data = grid.path.read_bytes().rstrip()
    if grid.raw.format is FileFormat.CSV:  # in the first cell of the last row
        data = data[: len(data) - len(data.splitlines()[-1]) + 4]
    else:
        data = data[: len(data) // 2]
    grid.path.write_bytes(data)


def corrupt(grid: Grid) -> None:
    data = bytearray(grid.path.read_bytes())
    place = max(len(data) - 12, 0) if grid.raw.format not in TEXT else len(data) * 3 // 4
    data[place : place + 4] = b"\xff\xfe\x00\xff"
    grid.path.write_bytes(bytes(data))


def encode(grid: Grid) -> None:
    grid.path.write_bytes(grid.path.read_text(encoding="utf-8").encode("utf-16"))


def empty(grid: Grid) -> None:
    grid.path.write_bytes(b"")


ILLISIBLE = {"fichier_illisible", "ligne_illisible", "invalide"}
HARMS: dict[str, tuple[Callable[[Grid], None], set[str], tuple[FileFormat, ...]]] = {
    "two columns renamed": (rename_two, {"colonne_absente"}, tuple(FileFormat)),
    "a column missing": (drop, {"colonne_absente", "rien_garde"}, tuple(FileFormat)),
    "a column twice": (
        double_column, {"colonne_double"}, (FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON),
    ),
    "rows repeated": (repeat_rows, {"doublon"}, tuple(FileFormat)),
    "truncated": (truncate, ILLISIBLE, tuple(FileFormat)),
    "corrupt bytes": (corrupt, ILLISIBLE, tuple(FileFormat)),
    "another encoding": (encode, ILLISIBLE | {"colonne_absente"}, TEXT),
    "empty": (empty, ILLISIBLE | {"colonne_absente"}, tuple(FileFormat)),
}  # fmt: skip


def harmed(
    lake: Lake, folder: Path, source: SourceDescription, grid: Grid, how: str
) -> SourceReport:
    """Harm one file, refresh, put the good file back."""
    good = grid.path.read_bytes()
    try:
        HARMS[how][0](grid)
        (report,) = refresh(lake=lake, sources=[source], folder=folder, at=AT)
    finally:
        grid.path.write_bytes(good)
    return report


@pytest.mark.parametrize("source", list_sources(), ids=lambda one: one.name)
def test_a_harmed_file_is_refused_with_its_faults_and_nothing_is_replaced(
    world: tuple[Lake, Path], source: SourceDescription
) -> None:
    lake, folder = world
    before = content(lake)
    files = grids(source, folder)
    assert {grid.raw.role for grid in files} >= {
        one.role for one in source.files if not one.is_optional
    }
    for grid in files:
        for how, (_, codes, formats) in HARMS.items():
            if grid.raw.format not in formats:
                continue
            report = harmed(lake, folder, source, grid, how)
            case = (grid.raw.role, how, report.faults)
            if how == "rows repeated" and source.name in TOLERANT:
                assert report.state == "charge", case
                assert dict(report.tables) == (lake.manifest(source.name) or {})["tables"], case
                continue
            assert report.state == "refuse", case
            assert codes & {fault.code for fault in report.faults}, case
            assert all(len(fault.sentence()) > 20 for fault in report.faults), case
            if how == "two columns renamed":
                assert len(report.faults) == 2, "every fault of the file, not the first"
    refresh(lake=lake, sources=[source], folder=folder, at=AT)
    assert content(lake).keys() >= before.keys() - {".verrou"}
    if source.name not in TOLERANT:
        assert content(lake) == before
