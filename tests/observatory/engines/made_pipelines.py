"""Producers' files of the pipelines that run on Spark: small, seeded, with every trap in them."""

import csv
import random
from pathlib import Path

from benchmarks import sirene_generateur
from essor.observatory.catalogue import get_source
from tests.observatory.made import copy_parquet, write_flores, write_series

PIPELINES = (
    "insee_flores", "urssaf_branches", "urssaf_effectifs_prives", "dgcl_dotations",
    "insee_sirene_etablissements",
)  # fmt: skip
BRANCHES = ("CG", "CH", "GZ", "JA")
ESTABLISHMENTS = 3_000


def write_all(folder: Path) -> None:
    """Write the files of every pipeline in a folder."""
    draw = random.Random(8404)
    zones = [f"{number:04}" for number in range(8401, 8431)]
    write_flores(
        folder,
        [(z, b, _jobs(draw), _jobs(draw)) for z in zones for b in BRANCHES]
        + [("8499", "CG", -3, 5), ("8499", "CH", None, 0)],
    )
    _write_branches(folder, zones, draw)
    write_series(
        folder,
        [(f"63{n:03}", "communes", year, draw.randrange(500)) for n in range(60)
         for year in (2022, 2023, 2024)]
        + [("84", "reg", 2024, 10), ("4", "reg", 2024, 11), ("FR", "france", 2024, 12),
           ("63113", "bv", 2024, 9), ("ZZZZZZZZZ", "epci", 2024, 5),
           ("63999", "communes", 2024, -1)],
    )  # fmt: skip
    for year in (2018, 2024):
        write_grants(folder, year, grants(year, 120, draw))
    path = folder / "StockEtablissement_utf8.parquet"
    sirene_generateur.write(path, rows=ESTABLISHMENTS, seed=8404)


def grants(year: int, rows: int, draw: random.Random) -> list[list[str]]:
    """Return grants, the difficult ones first."""
    given = (year, "DETR", "119", "commune")
    twice = (*given, "216301135", "063", "L'Oiseau", "63113", 'dit "bis"', "0", "1 000", "")
    odd = [
        (year, "DETR", "119", "", "", "nan", "?", "", "École « Zay »;\nbis\n", "", "250,5", "inf"),
        twice,
        twice,
        (
            *given,
            "212000012",
            "20A",
            "Corse \\ bas",
            "2A004",
            "  Pont ",
            "inf",
            "12\u00a0500.75",
            "",
        ),
        (*given, "", "691", "Métropole", "69381", "NaN", "1e3", "801", ""),
        (year, "FNADT", "112", "commune", "", "063", "Ailleurs", "63113", "Autre", "10", "5", ""),
        (*given, "", "063", "Rien", "63113", "Sans montant", "10", "1.5f", ""),
        (1999, "DETR", "119", "commune", "", "063", "Autre année", "63113", "Vieux", "10", "5", ""),
    ]
    usual = [
        (year, draw.choice(("DETR", "DSIL", "DPV")), "119", "commune", f"2163{n:05}",
         f"{draw.randrange(1, 95):03}", f"Commune {n}", f"63{n:03}", f"Projet n° {n}",
         f"{draw.randrange(10_000)},{n % 100:02}", str(draw.randrange(1, 9000)), "0,5")
        for n in range(rows)
    ]  # fmt: skip
    return [list(map(str, row)) for row in (*odd, *usual)]


def write_grants(folder: Path, year: int, rows: list[list[str]]) -> Path:
    """Write a file of grants, values quoted where they must be."""
    source = get_source("dgcl_dotations")
    raw = next(one for one in source.files if one.role == f"subventions_{year}")
    path = folder / raw.names[1]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=raw.separator, lineterminator="\n")
        writer.writerow(raw.columns)
        writer.writerows(rows)
    return path


def _write_branches(folder: Path, zones: list[str], draw: random.Random) -> None:
    values = ", ".join(
        f"('{zone}', '{branch}', 'C', 'BE', 'Branche d''essai', "
        + ", ".join(_sql(_jobs(draw)) for _ in range(4)) + ")"
        for zone in zones for branch in BRANCHES
    )  # fmt: skip
    columns = "code_ze, a38, a21, a5, lib, eff_19, eff_22, eff_23, eff_24"
    copy_parquet(f"VALUES {values}", columns, folder / "exdeco_pivot_urssaf_a38.parquet")


def _jobs(draw: random.Random) -> int | None:
    return None if draw.random() < 0.05 else draw.randrange(5000)


def _sql(number: int | None) -> str:
    return "CAST(NULL AS INTEGER)" if number is None else str(number)
