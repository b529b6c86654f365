"""Rows of the permission tables, one module per room: ``PAGES`` by address, ``WRITES`` by function.

A room adds its own module here; the tables find it.
"""

import pkgutil
from importlib import import_module
from typing import Any


def gathered(name: str) -> dict[str, Any]:
    """Merge a table of every module; an address or a function stands in one of them only."""
    rows: dict[str, Any] = {}
    for found in pkgutil.iter_modules(__path__):
        table = getattr(import_module(f"{__name__}.{found.name}"), name, {})
        assert not (twice := rows.keys() & table.keys()), f"twice: {sorted(twice)}"
        rows |= table
    return rows
