"""Rows of the place of a study's site."""

from typing import Any

from essor.records.accounts.roles import Capability as C
from essor.records.studies.location import Location
from tests.web.row_kinds import PageRow, WriteRow
from tests.web.world import World


def on_study(world: World) -> dict[str, Any]:
    return {"code": world.code, "study_id": world.study.pk}


PAGES = {
    "etudes:place": [PageRow(C.EDIT_PLAN, on_study), PageRow(C.EDIT_PLAN, on_study, "post")],
}
WRITES = {
    "essor.records.studies.actions.locate_study": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "study": w.study,
            "location": Location(adresse="Rue de Cataroux"),
            "expected_version": w.study.version,
        },
    ),
}
