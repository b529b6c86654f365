"""The answer first: what the plan places, reuses, costs and emits, and against what."""

from dataclasses import dataclass
from typing import Any

from essor.records.terres_plans.options import COMPROMIS
from essor.reports.plan_terres.facts import Json, PlanSheet
from essor.reports.plan_terres.words import kg_as_tonnes, percent, short_eur, tonnes

SAME = 0.0005
TINY_T = 0.5
BASELINES = {
    "glouton": "le plan au fil de l'eau (chaque lot vers l'exutoire ouvert le moins cher)",
    "decharge": "tout au stockage définitif",
}
"""Key of the results -> what the plan is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The plan against another way; shares are of the other's amount, negative when less."""

    key: str
    label: str
    totals: Json
    cost_share: float | None
    tkm_share: float | None
    co2_share: float | None


def headline(sheet: PlanSheet) -> str:
    """« 61 200 t placées, 78 % réutilisées, 1,24 M€, 412 t CO2e »."""
    found = sheet.totals
    served = float(found.get("served_t") or 0.0)
    reused = float(found.get("reused_t") or 0.0)
    parts = [
        f"{tonnes(served)} placées",
        f"{percent(reused / served if served else 0.0)} réutilisées",
        short_eur(float(found["total_cost_eur"])),
        kg_as_tonnes(float(found["kgco2e"])),
    ]
    return ", ".join(parts)


def proof(sheet: PlanSheet) -> str:
    """Say whether anything cheaper may exist."""
    plan = sheet.plan or {}
    certificate = plan.get("certificate") or {}
    least = "le moins cher possible" if sheet.objectif == "cout" else "le moins émetteur possible"
    if sheet.options.get(COMPROMIS):
        least = "le moins cher à ce niveau d'émissions"
    if plan.get("optimal"):
        is_proven = sheet.is_verified and certificate
        checked = ", preuve revérifiée" if is_proven else ""
        return f"plan prouvé {least}{checked}"
    gap = certificate.get("gap")
    if gap is not None and gap > SAME:
        return f"plan à {percent(float(gap))} au plus du meilleur possible"
    if gap is not None:
        return f"plan à moins de {percent(SAME)} du meilleur possible"
    return "plan sans preuve d'optimum"


def sentence(sheet: PlanSheet) -> str:
    """Return the whole answer in one sentence."""
    said = [headline(sheet), proof(sheet)]
    said += [one for one in (versus(row) for row in compared(sheet)) if one]
    return "\u00a0; ".join(said) + "."


def versus(row: Compared) -> str:
    """« 19 % moins cher que le plan au fil de l'eau », empty when nothing can be said."""
    share = row.cost_share
    if share is None:
        return ""
    other = "le plan au fil de l'eau" if row.key == "glouton" else "tout au stockage définitif"
    if abs(share) < SAME:
        return f"au même coût que {other}"
    word = "moins cher" if share < 0 else "plus cher"
    link = "que" if row.key == "glouton" else "que de mettre"
    return f"{percent(abs(share))} {word} {link} {other}"


def compared(sheet: PlanSheet) -> list[Compared]:
    """Return the other ways that the computation tried."""
    found = []
    for key, label in BASELINES.items():
        other: dict[str, Any] | None = sheet.results.get(key)
        if other is None:
            continue
        totals = other["totals"]
        found.append(
            Compared(
                key=key,
                label=label,
                totals=totals,
                cost_share=_share(sheet.totals, totals, "total_cost_eur"),
                tkm_share=_share(sheet.totals, totals, "tkm"),
                co2_share=_share(sheet.totals, totals, "kgco2e"),
            )
        )
    return found


def cautions(sheet: PlanSheet) -> list[str]:
    """What a reader must know before following the plan."""
    found, said = sheet.totals, []
    unserved = float(found.get("unserved_t") or 0.0)
    if unserved > TINY_T:
        lots = sum(1 for value in (sheet.plan or {}).get("unserved", {}).values() if value > 0)
        said.append(
            f"{tonnes(unserved)} restent sans exutoire, de {lots} "
            f"lot{'s' if lots > 1 else ''}\u00a0: le coût compte pour elles la pénalité de "
            f"l'instance, pas un prix réel."
        )
    virgin = float(found.get("virgin_t") or 0.0)
    if virgin > TINY_T:
        said.append(
            f"{tonnes(virgin)} de matériau de carrière sont achetées par les receveurs que les "
            f"terres ne suffisent pas à servir ({kg_as_tonnes(float(found['virgin_kgco2e']))}, "
            f"comptées à part du transport)."
        )
    if sheet.plan is not None and not sheet.is_verified:
        said.append("La preuve de ce plan n'a pas été acceptée par le vérificateur indépendant.")
    return said


def _share(mine: Json, other: Json, name: str) -> float | None:
    base = float(other[name])
    return None if abs(base) < 1e-9 else (float(mine[name]) - base) / abs(base)
