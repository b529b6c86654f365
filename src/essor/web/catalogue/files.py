"""The catalogue to keep: sources and completeness as CSV or JSON, rows set apart as CSV."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.foundations.tables import Value as Cell
from essor.observatory.completeness import Completeness, completeness
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.sql import literal
from essor.observatory.wording import LEVELS
from essor.web.catalogue.cards import Card, card_or_404, cards
from essor.web.catalogue.completude import WORDS
from essor.web.design.csv_file import csv_file
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.tables import cells_of

KINDS = ("csv", "json")
MOST_ROWS = 100_000  # what a spreadsheet still opens
SOURCE_LABELS = (
    "Source", "Titre", "Producteur", "Page", "Licence", "Millésime", "Maille", "État", "Lue le",
    "Données jusqu'au", "À relire le", "Alerte", "Lignes lues", "Lignes corrigées",
    "Lignes mises à part", "Lignes rangées", "Indicateurs", "Pour la charger", "Version",
)  # fmt: skip
COMPLETUDE_LABELS = (
    "Code du territoire", "Territoire", "Indicateur", "Identifiant", "Thème", "État", "Niveau",
)  # fmt: skip


@require_safe
def sources_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send every source of the catalogue."""
    every = cards(the_lake(), on=timezone.localdate())
    if _checked(kind) == "csv":
        return csv_file("observatoire-catalogue", SOURCE_LABELS, [_line(one) for one in every])
    return _json("observatoire-catalogue", {"sources": [_described(one) for one in every]})


@require_safe
def completude_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send what each territory knows of each indicator."""
    found = completeness(the_lake())
    if _checked(kind) == "csv":
        return csv_file("observatoire-completude", COMPLETUDE_LABELS, list(_cells(found)))
    territoires = [
        {
            "code": code,
            "nom": nom,
            "indicateurs": {one.id: found.cell(code, one).status for one in list_indicators()},
        }
        for code, nom in found.territoires.items()
    ]
    return _json("observatoire-completude", {"territoires": territoires})


@require_safe
def refused_file(request: HttpRequest, source: str, role: str) -> HttpResponse:
    """Send the rows of a file that were set apart, each with its reason; at most 100,000.

    A file of which nothing was set apart gives its heads and no row.
    """
    lake = the_lake()
    described = card_or_404(lake, source, on=timezone.localdate()).source
    file = next((one for one in described.files if one.role == role), None)
    if file is None:
        raise Http404
    folder = lake.source_folder(source)
    path = folder / f"refus_{role}.parquet" if folder else None
    labels = [*file.columns, "refus"]
    lines: list[list[Cell]] = []
    if path and path.exists():
        labels, lines = _rows(path)
    return csv_file(f"mises-a-part-{source}-{role}", labels, lines)


def _rows(path: Path) -> tuple[list[str], list[list[Cell]]]:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT {MOST_ROWS}"
        )
        labels = [one[0] for one in rows.description or ()]
        return labels, [cells_of(row) for row in rows.fetchall()]


def _checked(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


def _json(name: str, told: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def _line(one: Card) -> list[Cell]:
    fresh = one.freshness
    return [
        one.source.name, one.source.title, one.source.producer, one.source.page,
        one.source.licence, one.source.vintage, one.source.grain, one.words, fresh.read_on,
        fresh.stops_on, fresh.read_again_on, " ".join(fresh.sentences()), one.read, one.corrected,
        one.refused, one.rows, ", ".join(indicator.id for indicator in one.indicators),
        one.advice.command, one.version,
    ]  # fmt: skip


def _described(one: Card) -> dict[str, Any]:
    return one.freshness.as_dict() | {
        "titre": one.source.title,
        "producteur": one.source.producer,
        "page": one.source.page,
        "licence": one.source.licence,
        "millesime": one.source.vintage,
        "maille": one.source.grain,
        "defauts_connus": list(one.source.known_defects),
        "fichiers": [
            {
                "role": file.file.role, "nom": file.name, "lues": file.read, "gardees": file.kept,
                "corrigees": file.corrected, "mises_a_part": dict(file.refused),
                "colonnes_nouvelles": list(file.new_columns),
            }
            for file in one.files
        ],
        "tables": {table.name: rows for table, rows in one.tables},
        "indicateurs": [indicator.id for indicator in one.indicators],
        "pour_la_charger": one.advice.command,
        "version": one.version or None,
    }  # fmt: skip


def _cells(found: Completeness) -> Iterator[list[Cell]]:
    for code, nom in found.territoires.items():
        for one in list_indicators():
            cell = found.cell(code, one)
            level = LEVELS.get(cell.niveau, "")
            yield [code, nom, one.title, one.id, one.theme, WORDS[cell.status], level]
