"""What each loaded source says of the sites of a territory (table `ici`: its communes)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from essor.foundations.french import format_date
from essor.observatory.sites.site import Genre, Position, Site
from essor.observatory.sql import literal
from essor.observatory.wording import said

NBSP = "\u00a0"
M2_PER_HA = 10_000


def _friches(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Site]:
    sql = (
        "SELECT site_id, nom, code_commune_insee, statut, is_verifie, surface_m2, longitude, "
        f"latitude, lu_on FROM {_table(folder, 'friche')} "
        "WHERE code_commune_insee IN (SELECT code_commune_insee FROM ici)"
    )
    for row in _rows(connection, sql):
        has_point = row["longitude"] is not None and row["latitude"] is not None
        yield Site(
            genre=Genre.FRICHE_VERIFIEE if row["is_verifie"] else Genre.FRICHE_NON_VERIFIEE,
            id=row["site_id"],
            nom=row["nom"] or row["site_id"],
            communes=(row["code_commune_insee"],),
            faits=tuple(_said(row["statut"], _surface(row["surface_m2"]))),
            observed=format_date(row["lu_on"]) if row["lu_on"] else "",
            position=Position.SITE if has_point else Position.AUCUNE,
            longitude=row["longitude"] if has_point else None,
            latitude=row["latitude"] if has_point else None,
        )


def _parcs(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Site]:
    sql = (
        f"SELECT * FROM {_table(folder, 'site_economique')} "
        "WHERE code_commune_insee IN (SELECT code_commune_insee FROM ici)"
    )
    for row in _rows(connection, sql):
        available = _surface(row["surface_disponible_m2"])
        yield Site(
            genre=Genre.ZAE,
            id=row["site_id"],
            nom=row["nom"] or row["site_id"],
            communes=(row["code_commune_insee"],),
            faits=tuple(
                _said(
                    row["type_site"], row["etat"], _surface(row["surface_m2"]),
                    f"{available} disponibles" if available else "",
                    _counted(row["etablissements"], "établissements"),
                )
            ),
            observed=format_date(row["lu_on"]) if row["lu_on"] else "",
            position=Position.AUCUNE,
        )  # fmt: skip


def _declarants(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Site]:
    sql = (
        "SELECT identifiant, any_value(nom) AS nom, code_commune_insee, annee, "
        "count(DISTINCT polluant) AS polluants, max(quantite_t) FILTER (milieu = 'Air' "
        "AND polluant LIKE 'Dioxyde de carbone (CO2) total%') AS co2_t "
        f"FROM {_table(folder, 'emission_irep')} WHERE code_commune_insee IN "
        "(SELECT code_commune_insee FROM ici) GROUP BY identifiant, code_commune_insee, annee "
        "QUALIFY annee = max(annee) OVER (PARTITION BY identifiant)"
    )
    for row in _rows(connection, sql):
        tonnes = row["co2_t"]
        yield Site(
            genre=Genre.IREP,
            id=row["identifiant"],
            nom=row["nom"] or row["identifiant"],
            communes=(row["code_commune_insee"],),
            faits=tuple(
                _said(
                    _counted(row["polluants"], "polluants déclarés"),
                    "CO2 total non déclaré ou sous le seuil"
                    if tonnes is None
                    else f"{said(tonnes)}{NBSP}t de CO2 total",
                )
            ),
            observed=str(row["annee"]),
            position=Position.AUCUNE,
        )


def _installations(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Site]:
    emissions, possible = _table(folder, "emission_ets"), _table(folder, "commune_possible_ets")
    sql = (
        f"SELECT e.*, (SELECT list(code_commune_insee ORDER BY 1) FROM {possible} AS p "
        f"WHERE p.identifiant = e.identifiant) AS communes FROM {emissions} AS e "
        f"WHERE identifiant IN (SELECT identifiant FROM {possible} WHERE code_commune_insee IN "
        "(SELECT code_commune_insee FROM ici)) "
        "QUALIFY annee = max(annee) OVER (PARTITION BY identifiant)"
    )
    here = {row[0] for row in connection.execute("SELECT * FROM ici").fetchall()}
    for row in _rows(connection, sql):
        communes = tuple(row["communes"])
        has_point = row["longitude"] is not None and row["latitude"] is not None
        yield Site(
            genre=Genre.ETS,
            id=row["identifiant"],
            nom=row["nom"] or row["identifiant"],
            communes=communes,
            faits=tuple(
                _said(
                    row["activite"],
                    f"{said(row['emission_t'])}{NBSP}t de CO2 équivalent vérifiées",
                    "" if set(communes) <= here else "peut-être hors du territoire",
                )
            ),
            observed=str(row["annee"]),
            position=Position.CODE_POSTAL if has_point else Position.AUCUNE,
            longitude=row["longitude"] if has_point else None,
            latitude=row["latitude"] if has_point else None,
        )


def _surface(square_metres: float | None) -> str:
    if square_metres is None:
        return ""
    if square_metres >= M2_PER_HA:
        return f"{said(square_metres / M2_PER_HA)}{NBSP}ha"
    return f"{said(square_metres)}{NBSP}m²"


def _counted(number: int | None, what: str) -> str:
    return "" if number is None else f"{said(number)}{NBSP}{what}"


def _said(*texts: str | None) -> Iterator[str]:
    return (one for one in texts if one)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterable[dict[str, Any]]:
    cursor = connection.execute(sql)
    columns = [one[0] for one in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _table(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"


READERS = {
    "cerema_cartofriches": _friches,
    "cnig_sites_economiques": _parcs,
    "georisques_irep": _declarants,
    "europe_eu_ets": _installations,
}
