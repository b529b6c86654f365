"""What separates two plans: which tonnes go elsewhere, or at another time, and what it changes.

Tonnes that leave a destination are paired with tonnes of the same origin that reach another; the
pairing is by decreasing tonnage, for two plans say where tonnes go, not which ones.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from essor.engines.terres.results import Plan
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.wording import (
    TINY,
    euros,
    kilos_co2,
    quoted,
    signed,
    tonne_kilometres,
    tonnes,
)

LEFT_ON_SITE = ""  # destination of the tonnes no outlet takes

MEASURES = (
    ("total_cost_eur", "Coût total", euros),
    ("tkm", "Tonnes-kilomètres", tonne_kilometres),
    ("kgco2e", "Émissions du transport", kilos_co2),
    ("reused_t", "Tonnes réutilisées", tonnes),
    ("landfill_t", "Tonnes enfouies", tonnes),
    ("unserved_t", "Tonnes sans exutoire", tonnes),
    ("virgin_t", "Matériau neuf acheté", tonnes),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One measure of the plan before and after."""

    name: str
    label: str
    before: float
    after: float
    text: str

    @property
    def delta(self) -> float:
        """After minus before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Tonnes of one origin that go elsewhere; an end that is None stands for no movement there.

    origin_id : lot, or platform; soil_class : told apart on a platform only
    """

    origin_id: str
    soil_class: str | None
    from_destination: str | None
    to_destination: str | None
    tonnes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Tonnes that keep their destination and change of period."""

    origin_id: str
    soil_class: str | None
    destination_id: str
    tonnes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that separates two plans. `sentences` : French, the most important first."""

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    shifts: tuple[Shift, ...]
    sentences: tuple[str, ...] = field(default=())

    @property
    def moved_t(self) -> float:
        """Tonnes that change of destination."""
        return sum(move.tonnes for move in self.moves)

    @property
    def is_empty(self) -> bool:
        """Whether both plans do the same."""
        return not self.moves and not self.shifts

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self) | {"moved_t": self.moved_t}


Origin = tuple[str, str | None]
Schedule = dict[str, dict[int, float]]


def difference(*, before: Plan, after: Plan, names: Mapping[str, str] | None = None) -> Difference:
    """Compare two plans of the same lots. names : identifiers to what is shown."""
    moves, shifts = [], []
    schedules = _schedules(before), _schedules(after)
    for origin in sorted(set(schedules[0]) | set(schedules[1]), key=str):
        old, new = schedules[0].get(origin, {}), schedules[1].get(origin, {})
        moves += list(_moves(origin, old, new))
        shifts += list(_shifts(origin, old, new))
    moves.sort(key=lambda move: -move.tonnes)
    shifts.sort(key=lambda shift: -shift.tonnes)
    changes = tuple(_changes(before, after))
    return Difference(
        changes=changes,
        moves=tuple(moves),
        shifts=tuple(shifts),
        sentences=tuple(_sentences(changes, moves, shifts, names or {})),
    )


def _schedules(plan: Plan) -> dict[Origin, Schedule]:
    """Tonnes by origin, destination and period; what stays on site is a destination too."""
    found: dict[Origin, Schedule] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    for flow in plan.flows:
        origin = (flow.origin_id, None if flow.lot is not None else flow.soil_class)
        found[origin][flow.destination_id][flow.period] += flow.tonnes
    for lot, left in plan.unserved.items():
        if left > TINY:
            found[(lot, None)][LEFT_ON_SITE][-1] += left
    return found


def _moves(origin: Origin, old: Schedule, new: Schedule) -> Iterator[Move]:
    deltas = {
        place: sum(new.get(place, {}).values()) - sum(old.get(place, {}).values())
        for place in sorted(set(old) | set(new))
    }
    losing = sorted(((-gap, place) for place, gap in deltas.items() if gap < -TINY), reverse=True)
    gaining = sorted(((gap, place) for place, gap in deltas.items() if gap > TINY), reverse=True)
    while losing or gaining:
        amount = min(side[0][0] for side in (losing, gaining) if side)
        yield Move(
            origin_id=origin[0],
            soil_class=origin[1],
            from_destination=losing[0][1] if losing else None,
            to_destination=gaining[0][1] if gaining else None,
            tonnes=amount,
        )
        _take(losing, amount)
        _take(gaining, amount)


def _take(side: list[tuple[float, str]], amount: float) -> None:
    if side:
        left, place = side.pop(0)
        if left - amount > TINY:
            side.insert(0, (left - amount, place))


def _shifts(origin: Origin, old: Schedule, new: Schedule) -> Iterator[Shift]:
    for place in sorted(set(old) & set(new) - {LEFT_ON_SITE}):
        periods = set(old[place]) | set(new[place])
        gaps = [new[place].get(period, 0.0) - old[place].get(period, 0.0) for period in periods]
        amount = min(sum(max(gap, 0.0) for gap in gaps), sum(max(-gap, 0.0) for gap in gaps))
        if amount > TINY:
            yield Shift(
                origin_id=origin[0], soil_class=origin[1], destination_id=place, tonnes=amount
            )


def _changes(before: Plan, after: Plan) -> Iterator[Change]:
    for name, label, written in MEASURES:
        old, new = getattr(before.totals, name), getattr(after.totals, name)
        gap = new - old
        text = signed(written(gap), gap) if abs(gap) > TINY else "inchangé"
        yield Change(name=name, label=label, before=old, after=new, text=text)


def _sentences(
    changes: tuple[Change, ...], moves: list[Move], shifts: list[Shift], names: Mapping[str, str]
) -> Iterator[str]:
    if not moves and not shifts:
        yield "Les deux plans envoient les mêmes tonnes aux mêmes endroits, aux mêmes moments."
        return
    yield from _cost_sentence(changes[0])
    for move in moves:
        yield _move_sentence(move, names)
    for shift in shifts:
        yield (
            f"{tonnes(shift.tonnes)} {_origin(shift, names)} gardent leur destination, "
            f"{_named(shift.destination_id, names)}, à un autre moment."
        )


def _cost_sentence(cost: Change) -> Iterator[str]:
    if abs(cost.delta) <= TINY:
        yield "Le second plan coûte autant que le premier."
        return
    word = "de plus" if cost.delta > 0 else "de moins"
    share = f" ({_share(cost)})" if abs(cost.before) > TINY else ""
    yield f"Le second plan coûte {euros(abs(cost.delta))} {word} que le premier{share}."


def _share(cost: Change) -> str:
    part = 100 * cost.delta / abs(cost.before)
    return signed(euros(part).replace("€", "%"), part)


def _move_sentence(move: Move, names: Mapping[str, str]) -> str:
    start = f"{tonnes(move.tonnes)} {_origin(move, names)}"
    old, new = move.from_destination, move.to_destination
    if new == LEFT_ON_SITE:
        return f"{start} n’ont plus d’exutoire" + (
            f" (avant\u00a0: {_named(old, names)})." if old else "."
        )
    if old == LEFT_ON_SITE and new is None:
        return f"{start}, sans exutoire avant, ne sont plus à évacuer."
    if old == LEFT_ON_SITE:
        return f"{start} trouvent un exutoire\u00a0: {_named(str(new), names)}."
    if old is None:
        return f"{start} vont en plus à {_named(str(new), names)}."
    if new is None:
        return f"{start} ne vont plus à {_named(old, names)}."
    return f"{start} vont à {_named(new, names)} au lieu de {_named(old, names)}."


def _origin(part: Move | Shift, names: Mapping[str, str]) -> str:
    if part.soil_class is None:
        return f"du lot {_named(part.origin_id, names)}"
    where = _named(part.origin_id, names)
    return f"de classe {quoted(part.soil_class)} de la plateforme {where}"


def _named(place: str, names: Mapping[str, str]) -> str:
    return quoted(names.get(place, place))
