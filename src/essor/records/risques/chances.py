"""Chances of the end of an action: ranges of its milestones and delays of its risks, drawn."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essor.engines.calendrier.inputs import Discrete
from essor.engines.calendrier.propagate import propagate
from essor.engines.calendrier.simulate import Simulation, simulate
from essor.records.accounts.permissions import Access
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.draws import DRAWS, SEED
from essor.records.jalons.models import Dependance, Jalon
from essor.records.jalons.queries import calendar_above
from essor.records.jalons.schedule import network_of
from essor.records.plans.models import Action, Plan
from essor.records.risques.hazards import FIN, chance_of, delay_of, hazard, with_risks
from essor.records.risques.models import Risque
from essor.records.risques.register import risques_of
from essor.records.risques.scale import Echelle

CURVE = tuple(rank / 20 for rank in range(1, 20))  # 5 % to 95 %
CERTAIN = (0.0001, 1.0)
LEAST_DRIVER = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDite:
    """One date said of a milestone, and the chance that it is reached by then.

    said_on : when it was announced, None when not published; is_reference : the promise
    """

    jalon: Jalon
    day: dt.date
    said_on: dt.date | None
    is_reference: bool
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moteur:
    """What moves the end: a milestone or a risk.

    share : draws where the milestone decides the end; for a risk, its chance to happen
    correlation : of its own hazard with the end
    """

    jalon: Jalon | None
    risque: Risque | None
    share: float
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What the draws say of the end of an action.

    expected : likeliest dates, no risk happening; held : chance to end by then
    curve : (share of the draws, first day by which they have ended)
    """

    expected: dt.date
    held: float
    p10: dt.date
    p50: dt.date
    p90: dt.date
    curve: tuple[tuple[float, dt.date], ...]
    dites: tuple[DateDite, ...]
    moteurs: tuple[Moteur, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChancesPage:
    """What the page needs; ``chances`` is None when there is nothing to draw, ``why`` says it.

    counted : risks drawn; left_out : live risks without a range of delay
    why : « sans_jalon », « sans_date » or « sans_fourchette »
    """

    chances: Chances | None
    why: str
    counted: tuple[Risque, ...]
    left_out: tuple[Risque, ...]
    echelle: Echelle


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    found: Simulation
    tail: Mapping[str, str]
    rows: Mapping[str, JalonRow]
    risques: Mapping[str, Risque]
    chances: Mapping[str, float]


def chances_of(
    *, plan: Plan, action: Action, by: Access, today: dt.date, measured: bool
) -> ChancesPage:
    """Draw the end of an action. Same seed, same answer.

    measured : risks after their measures where somebody assessed them, else as they stand.
    Milestones of other actions count where this one waits for them and the person reads them.
    """
    register = risques_of(plan=plan, action=action, by=by, today=today)
    live = [row.risque for row in register.rows if row.risque.is_live]
    counted = tuple(one for one in live if delay_of(one) is not None and _may_delay(one))
    calendar = calendar_above(plan=plan, action=action, by=by, today=today)
    rows = {str(row.jalon.pk): row for row in calendar.rows()}
    mine = [str(row.jalon.pk) for row in calendar.of_action(action).rows]
    shares = {str(one.pk): chance_of(one, register.echelle, measured=measured) for one in counted}
    why, chances = _draw(rows, mine, counted, shares, today)
    return ChancesPage(
        chances=chances,
        why=why,
        counted=counted,
        left_out=tuple(one for one in live if delay_of(one) is None),
        echelle=register.echelle,
    )


def _may_delay(risque: Risque) -> bool:
    return risque.jalon is None or risque.jalon.actual_on is None


def _draw(
    rows: Mapping[str, JalonRow],
    mine: Sequence[str],
    risques: Sequence[Risque],
    shares: Mapping[str, float],
    today: dt.date,
) -> tuple[str, Chances | None]:
    if not any(not rows[key].is_reached for key in mine):
        return "sans_jalon", None
    jalons = [row.jalon for row in rows.values()]
    standing = {row.jalon.pk: row.standing for row in rows.values() if row.standing}
    base = network_of(jalons, standing, _links(jalons))
    if all(rows[key].is_reached or rows[key].current is None for key in mine):
        return "sans_date", None
    threats = _threats(risques, shares)
    network, tail = with_risks(base, mine=mine, threatened=threats, today=today)
    found = simulate(network, target=tail[FIN], draws=DRAWS, seed=SEED)
    if found.quantile(found.target, CERTAIN[0]) == found.quantile(found.target, CERTAIN[1]):
        return "sans_fourchette", None
    expected = propagate(network)[tail[FIN]].on
    assert expected is not None
    by_key = {str(one.pk): one for one in risques}
    drawn = _Drawn(found=found, tail=tail, rows=rows, risques=by_key, chances=shares)
    return "", _chances(drawn, mine, expected)


def _links(jalons: Sequence[Jalon]) -> list[Dependance]:
    ids = [jalon.pk for jalon in jalons]
    found = Dependance.objects.filter(apres__in=ids, avant__in=ids)
    return list(found.order_by("id"))


def _threats(
    risques: Sequence[Risque], shares: Mapping[str, float]
) -> dict[str, tuple[str, Discrete]]:
    threats = {}
    for one in risques:
        delay, key = delay_of(one), str(one.pk)
        if delay is not None:
            target = str(one.jalon_id) if isinstance(one.jalon_id, uuid.UUID) else FIN
            threats[key] = (target, hazard(delay, chance=shares[key]))
    return threats


def _chances(drawn: _Drawn, mine: Sequence[str], expected: dt.date) -> Chances:
    found, end = drawn.found, drawn.found.target
    return Chances(
        expected=expected,
        held=found.probability(end, expected),
        p10=found.quantile(end, 0.1),
        p50=found.quantile(end, 0.5),
        p90=found.quantile(end, 0.9),
        curve=tuple((share, found.quantile(end, share)) for share in CURVE),
        dites=tuple(one for key in mine for one in _dites(drawn, key)),
        moteurs=_moteurs(drawn),
        draws=found.draws,
        seed=SEED,
    )


def _dites(drawn: _Drawn, key: str) -> list[DateDite]:
    row = drawn.rows[key]
    if row.is_reached or drawn.tail[key] not in drawn.found.finishes:
        return []
    said: list[tuple[dt.date, dt.date | None, bool]] = []
    if row.jalon.baseline is not None:
        said.append((row.jalon.baseline.end, row.jalon.baseline_adopted_on, True))
    said += [(one.expected.end, one.announced_on, False) for one in row.kept]
    return [
        DateDite(
            jalon=row.jalon,
            day=day,
            said_on=said_on,
            is_reference=is_reference,
            chance=drawn.found.probability(drawn.tail[key], day),
        )
        for day, said_on, is_reference in said
    ]


def _moteurs(drawn: _Drawn) -> tuple[Moteur, ...]:
    found = drawn.found
    moteurs = [
        Moteur(
            jalon=drawn.rows[key].jalon if key in drawn.rows else None,
            risque=drawn.risques.get(key),
            share=drawn.chances.get(key, found.criticality[key]),
            correlation=correlation,
        )
        for key, correlation in found.drivers.items()
        if key != FIN and abs(correlation) >= LEAST_DRIVER
    ]
    moteurs.sort(key=lambda one: (-abs(one.correlation), -one.share))
    return tuple(moteurs)
