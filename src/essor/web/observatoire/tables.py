"""The values and the source rows of the observatory as tables to keep: CSV, workbook, JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite
from essor.foundations.tables import Value as Cell
from essor.foundations.units import unit_label
from essor.observatory.indicators.definition import Indicator
from essor.observatory.lake import Lake
from essor.observatory.provenance import provenance_of
from essor.observatory.reading import Value
from essor.observatory.source_rows import SourceRows
from essor.observatory.wording import LEVELS, STATUSES

LABELS = (
    "Indicateur", "Identifiant", "Thème", "Niveau", "Code du lieu", "Lieu", "Part des habitants",
    "Rubrique", "Millésime", "Valeur", "Borne basse", "Borne haute", "Unité", "Statut",
    "Lignes de la source", "Source",
)  # fmt: skip
SOURCE_LABELS = (
    "Indicateur", "Identifiant", "Formule", "Limites", "Source", "Producteur", "Page", "Licence",
    "Millésime de la source", "Chargée le", "Échantillon", "Version",
)  # fmt: skip


def lines_of(values: Iterable[Value]) -> list[list[Cell]]:
    """Write values as rows under `LABELS`."""
    return [_line(one) for one in values]


def source_lines(lake: Lake, indicators: Iterable[Indicator]) -> list[list[Cell]]:
    """Write where indicators come from as rows under `SOURCE_LABELS`."""
    return [
        [
            indicator.title,
            indicator.id,
            indicator.formula,
            " ".join(indicator.limits),
            one.source.title,
            one.source.producer,
            one.source.page,
            one.source.licence,
            one.source.vintage,
            one.loaded_at.date() if one.loaded_at else None,
            one.is_sample,
            one.version,
        ]
        for indicator in indicators
        for one in provenance_of(lake, indicator)
    ]


def sheet(title: str, labels: Sequence[str], rows: Sequence[Sequence[Cell]]) -> SheetToWrite:
    """Return a sheet to write."""
    return SheetToWrite(
        title=title,
        head=((HeadRole.LABEL, tuple(labels)),),
        rows=rows,
        columns=tuple(ColumnStyle() for _ in labels),
        frozen_columns=1,
    )


def row_labels(found: SourceRows) -> list[str]:
    """Return the heads of source rows: what the column holds, and its unit."""
    return [
        f"{one.description} ({unit_label(one.unit)})" if one.unit else one.description
        for one in found.columns
    ]


def cells_of(row: Iterable[Any]) -> list[Cell]:
    """Write a source row: numbers exact, days as days, the unknown empty."""
    return [_cell(one) for one in row]


def _line(one: Value) -> list[Cell]:
    return [
        one.indicator.title,
        one.indicator.id,
        one.indicator.theme,
        LEVELS.get(one.lieu.niveau, one.lieu.niveau),
        one.lieu.code,
        one.lieu.nom,
        _cell(round(one.lieu.part, 4)),
        one.rubrique,
        one.vintage,
        _cell(one.value),
        _cell(one.low),
        _cell(one.high),
        unit_label(one.indicator.unit),
        STATUSES.get(one.status) or one.status,
        one.source_rows,
        ", ".join(one.indicator.sources),
    ]


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return value
    return str(value)


def as_json(lake: Lake, values: Iterable[Value], indicators: Iterable[Indicator]) -> dict[str, Any]:
    """Write values and their sources for JSON: unknown stays null."""
    folder = lake.marts_folder()
    return {
        "version": folder.name if folder else None,
        "indicateurs": list(_described(lake, indicators)),
        "valeurs": [one.as_dict() for one in values],
    }


def _described(lake: Lake, indicators: Iterable[Indicator]) -> Iterator[dict[str, Any]]:
    for one in indicators:
        yield {
            "id": one.id,
            "titre": one.title,
            "theme": one.theme,
            "unite": one.unit,
            "formule": one.formula,
            "limites": list(one.limits),
            "sources": [source.as_dict() for source in provenance_of(lake, one)],
        }
