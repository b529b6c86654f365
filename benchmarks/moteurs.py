"""DuckDB and Spark on the same file of establishments, in the same run: same rows, what it costs.

The target is equality, row for row, of the tables of SIRENE. The ratio of the times is told, not
judged: on one machine Spark shows what a cluster costs before it helps. Starting Java is apart.

    PYTHONPATH=<folder of pyspark> .venv/bin/python benchmarks/moteurs.py --lignes 5000000 [--json]
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.sirene_generateur import write  # noqa: E402
from essor.observatory.catalogue import get_source  # noqa: E402
from essor.observatory.engines.duckdb_engine import DuckDBEngine  # noqa: E402
from essor.observatory.engines.engine import Engine, Job  # noqa: E402
from essor.observatory.engines.spark_engine import SparkEngine  # noqa: E402
from essor.observatory.opening import open_raw  # noqa: E402

SOURCE = "insee_sirene_etablissements"


def timed(engine: Engine, path: Path, folder: Path) -> float:
    """Return the seconds that an engine takes to tidy a file, once it is open."""
    source = get_source(SOURCE)
    (raw,) = source.files
    out, scratch = folder / "tables", folder / "brouillon"
    out.mkdir(parents=True)
    scratch.mkdir()
    started = time.perf_counter()
    opened = {raw.role: open_raw(raw, path, scratch)}
    engine.tidy(Job(source=source, opened=opened, scratch=scratch, out=out))
    return time.perf_counter() - started


def differences(folder: Path) -> Iterator[str]:
    """Name the tables that do not hold the same rows for both engines."""
    for table in get_source(SOURCE).tables:
        first, second = (
            f"SELECT * FROM read_parquet('{folder / one / 'tables' / table.name}.parquet')"
            for one in ("duckdb", "spark")
        )
        with duckdb.connect() as connection:
            found = connection.execute(
                f"SELECT count(*) FROM (({first} EXCEPT ALL {second}) UNION ALL "
                f"({second} EXCEPT ALL {first}))"
            ).fetchone()
        if found != (0,):
            yield table.name


def measure(rows: int, master: str, folder: Path) -> dict[str, object]:
    """Write a file, tidy it with each engine."""
    path = folder / "StockEtablissement_utf8.parquet"
    write(path, rows=rows, seed=8404)
    loads = [os.getloadavg()[0]]
    duckdb_s = timed(DuckDBEngine(), path, folder / "duckdb")
    started = time.perf_counter()
    spark = SparkEngine(master)
    start_s = time.perf_counter() - started
    spark_s = timed(spark, path, folder / "spark")
    spark.close()
    return {
        "machine": f"{platform.platform()}, {os.cpu_count()} cœurs",
        "charge": [round(one, 1) for one in (*loads, os.getloadavg()[0])],
        "lignes": rows,
        "duckdb_s": round(duckdb_s, 1),
        "demarrage_spark_s": round(start_s, 1),
        "spark_s": round(spark_s, 1),
        "rapport": round(spark_s / duckdb_s, 1),
        "tables_differentes": list(differences(folder)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lignes", type=int, default=5_000_000)
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.lignes, asked.master, Path(folder))
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(f"{name:20} {value}" for name, value in found.items()))
    return 1 if found["tables_differentes"] else 0


if __name__ == "__main__":
    sys.exit(main())
