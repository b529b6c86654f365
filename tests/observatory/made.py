"""Producers' files made by hand: the real column names, a few rows whose sums are known."""

from pathlib import Path

import duckdb

ZONES = "codgeo,libgeo,ze_2020,codze2020,libze2020"


def write_zones(folder: Path, *rows: str, header: str = ZONES, encoding: str = "utf-8") -> Path:
    """Write communes of employment zones; two of Clermont's zone unless told otherwise."""
    lines = rows or (
        "63113,Clermont-Ferrand,8408 - Clermont-Ferrand,8408,Clermont-Ferrand",
        "63300,Riom,8408 - Clermont-Ferrand,8408,Clermont-Ferrand",
    )
    path = folder / "communes_zones_emploi_2020.csv"
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path


def write_flores(folder: Path, rows: list[tuple[str, str, int | None, int | None]]) -> Path:
    """Write jobs: (zone, branch, 2022, 2023)."""
    path = folder / "exdeco_pivot_flores_a38.parquet"
    values = ", ".join(
        f"('{zone}', '{branch}', 'C', 'BE', 'Branche {branch}', {_sql(first)}, {_sql(last)})"
        for zone, branch, first, last in rows
    )
    copy_parquet(f"VALUES {values}", "code_ze, a38, a21, a5, lib, eff_22, eff_23", path)
    return path


def write_series(folder: Path, rows: list[tuple[str, str, int, int]]) -> Path:
    """Write private employees: (code, level, year, employees)."""
    path = folder / "urssaf_serie_indice100.parquet"
    values = ", ".join(f"('{code}', '{level}', {year}, {n}, 0.0)" for code, level, year, n in rows)
    copy_parquet(f"VALUES {values}", "code, echelon, year, eff_total, indice_fr_2014", path)
    return path


def copy_parquet(values: str, columns: str, path: Path) -> Path:
    """Write rows of SQL values as Parquet, under the names of the producer."""
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM ({values}) AS t({columns})) TO '{path}' (FORMAT parquet)"
        )
    return path


def _sql(number: int | None) -> str:
    return "CAST(NULL AS INTEGER)" if number is None else str(number)
