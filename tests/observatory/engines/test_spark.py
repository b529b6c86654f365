"""The pipelines that go beyond one machine, on a real cluster: row for row what DuckDB gives."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from essor.commands.main import essor
from essor.observatory import refresh as refreshing
from essor.observatory.catalogue import get_source
from essor.observatory.engines.duckdb_engine import DuckDBEngine
from essor.observatory.engines.engine import Engine
from essor.observatory.engines.spark_engine import SparkEngine
from essor.observatory.lake import Lake
from tests.observatory.engines.cluster import Cluster, running_cluster, what_is_missing
from tests.observatory.engines.made_pipelines import PIPELINES, grants, write_all, write_grants
from tests.observatory.made import write_flores, write_zones

pytestmark = [
    pytest.mark.spark,
    # The bridge between Python and Java leaves the closing of each answer's socket to Python.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if missing := what_is_missing():
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("grappe")
    with running_cluster(folder) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder / "conf"))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield running


@dataclass(frozen=True, slots=True)
class Ran:
    """Both refreshes of the same files: reports and lakes. state : the cluster, just after."""

    reports: dict[str, dict[str, dict[str, Any]]]
    lakes: dict[str, Lake]
    state: dict[str, Any]


@pytest.fixture(scope="module")
def ran(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Refresh with each engine, by the command line."""
    folder = tmp_path_factory.mktemp("producteurs")
    write_all(folder)
    write_zones(folder)
    spark = ("--moteur", "spark", "--master", cluster.master)
    reports, lakes = {}, {}
    for engine, words in {"duckdb": (), "spark": spark}.items():
        place = tmp_path_factory.mktemp(engine)
        sources = [word for one in (*PIPELINES, "insee_zones_emploi") for word in ("--source", one)]
        asked = ["--dir", str(place), "observatoire", "rafraichir", "--depuis", str(folder)]
        answer = CliRunner().invoke(essor, [*asked, *sources, "--json", *words])
        assert answer.exit_code == 0, answer.output
        reports[engine] = {one["source"]: one for one in json.loads(answer.stdout)}
        lakes[engine] = Lake(place / "observatoire")
    return Ran(reports, lakes, cluster.state())


def test_two_workers_did_the_work(ran: Ran) -> None:
    assert ran.state["aliveworkers"] == 2
    (application,) = ran.state["completedapps"]
    assert application["cores"] == 2, "each worker has one core: both were at work"


@pytest.mark.parametrize("source", PIPELINES)
def test_results_are_those_of_duckdb_row_for_row(ran: Ran, source: str) -> None:
    mine, theirs = ran.reports["spark"][source], ran.reports["duckdb"][source]
    assert (mine.pop("engine"), theirs.pop("engine")) == ("spark", "duckdb")
    assert mine == theirs
    assert all(theirs["tables"].values())
    folders = [ran.lakes[one].source_folder(source) for one in ("spark", "duckdb")]
    names = [sorted(path.name for path in folder.iterdir()) for folder in folders if folder]
    assert names[0] == names[1]
    for name in names[0]:
        if name.endswith(".parquet"):
            first, second = (_rows(folder / name) for folder in folders if folder)
            assert first[1] == second[1]
            # Of a row that is set apart, the engine keeps the type of its own working columns.
            assert name.startswith("refus_") or first[0] == second[0]


def test_the_difficult_rows_are_in_the_files(ran: Ran) -> None:
    told = ran.reports["spark"]
    refused = {
        source: {why for one in told[source]["files"].values() for why in one["refused"]}
        for source in PIPELINES
    }
    assert len(refused["dgcl_dotations"]) == 3
    assert len(refused["urssaf_effectifs_prives"]) == 3
    assert len(refused["insee_flores"]) == 1
    assert refused["insee_sirene_etablissements"]
    folder = ran.lakes["spark"].source_folder("dgcl_dotations")
    titles = {row[-4] for row in _rows(folder / "subvention_etat.parquet")[1]}  # type: ignore[operator]
    assert "École « Zay »;\nbis" in titles


def test_what_is_told_in_duckdb_is_done_by_duckdb(ran: Ran) -> None:
    assert ran.reports["spark"]["insee_zones_emploi"]["engine"] == "duckdb"
    marts = [one.marts_folder() for one in ran.lakes.values()]
    values = [_rows(folder / "valeurs.parquet") for folder in marts if folder]
    assert values[0] == values[1]
    assert values[0][1]
    manifest = ran.lakes["spark"].manifest("insee_flores")
    assert manifest is not None
    assert manifest["engine"] == "spark"


def test_what_duckdb_refuses_is_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "compute_marts", lambda *_: "marts")
    engine = SparkEngine(cluster.master)
    try:
        for name in BROKEN:
            folder = tmp_path / name
            folder.mkdir()
            BROKEN[name](folder)
            source = "insee_flores" if name.startswith("flores") else "dgcl_dotations"
            codes = {
                type(one): _fault_codes(one, source, folder, tmp_path / f"lac_{type(one).__name__}")
                for one in (DuckDBEngine(), engine)
            }
            assert codes[SparkEngine] == codes[DuckDBEngine] != [], name
    finally:
        engine.close()


def _fault_codes(engine: Engine, source: str, folder: Path, root: Path) -> list[str]:
    (report,) = refreshing.refresh(
        lake=Lake(root), sources=[get_source(source)], folder=folder, at=AT, engine=engine
    )
    assert report.state == "refuse"
    return [fault.code for fault in report.faults]


def _broken_grants(folder: Path, change: Any) -> None:
    path = write_grants(folder, 2024, grants(2024, 20, random.Random(1)))
    path.write_bytes(change(path.read_bytes()))


def _twice(folder: Path) -> None:
    rows = grants(2024, 20, random.Random(1))
    write_grants(folder, 2024, rows + rows)


BROKEN = {
    "ragged": lambda folder: _broken_grants(folder, lambda text: text + b"2024;DETR;119\n"),
    "encoding": lambda folder: _broken_grants(
        folder, lambda text: text.replace("École".encode(), "École".encode("cp1252"))
    ),
    "unclosed": lambda folder: _broken_grants(
        folder, lambda text: text + b'2024;DETR;119;x;y;z;n;c;"coupe'
    ),
    "renamed": lambda folder: _broken_grants(
        folder, lambda text: text.replace(b"subvention;", b"montant;")
    ),
    "doubles": _twice,
    "flores keys": lambda folder: write_flores(
        folder, [("8408", "CG", 1, 2), ("8408", "CG", 3, 4)]
    ),
}


def _rows(path: Path) -> tuple[list[Any], list[Any]]:
    """Return the columns with their types, then the rows, sorted."""
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY ALL")
        columns = [column[:2] for column in rows.description or ()]
        return columns, rows.fetchall()
