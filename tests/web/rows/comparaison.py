"""Rows of the comparison of territories: open data, open to all; nothing is written."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_table(world: World) -> dict[str, Any]:
    return {"code": world.code, "table": "rang"}


def on_before_after(world: World) -> dict[str, Any]:
    return {"code": world.code, "table": "placebos"}


PAGES: dict[str, list[PageRow]] = {
    "comparaison:show": [PageRow(PUBLIC, here)],
    "comparaison:table_file": [PageRow(PUBLIC, on_table)],
    "comparaison:before_after": [PageRow(PUBLIC, here)],
    "comparaison:before_after_file": [PageRow(PUBLIC, on_before_after)],
}
WRITES: dict[str, WriteRow] = {}
