"""The plan against what was done: by lot, by destination, by period. Pure: numbers in, rows out.

Only periods that are over are judged: a week that has just begun is late of nothing. What was
done in the current one is shown beside.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.french import format_date, format_number

NBSP = "\u00a0"
AHEAD = "d'avance"
NOBODY_SAID = ""
TRACE_T = 0.0005


class Sens(StrEnum):
    """Which way a deviation goes."""

    RETARD = "retard"
    AVANCE = "avance"
    IMPREVU = "imprevu"
    CONFORME = "conforme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajet:
    """Tonnes from one origin to one destination in one period; ``lot`` is "" when unknown.

    origin : code of the site, or of the platform when ``is_from_platform``
    """

    origin: str
    lot: str
    destination: str
    period: int
    tonnes: float
    is_to_platform: bool = False
    is_from_platform: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendrier:
    """Periods of a plan: period 0 begins on ``debut_on``."""

    debut_on: dt.date
    period_days: int
    periods: int

    def period_of(self, day: dt.date) -> int:
        """Return the period of a day, negative before the plan."""
        return (day - self.debut_on).days // self.period_days

    def first_day(self, period: int) -> dt.date:
        """Return the first day of a period."""
        return self.debut_on + dt.timedelta(days=period * self.period_days)

    def last_day(self, period: int) -> dt.date:
        """Return the last day of a period."""
        return self.first_day(period + 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seuils:
    """From when a deviation is told: a share of what was planned, and tonnes, both passed."""

    part: float
    tonnes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEcart:
    """One lot or one destination: planned and done, in tonnes.

    due_t, done_due_t : over the periods that are over ; planned_t : over the whole plan
    now_t, done_now_t : in the current period
    """

    key: str
    label: str
    planned_t: float
    due_t: float
    done_due_t: float
    now_t: float = 0.0
    done_now_t: float = 0.0

    @property
    def done_t(self) -> float:
        """Everything done until now."""
        return self.done_due_t + self.done_now_t

    @property
    def ecart_t(self) -> float:
        """Done less due, over the periods that are over: negative when late."""
        return self.done_due_t - self.due_t

    @property
    def part(self) -> float | None:
        """The deviation as a share of what was due; None when nothing was."""
        return self.ecart_t / self.due_t if self.due_t > TRACE_T else None

    @property
    def left_t(self) -> float:
        """What the plan still waits for."""
        return max(0.0, self.planned_t - self.done_t)

    def sens(self, seuils: Seuils) -> Sens:
        """Tell whether the deviation is worth a word, and which way it goes."""
        if self.planned_t <= TRACE_T and self.done_t >= seuils.tonnes:
            return Sens.IMPREVU
        least = max(seuils.tonnes, seuils.part * self.due_t)
        if abs(self.ecart_t) < least or abs(self.ecart_t) <= TRACE_T:
            return Sens.CONFORME
        return Sens.RETARD if self.ecart_t < 0 else Sens.AVANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Periode:
    """One period, planned and done, and both since the beginning; done is None to come."""

    number: int
    starts_on: dt.date
    ends_on: dt.date
    planned_t: float
    done_t: float | None
    planned_sum_t: float
    done_sum_t: float | None
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """Everything that the page says; ``until_on`` is the end of the last period that is over."""

    calendrier: Calendrier
    until_on: dt.date
    current: int
    lots: tuple[LigneEcart, ...]
    destinations: tuple[LigneEcart, ...]
    periodes: tuple[Periode, ...]
    ailleurs: tuple[tuple[str, str, float], ...]

    @property
    def total(self) -> LigneEcart:
        """All lots together."""
        return LigneEcart(
            key="",
            label="Ensemble",
            planned_t=sum(one.planned_t for one in self.lots),
            due_t=sum(one.due_t for one in self.lots),
            done_due_t=sum(one.done_due_t for one in self.lots),
            now_t=sum(one.now_t for one in self.lots),
            done_now_t=sum(one.done_now_t for one in self.lots),
        )


def compare(
    *,
    planned: Sequence[Trajet],
    done: Sequence[Trajet],
    calendrier: Calendrier,
    today: dt.date,
    label: Callable[[str, str], str],
) -> Comparaison:
    """Set what was done against the plan, as it stands on a day.

    label : from « lot » or « destination » and a code to the name that people read
    """
    current = calendrier.period_of(today)
    out_planned = [one for one in planned if not one.is_from_platform]
    out_done = [one for one in done if not one.is_from_platform]
    return Comparaison(
        calendrier=calendrier,
        until_on=calendrier.last_day(current - 1),
        current=current,
        lots=_lines(out_planned, out_done, current, lambda one: one.lot, _named(label, "lot")),
        destinations=_lines(
            planned, done, current, lambda one: one.destination, _named(label, "destination")
        ),
        periodes=_periods(out_planned, out_done, calendrier, current),
        ailleurs=_elsewhere(out_planned, out_done),
    )


def _named(label: Callable[[str, str], str], family: str) -> Callable[[str], str]:
    return lambda key: label(family, key)


def _lines(
    planned: Sequence[Trajet],
    done: Sequence[Trajet],
    current: int,
    key_of: Callable[[Trajet], str],
    label: Callable[[str], str],
) -> tuple[LigneEcart, ...]:
    keys = sorted({key_of(one) for one in (*planned, *done)}, key=lambda key: (not key, key))
    return tuple(
        LigneEcart(
            key=key,
            label=label(key),
            planned_t=_sum(planned, key, key_of, lambda period: True),
            due_t=_sum(planned, key, key_of, lambda period: period < current),
            done_due_t=_sum(done, key, key_of, lambda period: period < current),
            now_t=_sum(planned, key, key_of, lambda period: period == current),
            done_now_t=_sum(done, key, key_of, lambda period: period >= current),
        )
        for key in keys
    )


def _sum(
    rows: Iterable[Trajet],
    key: str,
    key_of: Callable[[Trajet], str],
    is_wanted: Callable[[int], bool],
) -> float:
    return sum(one.tonnes for one in rows if key_of(one) == key and is_wanted(one.period))


def _periods(
    planned: Sequence[Trajet], done: Sequence[Trajet], calendrier: Calendrier, current: int
) -> tuple[Periode, ...]:
    asked, made = _by_period(planned), _by_period(done)
    first = min([0, *made])
    last = max([calendrier.periods - 1, *made])
    found, asked_sum, made_sum = [], 0.0, 0.0
    for number in range(first, last + 1):
        asked_sum += asked[number]
        made_sum += made[number]
        is_past = number <= current
        found.append(
            Periode(
                number=number,
                starts_on=calendrier.first_day(number),
                ends_on=calendrier.last_day(number),
                planned_t=asked[number],
                done_t=made[number] if is_past else None,
                planned_sum_t=asked_sum,
                done_sum_t=made_sum if is_past else None,
                is_current=number == current,
            )
        )
    return tuple(found)


def _by_period(rows: Iterable[Trajet]) -> defaultdict[int, float]:
    found: defaultdict[int, float] = defaultdict(float)
    for one in rows:
        found[one.period] += one.tonnes
    return found


def _elsewhere(
    planned: Sequence[Trajet], done: Sequence[Trajet]
) -> tuple[tuple[str, str, float], ...]:
    """Tonnes of known lots that went where the plan never sends them, the most first."""
    asked = {(one.lot, one.destination) for one in planned}
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for one in done:
        if one.lot and (one.lot, one.destination) not in asked:
            found[one.lot, one.destination] += one.tonnes
    rows = [(lot, destination, tonnes) for (lot, destination), tonnes in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row[2], row[0], row[1])))


def tonnes_text(tonnes: float) -> str:
    """Write tonnes to the tonne, to the tenth under ten."""
    decimals = 1 if abs(tonnes) < 10 and round(tonnes, 1) % 1 else 0  # noqa: PLR2004
    return f"{format_number(round(tonnes, decimals), decimals=decimals)}{NBSP}t"


def lot_sentence(row: LigneEcart, sens: Sens, until_on: dt.date) -> str:
    """Say the deviation of a lot in one sentence."""
    if sens is Sens.IMPREVU:
        return (
            f"{row.label}{NBSP}: {tonnes_text(row.done_t)} évacuées, que le plan n'attendait pas."
        )
    gap = f"{tonnes_text(abs(row.ecart_t))} {'de retard' if sens is Sens.RETARD else AHEAD}"
    share = f" ({_percent(row.part)})" if row.part is not None else ""
    return (
        f"{row.label}{NBSP}: {tonnes_text(row.done_due_t)} évacuées au {format_date(until_on)}, "
        f"{tonnes_text(row.due_t)} prévues, soit {gap}{share}."
    )


def destination_sentence(row: LigneEcart, sens: Sens, until_on: dt.date) -> str:
    """Say the deviation of a destination in one sentence."""
    if sens is Sens.IMPREVU:
        return f"{row.label} a reçu {tonnes_text(row.done_t)} que le plan n'y envoyait pas."
    word = "de moins" if sens is Sens.RETARD else "de plus"
    share = f" ({_percent(row.part)})" if row.part is not None else ""
    return (
        f"{row.label} a reçu {tonnes_text(abs(row.ecart_t))} {word} que prévu au "
        f"{format_date(until_on)}{share}."
    )


def _percent(part: float | None) -> str:
    return f"{round(100 * abs(part or 0))}{NBSP}%"
