"""A site, its lots, a report, outlets, a platform and costs, made through the public actions."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from essor.records.plans.models import Plan
from essor.records.terres.actions import create_chantier, create_lot
from essor.records.terres.analyses import create_analyse
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.choices import NomHypothese
from essor.records.terres.models import (
    Analyse,
    Chantier,
    Dap,
    Distance,
    Exutoire,
    Hypothese,
    Lot,
    Plateforme,
)
from essor.records.terres.outlets import (
    create_dap,
    create_exutoire,
    create_plateforme,
    set_distance,
    set_hypothese,
)
from tests.factories import system

MONDAY = dt.date(2027, 1, 4)
SOURCE = "Une étude inventée pour les tests"
NUMBERS: Iterator[int] = count(1)
COSTS = {
    NomHypothese.TRANSPORT: "0.15",
    NomHypothese.CHARGEMENT: "2.5",
    NomHypothese.ATTENTE: "0.2",
    NomHypothese.NON_PLACEE: "200",
    NomHypothese.CARBONE: "0.106",
    NomHypothese.DETOUR: "1.3",
    NomHypothese.ACCES: "1.5",
}


def _known(values: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    return {"source_title": SOURCE, "confidentialite": "public", **defaults, **values}


def make_chantier(plan: Plan, code: str = "", **values: Any) -> Chantier:
    known = _known(
        values, code=code or f"CH-{next(NUMBERS)}", nom="Halle à démolir", siret="",
        code_commune_insee="63113", commune="Clermont-Ferrand",
        latitude=Decimal("45.790000"), longitude=Decimal("3.101000"),
    )  # fmt: skip
    return create_chantier(by=system(plan.territoire), plan=plan, **known)


def make_lot_terres(chantier: Chantier, code: str = "", **values: Any) -> Lot:
    known = _known(
        values, code=code or f"LOT-{next(NUMBERS)}", denomination="Limons bruns", classe="inerte",
        code_dechet="17 05 04", is_dangereux=False, is_pop=False, debut_on=MONDAY,
        tonnes_hebdo=[400, 400, 200], attente_max_semaines=2, densite_t_m3=Decimal("1.8"),
    )  # fmt: skip
    known.pop("confidentialite")
    return create_lot(by=system(chantier.plan.territoire), chantier=chantier, **known)


def results(**values: str) -> list[ResultatValues]:
    """Return results on the eluate, mg/kg: `as_="<0.05"` is a bound."""
    return [
        ResultatValues(
            support="eluat",
            parametre=name.rstrip("_"),
            valeur=Decimal(text.removeprefix("<")),
            is_borne=text.startswith("<"),
            unite="mg/kg",
        )
        for name, text in values.items()
    ]


def make_analyse(lot: Lot, numero: str = "", **values: Any) -> Analyse:
    known = {"source_title": SOURCE, "laboratoire": "Un laboratoire", **values}
    return create_analyse(
        by=system(lot.plan.territoire), lot=lot, numero=numero or f"B-{next(NUMBERS)}",
        resultats=known.pop("resultats", None) or results(as_="<0.05", pb="0.2"), **known,
    )  # fmt: skip


def make_exutoire(plan: Plan, code: str = "", **values: Any) -> Exutoire:
    known = _known(
        values, code=code or f"EX-{next(NUMBERS)}", nom="Stockage du puy", nature="isdi",
        accepte=["*"], tarif_eur_t=Decimal("9.50"), capacite_t_semaine=Decimal(1000),
        latitude=Decimal("45.850000"), longitude=Decimal("3.150000"), commune="Gerzat",
    )  # fmt: skip
    return create_exutoire(by=system(plan.territoire), plan=plan, **known)


def make_plateforme(plan: Plan, code: str = "", **values: Any) -> Plateforme:
    known = _known(
        values, code=code or f"PF{next(NUMBERS)}", nom="Plateforme nord", accepte=["inerte"],
        capacite_stock_t=Decimal(2000), manutention_eur_t=Decimal("1.20"),
        stockage_eur_t_semaine=Decimal("0.1"),
        latitude=Decimal("45.810000"), longitude=Decimal("3.120000"),
    )  # fmt: skip
    return create_plateforme(by=system(plan.territoire), plan=plan, **known)


def make_dap(exutoire: Exutoire, chantier: Chantier, **values: Any) -> Dap:
    known = {"source_title": SOURCE, "numero": f"DAP-{next(NUMBERS)}", **values}
    return create_dap(
        by=system(exutoire.plan.territoire), exutoire=exutoire, chantier=chantier, **known
    )


def make_distance(plan: Plan, origine: str, destination: str, km: str = "12.5") -> Distance:
    return set_distance(
        by=system(plan.territoire), plan=plan, origine=origine, destination=destination,
        distance_km=Decimal(km), source_title=SOURCE,
    )  # fmt: skip


def make_costs(plan: Plan) -> list[Hypothese]:
    by = system(plan.territoire)
    return [
        set_hypothese(by=by, plan=plan, nom=nom, valeur=Decimal(value), source_title=SOURCE)
        for nom, value in COSTS.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terres:
    """One of everything."""

    chantier: Chantier
    lot: Lot
    analyse: Analyse
    exutoire: Exutoire
    plateforme: Plateforme
    dap: Dap
    distance: Distance
    hypothese: Hypothese


def make_terres(plan: Plan) -> Terres:
    """Make one of everything, public."""
    chantier = make_chantier(plan)
    lot = make_lot_terres(chantier)
    exutoire = make_exutoire(plan)
    return Terres(
        chantier=chantier,
        lot=lot,
        analyse=make_analyse(lot),
        exutoire=exutoire,
        plateforme=make_plateforme(plan),
        dap=make_dap(exutoire, chantier, lot=lot),
        distance=make_distance(plan, chantier.code, exutoire.code),
        hypothese=make_costs(plan)[0],
    )
