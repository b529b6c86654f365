"""Slips, links and plans to follow, made through the public actions."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from io import BytesIO
from typing import Any

from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Workbook,
    read_workbook,
    write_csv,
    write_xlsx,
)
from essor.records.bordereaux.actions import add_bordereau
from essor.records.bordereaux.liens import open_lien
from essor.records.bordereaux.models import Bordereau, LienChantier
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Chantier, Exutoire, Lot
from essor.records.terres_plans.actions import create_plan_terres, retain_calcul, run_plan_terres
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from tests.factories import make_plan, system
from tests.records.terres.made import (
    make_analyse,
    make_chantier,
    make_costs,
    make_dap,
    make_exutoire,
    make_lot_terres,
)
from tests.records.terres_plans.made import HARMLESS

DAY = dt.date(2026, 11, 3)


def make_bordereau(
    lot: Lot | None, exutoire: Exutoire, tonnes: str = "18.42", **values: Any
) -> Bordereau:
    """Return a slip from a lot, or from a site when the lot is unknown."""
    plan = exutoire.plan
    known: dict[str, Any] = {"realise_on": DAY, "numero": uuid.uuid4().hex[:8], **values}
    return add_bordereau(
        by=system(plan.territoire), plan=plan, lot=lot, exutoire=exutoire,
        tonnes=Decimal(tonnes), **known,
    ).bordereau  # fmt: skip


def make_lien(chantier: Chantier, titre: str = "Barrière nord") -> LienChantier:
    """Return an open link."""
    return open_lien(by=system(chantier.plan.territoire), chantier=chantier, titre=titre)


TOTALS = ("total_cost_eur", "tkm", "kgco2e", "reused_t", "unserved_t")


def make_followed(
    plan: Plan,
    flows: list[tuple[str, str, int, float]],
    *,
    debut_on: dt.date,
    periods: int = 6,
    **values: Any,
) -> PlanTerres:
    """Return a retained plan of soils whose flows are (lot, outlet, period, tonnes)."""
    by = system(plan.territoire)
    row = create_plan_terres(
        by=by, plan=plan, titre="Plan suivi", debut_on=debut_on, periods=periods, **values
    )
    found = {
        "plan": {
            "flows": [
                {
                    "origin_id": lot, "lot": lot, "origin_kind": "lot", "destination_id": outlet,
                    "destination_kind": "outlet", "period": period, "tonnes": tonnes, "km": 10.0,
                    "soil_class": "inerte",
                }
                for lot, outlet, period, tonnes in flows
            ],
            "stocks": [], "unserved": {}, "virgin": {}, "duals": {}, "bound_eur": None,
            "optimal": False, "method": "test", "objective": "cout",
            "totals": dict.fromkeys(TOTALS, 0.0),
        }
    }  # fmt: skip
    with operation(kind="test.calcul", author=by, territoire_code=by.territoire_code) as op:
        op.create(
            CalculTerres(
                plan_terres=row, numero=1, objectif="cout", engine_version="test",
                instance_on=debut_on, instance="{}", instance_sha256="0" * 64,
                resultats=json.dumps(found), sha256="0" * 64, is_verifie=True,
            )
        )  # fmt: skip
    return retain_calcul(by=by, plan_terres=row, numero=1)


def book_of(heads: list[str], *rows: list[Any], name: str = "pesees.csv") -> Workbook:
    """Return a weighbridge's file as Essor reads it."""
    return read_workbook(file_of(heads, *rows, name=name), file_name=name)


def file_of(heads: list[str], *rows: list[Any], name: str = "pesees.csv") -> bytes:
    """Return the bytes of a weighbridge's file."""
    sheet = SheetToWrite(
        title="Pesées", head=((HeadRole.LABEL, tuple(heads)),), rows=rows,
        columns=tuple(ColumnStyle() for _ in heads),
    )  # fmt: skip
    if name.endswith(".csv"):
        return write_csv(sheet)
    found: bytes | BytesIO = write_xlsx([sheet])
    return found if isinstance(found, bytes) else found.getvalue()


def accept(outlet: Exutoire, lot: Lot) -> None:
    """Write an acceptance of the lot that lasts long enough."""
    make_dap(
        outlet, lot.chantier, lot=lot, valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2029, 12, 31),
    )  # fmt: skip


def make_solved(monday: dt.date, *, on: dt.date) -> tuple[Plan, PlanTerres]:
    """A lot of 400 t over four weeks, a near outlet and a far one: solved, and followed."""
    plan = make_plan()
    make_costs(plan)
    site = make_chantier(plan, "CH", is_ssp=False, is_sis=False)
    lot = make_lot_terres(
        site, "LOT", debut_on=monday, tonnes_hebdo=[100, 100, 100, 100],
        attente_max_semaines=0, profil=HARMLESS,
    )  # fmt: skip
    dry = ResultatValues(support="physique", parametre="siccite", valeur=Decimal(85), unite="%")
    make_analyse(lot, resultats=[dry])
    near = make_exutoire(plan, "PRES", capacite_t_semaine=Decimal(150), tarif_eur_t=Decimal(5))
    far = make_exutoire(plan, "LOIN", tarif_eur_t=Decimal(9), latitude=Decimal("46.1"))
    for outlet in (near, far):
        accept(outlet, lot)
    by = system(plan.territoire)
    row = create_plan_terres(by=by, plan=plan, titre="Suivi", debut_on=monday, periods=4)
    first = run_plan_terres(by=by, plan_terres=row, on=on)
    assert isinstance(first, CalculTerres)
    return plan, retain_calcul(by=by, plan_terres=row, numero=first.numero)
