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
QUANTILES = {"0.05": "1 fois sur 20, moins de", "0.5": "Médiane", "0.95": "1 fois sur 20, plus de"}
SPREADS = {
    "cost_eur": "Coût du plan",
    "regret_eur": "Regret (coût en plus par rapport au plan fait en sachant)",
    "unserved_t": "Terres sans exutoire (t)",
}


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
        sentences=tuple(sheet.named(str(one)) for one in found.get("sentences", ())),
        table=_table(nature, found, sheet),
        is_plan=sheet.plan is not None,
    )


def _table(nature: NatureCalcul, found: Json, sheet: PlanSheet) -> Table:
    if nature is NatureCalcul.DEUX_TEMPS:
        return _reserved(found, sheet)
    if nature is NatureCalcul.ROBUSTE:
        return _robust(found)
    if nature is NatureCalcul.RISQUE:
        return _spreads(found)
    return Table(head=("Mesure", "Valeur"), cells=())


def _spreads(found: Json) -> Table:
    """Mean and quantiles of what the draws gave."""
    rows: list[Row] = []
    for name, label in SPREADS.items():
        spread = found[name]
        values = [spread["mean"], *(spread["quantiles"][key] for key in QUANTILES)]
        is_eur = name.endswith("_eur")
        cells = [float(value) if is_eur else Measure(float(value), 0) for value in values]
        rows.append((label, *cells))
    head = ("Sur les tirages", "Moyenne", *(label for label in QUANTILES.values()))
    return Table(head=head, cells=tuple(rows))


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
