"""Rows of the pages of the studies that came after the first table."""

from typing import Any

from essor.records.accounts.roles import Capability as C
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_run(world: World) -> dict[str, Any]:
    return {"code": world.code, "study_id": world.study.pk, "numero": 1}


PAGES: dict[str, list[PageRow]] = {
    "etudes:list_csv": [PageRow(PUBLIC, here)],
    "etudes:compare_csv": [PageRow(PUBLIC, here)],
    "etudes:portfolio": [PageRow(PUBLIC, here)],
    "etudes:portfolio_csv": [PageRow(PUBLIC, here)],
    "etudes:aptitude": [PageRow(PUBLIC, here)],
    "etudes:aptitude_csv": [PageRow(PUBLIC, here)],
    "etudes:verify": [PageRow(C.EDIT_PLAN, on_run, "post", is_costly=True)],
}
WRITES: dict[str, WriteRow] = {}
