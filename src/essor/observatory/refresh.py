"""Bring sources in from a folder of producers' files, then compute every indicator again."""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.observatory.bench import RawCount
from essor.observatory.contours.build import build_contours
from essor.observatory.engines.duckdb_engine import DuckDBEngine
from essor.observatory.engines.engine import Engine, Job
from essor.observatory.fingerprint import fingerprint
from essor.observatory.indicators.compute import compute_values
from essor.observatory.lake import Lake
from essor.observatory.lock import only_refresh
from essor.observatory.losing import check_losses
from essor.observatory.opening import Opened, open_raw
from essor.observatory.source import RawFile, SourceDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source.

    state : charge (new version), inchange (same files), refuse (faults; the last good version
    stays), absent (no file of it in the folder)
    counts : file of the producer -> rows read, corrected, refused by reason
    tables : tidy table -> rows
    engine : what tidied a new version (duckdb, spark)
    """

    source: str
    state: str
    engine: str = ""
    counts: Mapping[str, RawCount] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    new_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source,
            "state": self.state,
            "engine": self.engine,
            "files": {
                role: {
                    "read": one.read, "kept": one.kept, "corrected": one.corrected,
                    "refused": one.refused,
                }
                for role, one in self.counts.items()
            },
            "tables": dict(self.tables),
            "new_columns": {role: list(names) for role, names in self.new_columns.items()},
            "faults": [one.as_dict() for one in self.faults],
        }  # fmt: skip


def refresh(
    *,
    lake: Lake,
    sources: Sequence[SourceDescription],
    folder: Path,
    at: datetime,
    on_source: Callable[[SourceDescription], None] = lambda _: None,
    is_waiting: bool = False,
    on_wait: Callable[[str], None] = lambda _: None,
    engine: Engine | None = None,
) -> list[SourceReport]:
    """Read what a folder holds of these sources, replace the lake at once, report on each.

    folder : searched with its sub-folders, by the names that each source gives
    at : instant written in the manifests
    is_waiting, on_wait : wait for the end of another refresh, and say whose it is
    engine : what tidies the sources, DuckDB unless told otherwise
    A source with a fault is left as it was; the others are replaced.
    Raises UserFault when another refresh is under way and one does not wait.
    """
    with only_refresh(lake.root, at=at, is_waiting=is_waiting, on_wait=on_wait):
        current = lake.current()  # read under the lock: the one before may have changed it
        reports = []
        for source in sources:
            on_source(source)
            report, version = _bring(lake, source, folder, at, engine or DuckDBEngine())
            reports.append(report)
            if version:
                current["sources"][source.name] = version
        current["marts"] = compute_marts(lake, current["sources"])
        lake.swap(current)
        lake.prune()
    return reports


def find_files(source: SourceDescription, folder: Path) -> dict[str, Path]:
    """Return the file of each role that a folder holds, the first name accepted first."""
    found: dict[str, Path] = {}
    for raw in source.files:
        for pattern in raw.names:
            matches = sorted(folder.rglob(pattern))
            if matches:
                found[raw.role] = matches[0]
                break
    return found


def _bring(
    lake: Lake, source: SourceDescription, folder: Path, at: datetime, engine: Engine
) -> tuple[SourceReport, str]:
    files = find_files(source, folder)
    if not files:
        return SourceReport(source=source.name, state="absent"), ""
    version = fingerprint(source, files)
    former = lake.manifest(source.name)
    if former and former["version"] == version:
        return SourceReport(source=source.name, state="inchange"), version
    try:
        return _load(lake, source, files, version, at, former, engine), version
    except UserFault as refused:
        return SourceReport(source=source.name, state="refuse", faults=refused.faults), ""


def _load(
    lake: Lake,
    source: SourceDescription,
    files: Mapping[str, Path],
    version: str,
    at: datetime,
    former: Mapping[str, Any] | None,
    engine: Engine,
) -> SourceReport:
    built = lake.building()
    with tempfile.TemporaryDirectory(dir=built.parent) as scratch:
        opened = _open_all(source, files, Path(scratch))
        done = engine.tidy(Job(source=source, opened=opened, scratch=Path(scratch), out=built))
    check_losses(source, done.counts, former)
    manifest = {
        "version": version,
        "loaded_at": at.isoformat(),
        "files": {role: path.name for role, path in files.items()},
        "counts": {role: asdict(one) for role, one in done.counts.items()},
        "tables": dict(done.written),
        "engine": done.engine,
        "new_columns": {role: one.new_columns for role, one in opened.items() if one.new_columns},
    }
    (built / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    lake.place(built, kind=f"sources/{source.name}", version=version)
    return SourceReport(
        source=source.name,
        state="charge",
        engine=done.engine,
        counts=done.counts,
        tables=done.written,
        new_columns={role: one.new_columns for role, one in opened.items() if one.new_columns},
    )


def _open_all(
    source: SourceDescription, files: Mapping[str, Path], scratch: Path
) -> dict[str, Opened]:
    opened: dict[str, Opened] = {}
    with FaultGatherer() as faults:
        for raw in source.files:
            if raw.role not in files:
                faults.extend(_absent(raw))
                continue
            with faults.catching(Place()):
                opened[raw.role] = open_raw(raw, files[raw.role], scratch)
    return opened


def _absent(raw: RawFile) -> Iterable[Fault]:
    if not raw.is_optional:
        yield Fault(
            message="Un fichier de la source manque.", expected=" ou ".join(raw.names),
            code="fichier_absent",
        )  # fmt: skip


def compute_marts(lake: Lake, versions: Mapping[str, str]) -> str:
    """Compute every value from these versions of the sources; return the version to put in force.

    versions : source -> version of its tidy tables
    """
    built = lake.building()
    folders = {one: lake.root / "sources" / one / version for one, version in versions.items()}
    version = compute_values(folders, built) + build_contours(folders, built, lake.marts_folder())
    lake.place(built, kind="marts", version=version)
    return version
