"""The lots of a plan and where their tonnes go."""

from collections import defaultdict
from dataclasses import dataclass

from essor.reports.plan_terres.facts import PlanSheet, plain_class


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """One lot; destinations : name and tonnes, heaviest first; a platform is one of them."""

    key: str
    name: str
    site: str
    soil_class: str
    tonnes: float
    destinations: tuple[tuple[str, float], ...]
    unserved: float


def lot_rows(sheet: PlanSheet) -> list[LotRow]:
    """Return the lots of the plan, by site then name."""
    sent: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in sheet.flows:
        if one.lot:
            sent[one.lot][one.destination.name] += one.tonnes
    left = (sheet.plan or {}).get("unserved", {})
    rows = [
        LotRow(
            key=code,
            name=sheet.lot_name(code),
            site=sheet.sites[str(lot["site"])].name,
            soil_class=plain_class(str(lot["class"])),
            tonnes=float(sum(lot["tonnes_per_period"])),
            destinations=tuple(sorted(sent[code].items(), key=lambda row: (-row[1], row[0]))),
            unserved=float(left.get(code, 0.0)),
        )
        for code, lot in sheet.lots.items()
    ]
    return sorted(rows, key=lambda row: (row.site, row.name))
