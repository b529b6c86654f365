r"""Sirene refreshed on one machine: time and memory against a bare scan, pandas and Polars.

Claims: 44 million establishments (the real file's number) are read, checked, grouped and written
as tidy tables on two cores and under 4 GiB, in at most 1.5 times what DuckDB alone takes to scan
the same columns and group them by the same keys, in the same run; and the cost follows the number
of rows along a straight line. Indicators of every place come after, at a cost of their own, told
beside: it follows the number of communes more than that of rows.

How: files of `sirene_generateur.py`, seed 8404, Parquet. Each measure runs in a process of its own,
so that its peak of memory is its own; wall clock and processor time are both told, the second moves
less on a busy machine. « nu » is the bare scan and group, written by hand, its groups counted and
kept in memory, nothing checked nor written. « source » is the refresh of the source: fingerprint,
identifiers, groups, refusals, three tables, manifest. « tout » adds every indicator of every place.
pandas and Polars do the bare scan and group too; they are only here, never in the requirements:

    uv run --no-project --with polars --with pandas --with pyarrow --with duckdb \
        python benchmarks/sirene.py --outils --garder DOSSIER

    .venv/bin/python benchmarks/sirene.py [--lignes 5000000 15000000 44000000] [--garder DOSSIER]
        [--csv] [--json]

Exit code 1 when a target is missed.
"""

import argparse
import datetime as dt
import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

SEED = 8404
SIZES = [5_000_000, 15_000_000, 44_000_000]
MOST_RATIO, MOST_MIB = 1.5, 4096.0
STRAIGHT = 0.25  # of the cost: farthest that a size may be from the line through the others
REPEATS = 3
SOURCE = "insee_sirene_etablissements"
COLUMNS = (
    "codeCommuneEtablissement codePaysEtrangerEtablissement etatAdministratifEtablissement "
    "statutDiffusionEtablissement nomenclatureActivitePrincipaleEtablissement "
    "activitePrincipaleEtablissement activitePrincipaleNAF25Etablissement "
    "trancheEffectifsEtablissement caractereEmployeurEtablissement dateCreationEtablissement "
    "dateDebut dateDernierTraitementEtablissement"
)
BARE = """
SELECT codeCommuneEtablissement AS commune, codePaysEtrangerEtablissement IS NOT NULL AS etranger,
    etatAdministratifEtablissement AS etat,
    CASE WHEN nomenclatureActivitePrincipaleEtablissement NOT IN ('NAFRev1', 'NAF1993', 'NAP')
         THEN nomenclatureActivitePrincipaleEtablissement END AS nomenclature,
    CASE WHEN NOT {industrie} THEN 'autre'
         WHEN {actif} THEN activitePrincipaleEtablissement
         ELSE left(activitePrincipaleEtablissement, 1) END AS activite,
    CASE WHEN {actif} AND {industrie} THEN activitePrincipaleNAF25Etablissement END AS naf_2025,
    CASE WHEN {actif} THEN trancheEffectifsEtablissement END AS tranche,
    CASE WHEN {actif} THEN caractereEmployeurEtablissement END AS employeur,
    CASE WHEN {industrie} THEN greatest(year(dateCreationEtablissement), 2014) END AS creation,
    CASE WHEN {industrie} AND NOT {actif} THEN greatest(year(dateDebut), 2014) END AS fermeture,
    count(*) AS lignes, count(*) FILTER (statutDiffusionEtablissement = 'P') AS partielles,
    max(dateDernierTraitementEtablissement) AS traite
FROM {file} GROUP BY ALL
""".replace("{actif}", "(etatAdministratifEtablissement = 'A')").replace(
    "{industrie}",
    "(nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' AND "
    "activitePrincipaleEtablissement >= '05' AND activitePrincipaleEtablissement < '40')",
)


def bare(path: Path, scratch: Path) -> int:
    """Scan and group with DuckDB alone, under the memory that Essor gives it."""
    import duckdb

    reader = (
        f"read_csv('{path}', all_varchar=true, header=true)"
        if path.suffix == ".csv"
        else f"'{path}'"
    )
    sql = BARE.replace("{file}", reader)
    if path.suffix == ".csv":
        for column in ("dateCreationEtablissement", "dateDebut"):
            sql = sql.replace(f"year({column})", f"CAST(left({column}, 4) AS INTEGER)")
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit='3GB'; SET temp_directory='{scratch}'")
        connection.execute("SET preserve_insertion_order=false")
        connection.execute(f"CREATE TEMP TABLE groupes AS {sql}")
        ((rows,),) = connection.execute("SELECT sum(lignes) FROM groupes").fetchall()
    return int(rows)


def source(path: Path, scratch: Path, *, is_whole: bool = False) -> int:
    """Refresh the source as the command does, with or without every indicator of every place."""
    from essor.observatory import refresh as module
    from essor.observatory.catalogue import get_source
    from essor.observatory.lake import Lake

    if not is_whole:
        module.compute_marts = lambda *_: ""  # type: ignore[assignment]
    (report,) = module.refresh(
        lake=Lake(scratch / "lac"),
        sources=[get_source(SOURCE)],
        folder=path.parent,
        at=dt.datetime.now(dt.UTC),
    )
    assert report.state == "charge", report.faults
    return report.counts["etablissements"].read


def whole(path: Path, scratch: Path) -> int:
    """Refresh the source and compute every indicator."""
    return source(path, scratch, is_whole=True)


def with_polars(path: Path, scratch: Path) -> int:
    """Scan and group with Polars, lazily: it reads what it needs."""
    import polars as pl

    naf, etat = pl.col("activitePrincipaleEtablissement"), pl.col("etatAdministratifEtablissement")
    industry = (pl.col("nomenclatureActivitePrincipaleEtablissement") == "NAFRev2") & (
        (naf >= "05") & (naf < "40")
    )
    active = etat == "A"
    groups = (
        pl.scan_parquet(path)
        .group_by(
            pl.col("codeCommuneEtablissement"),
            pl.col("codePaysEtrangerEtablissement").is_not_null(),
            etat,
            pl.col("nomenclatureActivitePrincipaleEtablissement"),
            pl.when(~industry).then(pl.lit("autre")).when(active).then(naf)
            .otherwise(naf.str.head(1)).alias("activite"),
            pl.when(active & industry).then(pl.col("activitePrincipaleNAF25Etablissement"))
            .alias("naf_2025"),
            pl.when(active).then(pl.col("trancheEffectifsEtablissement")).alias("tranche"),
            pl.when(active).then(pl.col("caractereEmployeurEtablissement")).alias("employeur"),
            pl.when(industry).then(pl.col("dateCreationEtablissement").dt.year().clip(2014))
            .alias("creation"),
            pl.when(industry & ~active).then(pl.col("dateDebut").dt.year().clip(2014))
            .alias("fermeture"),
        )
        .agg(
            pl.len().alias("lignes"),
            (pl.col("statutDiffusionEtablissement") == "P").sum().alias("partielles"),
            pl.col("dateDernierTraitementEtablissement").max().alias("traite"),
        )
        .collect(engine="streaming")
    )  # fmt: skip
    return int(groups["lignes"].sum())


def with_pandas(path: Path, scratch: Path) -> int:
    """Read the columns whole and group them with pandas: all of them are held in memory."""
    import pandas as pd

    rows = pd.read_parquet(path, columns=COLUMNS.split())
    naf, etat = rows.activitePrincipaleEtablissement, rows.etatAdministratifEtablissement
    industry = (rows.nomenclatureActivitePrincipaleEtablissement == "NAFRev2") & (
        (naf >= "05") & (naf < "40")
    ).fillna(False).astype(bool)
    active = etat == "A"
    created, begun = (
        pd.to_datetime(rows[one]).dt.year.clip(lower=2014)
        for one in ("dateCreationEtablissement", "dateDebut")
    )
    keys = [
        rows.codeCommuneEtablissement, rows.codePaysEtrangerEtablissement.notna(), etat,
        rows.nomenclatureActivitePrincipaleEtablissement,
        naf.where(active, naf.str[:1]).where(industry, "autre"),
        rows.activitePrincipaleNAF25Etablissement.where(active & industry),
        rows.trancheEffectifsEtablissement.where(active),
        rows.caractereEmployeurEtablissement.where(active),
        created.where(industry), begun.where(industry & ~active),
    ]  # fmt: skip
    groups = rows.assign(partiel=rows.statutDiffusionEtablissement == "P").groupby(
        [one.rename(f"cle_{number}") for number, one in enumerate(keys)], dropna=False, sort=False
    )
    told = groups.agg(
        lignes=("etatAdministratifEtablissement", "size"),
        partielles=("partiel", "sum"),
        traite=("dateDernierTraitementEtablissement", "max"),
    )
    return int(told.lignes.sum())


WAYS: dict[str, Callable[[Path, Path], int]] = {
    "nu": bare, "source": source, "tout": whole, "polars": with_polars, "pandas": with_pandas,
}  # fmt: skip

NEEDED = {
    "nu": ["duckdb"], "polars": ["polars"], "pandas": ["pandas", "pyarrow.parquet"],
    "source": ["essor.observatory.refresh", f"essor.observatory.sources.{SOURCE}.tidy"],
    "tout": ["essor.observatory.refresh", f"essor.observatory.sources.{SOURCE}.tidy"],
}  # fmt: skip


def measure(way: str, path: Path) -> dict[str, float]:
    """Do one thing once, in this process; what it needs is imported before the clock starts."""
    for module in NEEDED[way]:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory(dir=path.parent.parent) as scratch:
        begun, cpu = time.perf_counter(), time.process_time()
        rows = WAYS[way](path, Path(scratch))
        spent, cpu = time.perf_counter() - begun, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"s": spent, "cpu_s": cpu, "mib": peak, "rows": rows}


def apart(way: str, path: Path) -> dict[str, float]:
    """Do one thing once, in a process of its own; what it could not do is told by its memory."""
    command = [sys.executable, __file__, "--mesurer", way, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        sys.stderr.write(answer.stderr[-2000:])
        return {}
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def prepare(rows: int, folder: Path, suffix: str) -> Path:
    """Write the file of a size, unless it is kept from another run."""
    path = folder / str(rows) / f"StockEtablissement_utf8{suffix}"
    if not path.exists():
        from sirene_generateur import write

        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_name(f"en_cours{suffix}")
        write(written, rows=rows, seed=SEED)
        written.rename(path)
    return path


def compare(path: Path, ways: list[str], repeats: int) -> dict[str, dict[str, float]]:
    """Do each way several times in turn; keep the one that took the least processor time."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(repeats):
        for way in ways:
            found = apart(way, path)
            if found and (way not in best or found["cpu_s"] < best[way]["cpu_s"]):
                best[way] = found
    return best


def line(costs: dict[int, float]) -> tuple[float, float, float]:
    """Return the slope (s per million rows), the constant (s) and the largest relative gap.

    The line goes through the smallest and the largest size; the gap is that of those between.
    """
    first, last = min(costs), max(costs)
    slope = (costs[last] - costs[first]) / (last - first)
    constant = costs[first] - slope * first
    gaps = [abs(costs[one] - (constant + slope * one)) / costs[one] for one in costs]
    return slope * 1e6, constant, max(gaps)


def say(size: int, found: dict[str, dict[str, float]]) -> None:
    """Tell one size, each way against the bare scan."""
    print(f"\n{size:,} lignes".replace(",", " "))
    for way, one in found.items():
        ratios = "" if way == "nu" or "nu" not in found else (
            f"   × {one['s'] / found['nu']['s']:.2f} à l'horloge, "
            f"× {one['cpu_s'] / found['nu']['cpu_s']:.2f} au processeur"
        )  # fmt: skip
        print(f"  {way:8} {one['s']:7.1f} s  {one['cpu_s']:7.1f} s cpu  "
              f"{one['mib']:6.0f} Mio{ratios}")  # fmt: skip


def faults_of(results: dict[int, dict[str, dict[str, float]]]) -> list[str]:
    """Return the targets that are missed, in words."""
    missed = []
    largest = results[max(results)]
    for size, found in results.items():
        for way in ("source", "tout"):
            if way in found and found[way]["mib"] > MOST_MIB:
                missed.append(f"{size} lignes, {way} : {found[way]['mib']:.0f} Mio")
    if {"source", "nu"} <= set(largest):
        ratio = largest["source"]["cpu_s"] / largest["nu"]["cpu_s"]
        if ratio > MOST_RATIO:
            missed.append(f"rapport au parcours nu : {ratio:.2f} au processeur")
    return missed


def main() -> int:
    """Measure what is asked; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lignes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--garder", type=Path, help="dossier où garder les fichiers inventés")
    parser.add_argument("--fois", type=int, default=REPEATS)
    parser.add_argument("--outils", action="store_true", help="pandas et Polars aussi")
    parser.add_argument("--csv", action="store_true", help="le fichier texte, non le Parquet")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mesurer", nargs=2, metavar=("FAÇON", "FICHIER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.mesurer:
        print(json.dumps(measure(asked.mesurer[0], Path(asked.mesurer[1]))))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.garder or Path(temporary)
        return run(asked, folder)


def run(asked: argparse.Namespace, folder: Path) -> int:
    """Write the files, measure, tell."""
    ways = ["nu", "polars", "pandas"] if asked.outils else ["nu", "source", "tout"]
    loads = [os.getloadavg()[0]]
    results = {}
    for size in sorted(asked.lignes):
        path = prepare(size, folder, ".csv" if asked.csv else ".parquet")
        results[size] = compare(path, ways, asked.fois)
        if not asked.json:
            say(size, results[size])
    loads.append(os.getloadavg()[0])
    lines = {
        way: line({size: found[way]["cpu_s"] for size, found in results.items() if way in found})
        for way in ways
        if sum(way in found for found in results.values()) > 1
    }
    missed = faults_of(results)
    if any(gap > STRAIGHT for way, (_, _, gap) in lines.items() if way == "tout"):
        missed.append("le coût ne suit pas une droite")
    if asked.json:
        print(json.dumps({"results": results, "lines": lines, "missed": missed, "load": loads}))
    else:
        for way, (slope, constant, gap) in lines.items():
            print(f"{way:8} {slope:.2f} s cpu par million de lignes, {constant:+.1f} s, "
                  f"écart à la droite {gap:.0%}")  # fmt: skip
        print(f"\n{platform.platform()}, {os.cpu_count()} cœurs, charge {loads[0]:.1f} puis "
              f"{loads[1]:.1f}")  # fmt: skip
        print("\n".join(missed) or "Cibles tenues.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
