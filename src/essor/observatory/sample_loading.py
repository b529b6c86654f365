"""Put the shipped samples in a lake, through the same checks as the producers' files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import duckdb

from essor.observatory.catalogue import get_source
from essor.observatory.engines.duckdb_engine import configure
from essor.observatory.lake import SAMPLE_PREFIX, Lake, is_sample_version
from essor.observatory.lock import only_refresh
from essor.observatory.refresh import compute_marts
from essor.observatory.samples import DESCRIPTION, Sample, list_samples
from essor.observatory.sql import literal
from essor.observatory.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReport:
    """What became of one sample.

    state : charge (put in the lake), inchange (already there), reel (the lake holds the producer's
    own data, which a sample never replaces)
    tables : tidy table -> rows
    """

    source: str
    state: str
    tables: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"source": self.source, "state": self.state, "tables": dict(self.tables)}


def load_samples(*, lake: Lake, at: datetime) -> list[SampleReport]:
    """Fill the sources that were never loaded with their samples, replace the lake at once.

    at : instant written in the manifests
    Raises UserFault when a sample has a wrong type or a repeated key; nothing is then replaced.
    """
    with only_refresh(lake.root, at=at, is_waiting=True, on_wait=lambda _: None):
        current = lake.current()
        with duckdb.connect() as connection:
            configure(connection)
            bring = partial(_bring, connection, lake, current["sources"], at)
            reports = [bring(one) for one in list_samples()]
        if any(one.state == "charge" for one in reports):
            current["marts"] = compute_marts(lake, current["sources"])
            lake.swap(current)
            lake.prune()
    return reports


def _bring(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    versions: dict[str, str],
    at: datetime,
    sample: Sample,
) -> SampleReport:
    former, version = versions.get(sample.source, ""), _version(sample)
    if former and not is_sample_version(former):
        return SampleReport(source=sample.source, state="reel", tables={})
    if former != version:
        _load(connection, lake, sample, version, at)
        versions[sample.source] = version
    return SampleReport(
        source=sample.source,
        state="inchange" if former == version else "charge",
        tables=_manifest(lake, sample.source, version)["tables"],
    )


def _load(
    connection: duckdb.DuckDBPyConnection, lake: Lake, sample: Sample, version: str, at: datetime
) -> None:
    built = lake.building()
    source = get_source(sample.source)
    work = Workbench(connection, source=source, opened={}, corrections=(), out=built)
    for table in sample.cuts:
        work.table(table, f"SELECT * FROM {rows_of(sample, table)}")
    work.close()
    manifest = {
        "version": version,
        "loaded_at": at.isoformat(),
        "echantillon": True,
        "territoire": sample.territoire,
        "read_on": sample.read_on.isoformat(),
        "files": {table: sample.path(table).name for table in sample.cuts},
        "counts": {},
        "tables": work.written,
    }
    (built / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    lake.place(built, kind=f"sources/{sample.source}", version=version)


def rows_of(sample: Sample, table: str) -> str:
    """Return the SQL that reads the rows of a sample, all as text.

    Nothing between two commas is unknown; an empty text is written `""`.
    """
    described = get_source(sample.source).table(table)
    columns = ", ".join(f"{literal(one.name)}: 'VARCHAR'" for one in described.columns)
    return (
        f"read_csv({literal(str(sample.path(table)))}, header=true, delim=',', quote='\"', "
        f"auto_detect=false, allow_quoted_nulls=false, columns={{{columns}}})"
    )


def _manifest(lake: Lake, source: str, version: str) -> dict[str, Any]:
    path = lake.root / "sources" / source / version / "manifest.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _version(sample: Sample) -> str:
    digest = hashlib.sha256()
    for path in (sample.folder / "source.yaml", sample.folder / DESCRIPTION):
        digest.update(path.read_bytes())
    for table in sample.cuts:
        digest.update(sample.path(table).read_bytes())
    return SAMPLE_PREFIX + digest.hexdigest()[:16]
