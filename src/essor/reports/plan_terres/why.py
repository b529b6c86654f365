"""Why a lot goes where it goes: its own cost at each outlet, and what the whole plan would pay.

What a place costs the plan is the reduced cost of the flow (cost less the prices of everything
scarce that it uses): zero where the plan sends the lot, the price of a second best elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.naming import row_names
from essor.engines.terres.planning.pairs import Floats, Ints
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.proof import reduced_costs
from essor.engines.terres.reading import read_instance
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault
from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.words import NBSP, tonnes

SAME = 0.005
WAYS = ((Columns.SHIP, "outlet"), (Columns.INTO, "platform"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A place where a lot may go; amounts in the unit of the objective, per tonne.

    own : the trip and the gate alone, at its best period ; extra : what the whole plan would pay
    more to send a tonne there, None when the plan has no prices ; sent_t : what the plan sends
    """

    kind: str
    key: str
    name: str
    km: float
    own: float
    extra: float | None
    sent_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Sentences, then every place, the least extra cost first."""

    sentences: tuple[str, ...]
    choices: tuple[Choice, ...] = field(default=())
    unit: str = "€"

    @property
    def table(self) -> Table:
        """Every place where the lot may go."""
        rows: list[Row] = [
            (
                one.name,
                Measure(one.km, 1),
                Measure(one.own, 2),
                "—" if one.extra is None else Measure(one.extra, 2),
                Measure(one.sent_t, 0),
            )
            for one in self.choices
        ]
        head = (
            "Lieu", "km", f"Trajet et entrée ({self.unit}/t)",
            f"En plus pour le plan entier, au moins ({self.unit}/t)", "Le plan y envoie (t)",
        )  # fmt: skip
        return Table(head=head, cells=tuple(rows))


def why_of(sheet: PlanSheet, lot: str) -> Why:
    """Explain where a lot goes; says nothing for an instance that no longer reads."""
    try:
        instance = read_instance(dict(sheet.instance))
    except UserFault as error:
        return Why(sentences=(error.faults[0].sentence(),))
    program = build_program(instance, objective=Objective(sheet.objectif))
    choices = sorted(
        _choices(sheet, program, instance, lot),
        key=lambda one: (one.own if one.extra is None else one.extra, one.own, one.name),
    )
    unit = "€" if sheet.objectif == "cout" else "kgCO2e"
    return Why(sentences=tuple(_sentences(choices, unit)), choices=tuple(choices), unit=unit)


def _choices(sheet: PlanSheet, program: Program, instance: Instance, lot: str) -> Iterator[Choice]:
    number = next(rank for rank, one in enumerate(instance.lots) if one.id == lot)
    slack = _extra_costs(sheet, program)
    km = {Columns.SHIP: program.pairs.ship_km, Columns.INTO: program.pairs.into_km}
    sent = _sent(sheet, lot)
    for family, kind in WAYS:
        block = program.columns[family]
        mine = np.flatnonzero(block.keys["lot"] == number)
        ends = block.keys[kind][mine].astype(np.int64)
        places = instance.outlets if kind == "outlet" else instance.platforms
        for end in np.unique(ends).tolist():
            columns = mine[ends == end]
            key = places[end].id
            if kind == "platform" and (kind, key) not in sent:
                continue  # its own price says nothing while nothing waits there
            yield Choice(
                kind=kind,
                key=key,
                name=sheet.place_name(kind, key),
                km=float(km[family][int(block.keys["pair"][columns[0]])]),
                own=float(program.cost[block.start + columns].min()),
                extra=_extra(slack, block.start + columns),
                sent_t=sent.get((kind, key), 0.0),
            )


def _extra_costs(sheet: PlanSheet, program: Program) -> Floats | None:
    """Reduced cost of every flow, None for a plan whose proof has no prices."""
    plan: Mapping[str, Any] = sheet.plan or {}
    if not plan.get("certificate"):
        return None
    duals = np.zeros(len(program.row_lower))
    for family, block in program.rows.items():
        known = plan["duals"].get(family.value, {})
        names = row_names(program, family)
        duals[block.slice] = [float(known.get(name, 0.0)) for name in names]
    return reduced_costs(program, duals)


def _extra(slack: Floats | None, columns: Ints) -> float | None:
    return None if slack is None else max(0.0, float(slack[columns].min()))


def _sent(sheet: PlanSheet, lot: str) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for one in sheet.flows:
        if one.lot == lot:
            kind = "platform" if one.destination.nature.value == "plateforme" else "outlet"
            found[kind, one.destination.key] = (
                found.get((kind, one.destination.key), 0) + one.tonnes
            )
    return found


def _sentences(choices: list[Choice], unit: str) -> Iterator[str]:
    if not choices:
        yield "Aucun exutoire ni plateforme ouverts ne peuvent recevoir ce lot."
        return
    used = [one for one in choices if one.sent_t > 0]
    if used:
        said = ", ".join(f"{one.name} ({tonnes(one.sent_t)})" for one in used)
        yield f"Il va à {said}\u00a0: c'est là que le plan entier coûte le moins."
    else:
        yield "Le plan ne l'envoie nulle part\u00a0: le laisser coûte moins que de le placer."
    others = [
        one for one in choices if one.kind == "outlet" and not one.sent_t and one.extra is not None
    ]
    if others:
        yield _second(others[0], unit)
    dearest = max((one.own for one in used), default=0.0)
    for one in others:
        if used and one.own < dearest - SAME:
            yield (
                f"{one.name} serait moins cher pour ce lot seul ({_amount(one.own, unit)} contre "
                f"{_amount(dearest, unit)})\u00a0: sa place sert mieux à d'autres lots."
            )
    for one in used:
        cheaper = min(used, key=lambda other: other.own)
        if one is not cheaper and one.own > cheaper.own + SAME:
            yield (
                f"Une part va à {one.name} ({_amount(one.own, unit)}) parce que {cheaper.name} "
                f"({_amount(cheaper.own, unit)}) ne peut pas tout prendre au mieux."
            )


def _second(one: Choice, unit: str) -> str:
    if one.extra is not None and one.extra < SAME:
        return f"{one.name} ferait aussi bien\u00a0: le plan n'y perdrait rien."
    return (
        f"Le second choix est {one.name}\u00a0: y envoyer une tonne coûterait au plan "
        f"au moins {_amount(one.extra or 0.0, unit)} de plus."
    )


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f}".replace(".", ",") + f"{NBSP}{unit}/t"
