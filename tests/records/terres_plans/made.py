"""A small territory that digs: two sites, three lots, three outlets, one platform."""

import datetime as dt
from decimal import Decimal
from typing import Any

from essor.records.plans.models import Plan
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Chantier, Lot
from essor.records.terres_plans.actions import create_plan_terres
from essor.records.terres_plans.models import PlanTerres
from tests.factories import system
from tests.records.terres.made import (
    make_analyse,
    make_chantier,
    make_costs,
    make_dap,
    make_exutoire,
    make_lot_terres,
    make_plateforme,
)

Json = dict[str, Any]
MONDAY = dt.date(2026, 11, 2)
WEEK = dt.timedelta(days=7)
HARMLESS = {
    "exclusions_absentes": True, "is_terre_vegetale": False, "is_amiante": False,
    "is_jardin_ou_parc": False, "is_invasif": False, "is_radioactif": False,
}  # fmt: skip
NAMES = {
    "site:CATAROUX": "Cataroux",
    "site:LONGUES": "Longues",
    "lot:C1": "Remblais de Cataroux",
    "lot:C2": "Calcaire de Cataroux",
    "lot:L1": "Limons de Longues",
    "outlet:PARC": "Parc du Brézet",
    "outlet:CARRIERE": "Carrière des Côtes",
    "outlet:ISDI": "ISDI de Puy-Long",
    "platform:PF": "Plateforme de Gerzat",
}


def instance_data(**changes: Any) -> Json:
    """Return an instance in the documented JSON form; its best plan is easy to find by hand."""
    found: Json = {
        "periods": 4,
        "period_days": 7,
        "starts_on": MONDAY.isoformat(),
        "costs": {
            "eur_per_tkm": 0.12,
            "loading_eur_t": 2.0,
            "holding_eur_t_period": 0.3,
            "unserved_eur_t": 150.0,
            "kgco2e_per_tkm": 0.106,
            "detour": 1.3,
            "access_km": 1.5,
        },
        "lots": [
            _lot("C1", "CATAROUX", "inerte", 0, [900.0, 600.0], 3.105, 45.795),
            _lot("C2", "CATAROUX", "calcaire", 1, [500.0], 3.105, 45.795),
            _lot("L1", "LONGUES", "inerte", 0, [400.0, 400.0, 400.0], 3.213, 45.698),
        ],
        "outlets": [
            _outlet("PARC", "amenagement", -1.0, 3.142, 45.781, capacity_t=1000.0, opens=1),
            _outlet("CARRIERE", "carriere", 4.0, 3.051, 45.831, capacity_t_per_period=450.0),
            _outlet("ISDI", "isdi", 14.0, 3.158, 45.765),
        ],
        "platforms": [
            {
                "id": "PF",
                "accepts": ["*"],
                "stock_capacity_t": 300.0,
                "handling_eur_t": 1.0,
                "holding_eur_t_period": 0.1,
                "lon": 3.144,
                "lat": 45.834,
            }
        ],
        "sites": [{"id": "CATAROUX", "trucks_t_per_period": 1000.0}],
    }
    return found | changes


def _lot(
    key: str, site: str, soil: str, first: int, tonnes: list[float], lon: float, lat: float
) -> Json:
    return {
        "id": key,
        "site": site,
        "class": soil,
        "first_period": first,
        "tonnes_per_period": tonnes,
        "max_wait_periods": 1,
        "lon": lon,
        "lat": lat,
    }


def _outlet(key: str, kind: str, fee: float, lon: float, lat: float, **more: Any) -> Json:
    return {
        "id": key, "kind": kind, "accepts": ["*"], "fee_eur_t": fee, "lon": lon, "lat": lat, **more,
    }  # fmt: skip


def make_soils(plan: Plan, **values: Any) -> None:
    """Write a territory that digs: two sites, three lots, three outlets, a platform, the costs.

    values : of every place (its confidentiality, that it is of the demonstration)
    """
    shared = {"source_title": "Inventé pour les tests", "confidentialite": "interne", **values}
    first = make_chantier(
        plan,
        "CATAROUX",
        nom="Cataroux",
        is_ssp=False,
        is_sis=False,
        **_at("45.795", "3.105"),
        **shared,
    )
    other = make_chantier(
        plan,
        "LONGUES",
        nom="Longues",
        is_ssp=False,
        is_sis=False,
        **_at("45.698", "3.213"),
        **shared,
    )
    lots = [
        _lot_terres(first, "C1", "Remblais", [900, 600]),
        _lot_terres(first, "C2", "Calcaire", [0, 500]),
        _lot_terres(other, "L1", "Limons", [400, 400, 400]),
    ]
    make_exutoire(
        plan, "PARC", nom="Parc du Brézet", nature="carriere", tarif_eur_t=Decimal(-1),
        capacite_t=Decimal(1000), capacite_t_semaine=None, **_at("45.781", "3.142"), **shared,
    )  # fmt: skip
    make_exutoire(
        plan, "CARRIERE", nom="Carrière des Côtes", nature="carriere", tarif_eur_t=Decimal(4),
        capacite_t_semaine=Decimal(450), **_at("45.831", "3.051"), **shared,
    )  # fmt: skip
    make_exutoire(
        plan, "ISDI", nom="ISDI de Puy-Long", tarif_eur_t=Decimal(14), capacite_t_semaine=None,
        **_at("45.765", "3.158"), **shared,
    )  # fmt: skip
    make_plateforme(plan, "PF", nom="Plateforme nord", **_at("45.834", "3.144"), **shared)
    for lot in lots:
        for outlet in plan.terres_exutoires.all():
            make_dap(
                outlet, lot.chantier, lot=lot, valid_from=MONDAY - 4 * WEEK,
                valid_until=MONDAY + 60 * WEEK,
            )  # fmt: skip
    make_costs(plan)


def _lot_terres(chantier: Chantier, code: str, denomination: str, tonnes: list[float]) -> Lot:
    """A lot that nothing keeps from any of the outlets."""
    lot = make_lot_terres(
        chantier, code, denomination=denomination, debut_on=MONDAY, tonnes_hebdo=tonnes,
        profil=HARMLESS,
    )  # fmt: skip
    dry = ResultatValues(support="physique", parametre="siccite", valeur=Decimal(85), unite="%")
    make_analyse(lot, resultats=[dry])
    return lot


def _at(latitude: str, longitude: str) -> dict[str, Decimal]:
    return {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}


def make_plan_terres(plan: Plan, titre: str = "Plan de l'automne", **values: Any) -> PlanTerres:
    """Return a plan of soils that the system wrote."""
    return create_plan_terres(
        by=system(plan.territoire),
        plan=plan,
        titre=titre,
        **{"debut_on": MONDAY, "periods": 4, **values},
    )
