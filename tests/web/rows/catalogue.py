"""Rows of the pages of the catalogue: open data, for everyone."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def on_source(world: World) -> dict[str, Any]:
    return {"source": "georisques_irep"}


def on_refused(world: World) -> dict[str, Any]:
    return {**on_source(world), "role": "emissions"}


PAGES = {
    "catalogue:home": [PageRow(PUBLIC)],
    "catalogue:sources_file": [PageRow(PUBLIC, lambda _: {"kind": "csv"})],
    "catalogue:source": [PageRow(PUBLIC, on_source)],
    "catalogue:refused_file": [PageRow(PUBLIC, on_refused)],
    "catalogue:completude": [PageRow(PUBLIC)],
    "catalogue:completude_file": [PageRow(PUBLIC, lambda _: {"kind": "json"})],
}
WRITES: dict[str, WriteRow] = {}
