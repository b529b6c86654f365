"""What the questions about uncertainty answered, as sentences and one table each."""

import datetime as dt
from dataclasses import dataclass

from essor.records.terres_plans.choices import NatureCalcul
from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.facts import Json, PlanSheet

TITLES = {
    NatureCalcul.RISQUE: "Ce que risque le plan",
    NatureCalcul.ROBUSTE: "Un plan qui tient si les volumes dérivent",
    NatureCalcul.DEUX_TEMPS: "Les contrats à signer avant de tout savoir",
    NatureCalcul.CONTRATS: "Le plan avec ses contrats",
}
OFFERED = (
    (NatureCalcul.RISQUE, "Que risque le plan si les volumes et les analyses changent ?"),
    (NatureCalcul.ROBUSTE, "Quel plan tient si quelques lots sont plus gros que prévu ?"),
    (NatureCalcul.DEUX_TEMPS, "Quels contrats signer maintenant, quels flux décider après ?"),
)
QUANTILES = (("p5", "5 %"), ("p50", "50 %"), ("p95", "95 %"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAnswer:
    """One question about uncertainty and what was found."""

    title: str
    numero: int
    computed_on: dt.date
    sentences: tuple[str, ...]
    table: Table
    is_plan: bool


def answer_of(sheet: PlanSheet) -> RiskAnswer:
    """Return the answer of one computation of this kind."""
    nature = NatureCalcul(sheet.nature)
    found: Json = sheet.results.get("variante") or {}
    return RiskAnswer(
        title=TITLES[nature],
        numero=sheet.numero,
        computed_on=sheet.edited_on,
        sentences=tuple(found.get("sentences", ())),
        table=_table(nature, found, sheet),
        is_plan=sheet.plan is not None,
    )


def _table(nature: NatureCalcul, found: Json, sheet: PlanSheet) -> Table:
    if nature is NatureCalcul.DEUX_TEMPS:
        return _reserved(found, sheet)
    if nature is NatureCalcul.ROBUSTE:
        return _robust(found)
    return Table(head=("Mesure", "Valeur"), cells=())


def _reserved(found: Json, sheet: PlanSheet) -> Table:
    rows: list[Row] = [
        (sheet.places["outlet", code].name, Measure(float(t), 0))
        for code, t in (found.get("reserved_t") or {}).items()
        if ("outlet", code) in sheet.places
    ]
    return Table(head=("Exutoire", "À réserver maintenant (t)"), cells=tuple(rows))


def _robust(found: Json) -> Table:
    rows: list[Row] = [
        ("Plan sans protection (€)", float(found["nominal_cost_eur"])),
        ("Plan protégé (€)", float(found["cost_eur"])),
        ("Prix de la protection (€)", float(found["premium_eur"])),
    ]
    return Table(head=("Mesure", "Valeur"), cells=tuple(rows))
