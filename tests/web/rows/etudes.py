"""Rows of the pages of the studies that came after the first table."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


PAGES: dict[str, list[PageRow]] = {"etudes:compare_csv": [PageRow(PUBLIC, here)]}
WRITES: dict[str, WriteRow] = {}
