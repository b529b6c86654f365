"""Where an indicator stands against its targets: a rule, pure, and the rule in words.

Bounds are inclusive; a bound that is None is open. What straddles is never decided.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from essor.foundations.french import format_date, format_number
from essor.foundations.units import unit_label
from essor.records.indicateurs.choices import Sens

NBSP = "\u00a0"
Bound = Decimal | None


class Issue(StrEnum):
    """What the rule concludes; the last two conclude nothing."""

    ATTEINT = "atteint"
    EN_BONNE_VOIE = "en_bonne_voie"
    EN_RETARD = "en_retard"
    SANS_VALEUR = "sans_valeur"
    SANS_VERDICT = "sans_verdict"

    @property
    def label(self) -> str:
        """French label, as shown on screen."""
        return {
            "atteint": "Atteint",
            "en_bonne_voie": "En bonne voie",
            "en_retard": "En retard",
            "sans_valeur": "Sans valeur",
            "sans_verdict": "Sans verdict",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repere:
    """A figure on a day: what was measured, or what is aimed at."""

    on: dt.date
    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The conclusion, the rule as a sentence, and what the trajectory asked that day, if known."""

    issue: Issue
    rule: str
    target: Repere | None = None
    expected: Repere | None = None


def judge(
    *,
    sens: Sens,
    unit: str,
    reference: Repere | None,
    targets: Sequence[Repere],
    latest: Repere | None,
    today: dt.date,
) -> Verdict:
    """Compare the latest figure with the target that matters today, then with the trajectory.

    The target that matters is the next one due, today included; the last one once all are past.
    The trajectory is a straight line from the reference, through each target, to the next.
    """
    if sens is Sens.NEUTRE:
        return _undecided("Indicateur suivi sans sens souhaité : il n'y a rien à atteindre.")
    if not targets:
        return _undecided("Aucune cible n'est fixée.")
    ordered = sorted(targets, key=lambda one: one.on)
    target = next((one for one in ordered if one.on >= today), ordered[-1])
    if latest is None:
        said = f"Aucune valeur à comparer à la cible du {format_date(target.on)}."
        return Verdict(issue=Issue.SANS_VALEUR, rule=said, target=target)
    met = compare(latest, target, sens)
    aimed = f"la cible du {format_date(target.on)}, {said_of(target, unit)}"
    known = f"{said_of(latest, unit)} au {format_date(latest.on)}"
    if met is True:
        return Verdict(issue=Issue.ATTEINT, rule=_text(known, "atteint", aimed), target=target)
    if met is None:
        said = f"L'intervalle est à cheval sur la cible : {known}, pour {aimed}."
        return Verdict(issue=Issue.SANS_VERDICT, rule=said, target=target)
    if target.on < today:
        return _past(latest, target, known, aimed)
    return _on_the_way(sens, unit, reference, ordered, latest, target, known)


def compare(found: Repere, aimed: Repere, sens: Sens) -> bool | None:
    """Tell whether a figure reaches another: yes, no, or None when the bounds cannot tell.

    It reaches when its worst bound is at least as good as the most that is asked; it does not
    when its best bound is short of the least that is asked.
    """
    worst, best = found.low, found.high
    most, least = aimed.high, aimed.low
    if sens is Sens.BAISSE:
        worst, best, most, least = (_negated(one) for one in (best, worst, least, most))
    if worst is not None and most is not None and worst >= most:
        return True
    if best is not None and least is not None and best < least:
        return False
    return None


def expected_on(day: dt.date, reference: Repere | None, targets: Sequence[Repere]) -> Repere | None:
    """Return what the trajectory asks on a day, None before it starts or after its last point."""
    points = sorted([*targets, *([reference] if reference else [])], key=lambda one: one.on)
    if reference is not None:
        points = [one for one in points if one is reference or one.on > reference.on]
    for before, after in zip(points, points[1:], strict=False):
        if before.on <= day <= after.on:
            share = Decimal((day - before.on).days) / Decimal((after.on - before.on).days)
            return Repere(
                on=day,
                low=_between(before.low, after.low, share),
                high=_between(before.high, after.high, share),
            )
    return None


def said_of(figure: Repere, unit: str) -> str:
    """Write a figure with its unit: « 12 emplois », « entre 10 et 15 emplois »."""
    low, high, name = figure.low, figure.high, unit_label(unit)
    if low is not None and high is not None:
        shown = _number(low) if low == high else f"entre {_number(low)} et {_number(high)}"
    elif low is not None:
        shown = f"au moins {_number(low)}"
    elif high is not None:
        shown = f"au plus {_number(high)}"
    else:
        return "une valeur sans bornes"
    return f"{shown}{NBSP}{name}".rstrip()


def _past(latest: Repere, target: Repere, known: str, aimed: str) -> Verdict:
    """The day of the target is gone: an older figure says nothing of that day."""
    if latest.on < target.on:
        said = f"L'échéance est passée et la dernière valeur ({known}) date d'avant elle."
        return Verdict(issue=Issue.SANS_VALEUR, rule=said, target=target)
    said = f"L'échéance est passée : {known}, en deçà de {aimed}."
    return Verdict(issue=Issue.EN_RETARD, rule=said, target=target)


def _on_the_way(
    sens: Sens,
    unit: str,
    reference: Repere | None,
    targets: Sequence[Repere],
    latest: Repere,
    target: Repere,
    known: str,
) -> Verdict:
    asked = expected_on(latest.on, reference, targets)
    if asked is None:
        said = (
            "Aucune valeur de référence d'où tracer la trajectoire vers la cible."
            if reference is None
            else f"La dernière valeur ({known}) date d'avant la référence."
        )
        return Verdict(issue=Issue.SANS_VERDICT, rule=said, target=target)
    there = compare(latest, asked, sens)
    line = f"la trajectoire en droite ligne demandait {said_of(asked, unit)} ce jour-là"
    issue, link = {
        True: (Issue.EN_BONNE_VOIE, "et"),
        False: (Issue.EN_RETARD, "alors que"),
        None: (Issue.SANS_VERDICT, "à cheval :"),
    }[there]
    rule = f"{known[:1].upper()}{known[1:]}, {link} {line}."
    return Verdict(issue=issue, rule=rule, target=target, expected=asked)


def _undecided(rule: str) -> Verdict:
    return Verdict(issue=Issue.SANS_VERDICT, rule=rule)


def _text(known: str, verb: str, aimed: str) -> str:
    return f"{known[:1].upper()}{known[1:]}, ce qui {verb} {aimed}."


def _between(before: Bound, after: Bound, share: Decimal) -> Bound:
    """Walk from one bound to the next; an open side stays open, its own end excepted."""
    if share == 0 or share == 1:
        return before if share == 0 else after
    if before is None or after is None:
        return None
    return before + (after - before) * share


def _negated(bound: Bound) -> Bound:
    return None if bound is None else -bound


def _number(value: Decimal) -> str:
    """At most two decimals, as a reader needs them."""
    rounded = round(value, 2)
    return format_number(rounded.normalize() if rounded else Decimal(0))
