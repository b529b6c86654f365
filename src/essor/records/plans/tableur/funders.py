"""Read the funders of one row: names, amounts and states that share a number."""

from collections.abc import Mapping
from typing import Any

from essor.foundations.errors import NBSP
from essor.foundations.tables import Cell
from essor.records.plans.tableur import values
from essor.records.plans.tableur.cell_reader import CellReader
from essor.records.plans.tableur.draft import FunderDraft
from essor.records.plans.tableur.lists import split_values

KEYS = ("financeur", "montant", "etat")


def read_funders(
    reader: CellReader, row: int, cells: Mapping[tuple[str, int], Cell]
) -> tuple[FunderDraft, ...] | None:
    """Funders by their number; an amount or a state alone is a fault. None when there is none."""
    numbers = sorted({number for key, number in cells if key in KEYS})
    found = [f for number in numbers if (f := _funder(reader, row, number, cells)) is not None]
    return tuple(found) or None


def _funder(
    reader: CellReader, row: int, number: int, cells: Mapping[tuple[str, int], Cell]
) -> FunderDraft | None:
    parts: dict[str, Any] = {}
    for key in ("montant", "etat"):
        if (key, number) in cells:
            column = reader.header.columns[key, number]
            parts[key] = reader.value(column, cells[key, number])
    name = cells.get(("financeur", number))
    if name is None:
        _refuse_alone(reader, row, number, cells)
        return None
    column = reader.header.columns["financeur", number]
    title = reader.attempt(values.read_title, column, name)
    if not title:
        return None
    if len(split_values(title)) > 1:
        reader.warn(
            "plusieurs financeurs dans une cellule"
            f"{NBSP}: ils sont gardés ensemble, avec leur montant commun",
            place=reader.place(column, row),
            value=title,
            code="financeurs_ensemble",
        )
    return FunderDraft(nom=title, montant_eur=parts.get("montant"), etat=parts.get("etat"))


def _refuse_alone(
    reader: CellReader, row: int, number: int, cells: Mapping[tuple[str, int], Cell]
) -> None:
    key = "montant" if ("montant", number) in cells else "etat"
    reader.faults.add_message(
        f"ce montant n'a pas de financeur (Financeur {number} est vide)",
        place=reader.place(reader.header.get(key, number), row),
        value=values.shown(cells[key, number]),
        expected="le nom du financeur, ou une cellule vide",
        code="montant_sans_financeur",
    )
