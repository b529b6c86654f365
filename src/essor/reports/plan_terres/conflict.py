"""When no plan is possible: the demands that cannot stand together, and the ways out."""

from dataclasses import dataclass

from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.words import first_capital


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictShown:
    """A smallest set of demands that contradict each other; any way out suffices alone."""

    sentence: str
    ways_out: tuple[str, ...]


def conflict_of(sheet: PlanSheet) -> list[ConflictShown]:
    """Return the conflicts that the computation found, none when a plan exists."""
    found = sheet.results.get("conflit") or {}
    return [
        ConflictShown(
            sentence=first_capital(sheet.named(str(one["sentence"]))),
            ways_out=tuple(
                first_capital(sheet.named(str(way["sentence"])))
                for way in one.get("relaxations", ())
            ),
        )
        for one in found.get("conflicts", ())
    ]
