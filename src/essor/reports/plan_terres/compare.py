"""What separates two computed plans: sentences, measures, tonnes that go elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from essor.engines.terres.variants.difference import Change, Difference, Move, difference
from essor.records.terres_plans.changes import instance_changes
from essor.records.terres_plans.kept_plans import plan_from
from essor.reports.etude_friche.table import Cell, Measure, Row, Table
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.words import KG

NOWHERE = "reste sur place"
MOST_MOVES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two plans side by side; instance_changes : their data were not the same."""

    sentences: tuple[str, ...]
    changes: Table
    moves: Table
    instance_changes: tuple[str, ...]


def compare(before: PlanSheet, after: PlanSheet) -> Compared:
    """Compare two computations that each give a plan."""
    names = {**before.names, **after.names}
    assert before.plan is not None
    assert after.plan is not None
    found: Difference = difference(
        before=plan_from(before.plan), after=plan_from(after.plan), names=_ids(before, after)
    )
    return Compared(
        sentences=found.sentences,
        changes=_changes(found),
        moves=_moves(found, _ids(before, after)),
        instance_changes=tuple(instance_changes(before.instance, after.instance, names=names)),
    )


def _ids(*sheets: PlanSheet) -> Mapping[str, str]:
    """Name of each code that a flow may bear."""
    found: dict[str, str] = {}
    for sheet in sheets:
        found |= {code: sheet.lot_name(code) for code in sheet.lots}
        found |= {code: place.name for (_, code), place in sheet.places.items()}
    return found


def _changes(found: Difference) -> Table:
    rows: list[Row] = [
        (_label(one), _cell(one, one.before), _cell(one, one.after), _cell(one, one.delta))
        for one in found.changes
    ]
    return Table(head=("Mesure", "Avant", "Après", "Différence"), cells=tuple(rows))


def _label(change: Change) -> str:
    if change.name.endswith("_eur"):
        return f"{change.label} (€)"
    unit = {"kgco2e": "t CO2e", "tkm": "t·km"}.get(change.name, "t")
    return f"{change.label} ({unit})"


def _cell(change: Change, value: float) -> Cell:
    if change.name.endswith("_eur"):
        return float(value)
    return Measure(value / KG, 1) if change.name == "kgco2e" else Measure(value, 0)


def _moves(found: Difference, names: Mapping[str, str]) -> Table:
    rows: list[Row] = [_move(one, names) for one in found.moves[:MOST_MOVES]]
    return Table(head=("Lot ou plateforme", "Allait", "Va", "Tonnes"), cells=tuple(rows))


def _move(one: Move, names: Mapping[str, str]) -> Row:
    ends = [
        names.get(end, end) if end else NOWHERE
        for end in (one.from_destination, one.to_destination)
    ]
    return names.get(one.origin_id, one.origin_id), *ends, Measure(one.tonnes, 1)
