"""Checks on the cells of a table that a server sent: nothing is taken on trust."""

import math
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.terres_distances.service import Service


def square(found: Any, n_rows: int, n_columns: int, service: Service) -> list[list[Any]]:
    """Return a nested list of the size asked. Raises UserFault."""
    is_rows = isinstance(found, list) and len(found) == n_rows
    if not is_rows or not all(isinstance(row, list) and len(row) == n_columns for row in found):
        raise unreadable(service, f"pas le tableau de {n_rows} × {n_columns} demandé")
    rows: list[list[Any]] = found
    return rows


def number(cell: object, service: Service) -> float | None:
    """Return a finite positive number, None for an absent one. Raises UserFault."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise unreadable(service, f"une case vaut {cell!r}")
    if not math.isfinite(cell) or cell < 0:
        raise unreadable(service, f"une case vaut {cell!r}")
    return float(cell)


def unreadable(service: Service, what: str) -> UserFault:
    """Return the fault of an answer that is not what the documentation of the engine says."""
    return UserFault.single(
        f"la réponse du serveur {service.engine.label} ne se lit pas",
        value=f"{service.base} : {what}",
        code="itineraires_illisibles",
    )
