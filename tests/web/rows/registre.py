"""Rows of the register of soils: members read and verify, managers keep it."""

from typing import Any

from django.utils import timezone

from essor.records.accounts.roles import Capability as C
from essor.records.registre.files import read_file, template
from essor.records.registre.imports import Preview, preview_import
from essor.records.registre.models import LigneRegistre
from tests.factories import system
from tests.records.bordereaux.made import make_bordereau
from tests.records.registre.made import make_declared, make_ligne, texts
from tests.web.row_kinds import PageRow, WriteRow
from tests.web.world import World

ROOM = "essor.records.registre."
READER, MANAGER = C.VIEW_INTERNAL, C.EDIT_PLAN


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def outgoing(world: World) -> dict[str, Any]:
    return {"code": world.code, "genre": "sortant"}


def as_file(file_format: str) -> Any:
    return lambda world: {**outgoing(world), "file_format": file_format}


def ligne(world: World) -> LigneRegistre:
    return make_ligne(world.plan)


def on_ligne(world: World) -> dict[str, Any]:
    return {"code": world.code, "ligne_id": ligne(world).pk}


def on_declared(world: World) -> dict[str, Any]:
    return {"code": world.code, "ligne_id": make_declared(world.plan).pk}


def file_of(world: World) -> Any:
    heads = template("sortant", "csv").decode("utf-8-sig")
    return read_file(f"{heads}ANNULER;Z\r\n".encode(), file_name="a.csv")


def seen(world: World) -> Preview:
    return preview_import(
        by=system(world.territoire), plan=world.plan, file=file_of(world),
        today=timezone.localdate(), is_declared=False,
    )  # fmt: skip


PAGES: dict[str, list[PageRow]] = {
    "registre:home": [PageRow(READER, here)],
    "registre:list_csv": [PageRow(READER, here)],
    "registre:verify": [PageRow(READER, here)],
    "registre:take": [PageRow(MANAGER, here)],
    "registre:show": [PageRow(READER, on_ligne)],
    "registre:edit": [PageRow(MANAGER, on_ligne), PageRow(MANAGER, on_declared)],
    "registre:complete": [PageRow(MANAGER, on_ligne, method="post")],
    "registre:cancel": [PageRow(MANAGER, on_ligne)],
    "registre:remove": [PageRow(MANAGER, on_ligne)],
    "registre:slip_document": [PageRow(READER, on_ligne, is_costly=True)],
    "registre:add": [PageRow(MANAGER, outgoing)],
    "registre:generate": [PageRow(MANAGER, outgoing)],
    "registre:prepare": [PageRow(READER, outgoing)],
    "registre:declare": [PageRow(MANAGER, outgoing, method="post")],
    "registre:file_document": [PageRow(READER, as_file("csv"))],
    "registre:blank_document": [PageRow(READER, as_file("xlsx"))],
}


def dated(**values: Any) -> Any:
    return lambda world: {
        "today": timezone.localdate(),
        **{name: value(world) if callable(value) else value for name, value in values.items()},
    }


WRITES: dict[str, WriteRow] = {
    f"{ROOM}{name}": WriteRow(MANAGER, arguments)
    for name, arguments in {
        "actions.create_ligne": dated(
            plan=lambda w: w.plan,
            genre="sortant",
            champs=lambda w: texts(timezone.localdate()),
        ),
        "actions.change_ligne": dated(
            ligne=ligne, champs=lambda w: texts(timezone.localdate(), weightValue="20")
        ),
        "actions.correct_ligne": dated(
            ligne=lambda w: make_declared(w.plan),
            champs=lambda w: texts(timezone.localdate(), weightValue="20"),
            raison="Pesée",
        ),
        "actions.cancel_ligne": dated(ligne=ligne, raison="Refusée"),
        "actions.delete_ligne": lambda w: {"ligne": ligne(w)},
        "actions.declare_lignes": lambda w: {
            "lignes": [ligne(w)],
            "declared_on": timezone.localdate(),
        },
        "completion.complete_like": dated(ligne=ligne),
        "imports.preview_import": dated(plan=lambda w: w.plan, file=file_of, is_declared=False),
        "imports.import_lignes": dated(plan=lambda w: w.plan, preview=seen, is_declared=False),
        "generation.generate_lignes": dated(
            plan=lambda w: w.plan,
            genre="sortant",
            bordereaux=lambda w: [make_bordereau(w.terres.lot, w.terres.exutoire)],
        ),
    }.items()
}
