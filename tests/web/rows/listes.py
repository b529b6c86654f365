"""The map of the working lists: open to whoever reads the plan, and its files."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.territoire.code}


PAGES = {"listes:carte": [PageRow(PUBLIC, here)]}
