"""Rows of the portrait of a territory: open data, for everyone."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow
from tests.web.world import World


def on_territory(world: World) -> dict[str, Any]:
    return {"code": world.code}


PAGES: dict[str, list[PageRow]] = {
    f"portrait:{name}": [PageRow(PUBLIC, on_territory)] for name in ("show", "csv")
} | {"portrait:pdf": [PageRow(PUBLIC, on_territory, is_costly=True)]}
WRITES: dict[str, Any] = {}
