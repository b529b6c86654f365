"""The rules of health, pure: facts and thresholds in, a colour and the reason in words out.

Nothing here knows the database, the clock or Django. What is unknown is never green.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from essor.foundations.french import format_number

NBSP = "\u00a0"


class Dimension(StrEnum):
    """What is looked at."""

    TEMPS = "temps"
    BUDGET = "budget"
    RISQUE = "risque"

    @property
    def label(self) -> str:
        """Return the word on screen."""
        return {"temps": "Temps", "budget": "Budget", "risque": "Risque"}[self.value]


class Color(StrEnum):
    """How it stands; the last two are not colours and never become one."""

    VERT = "vert"
    ORANGE = "orange"
    ROUGE = "rouge"
    SANS_DONNEE = "sans_donnee"
    SANS_OBJET = "sans_objet"

    @property
    def label(self) -> str:
        """Return the word on screen."""
        words = {"sans_donnee": "Sans donnée", "sans_objet": "Sans objet"}
        return words.get(self.value, self.value.capitalize())

    @classmethod
    def stated(cls) -> tuple["Color", ...]:
        """Return those that a person may state."""
        return (cls.VERT, cls.ORANGE, cls.ROUGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where a colour begins; see references/parameters/suivi.

    time_* : days; budget_* : percent over the forecast; risk_* : percent of chance below which
    silence_days : days without any trace
    """

    time_orange_days: int
    time_red_days: int
    budget_orange_pct: Decimal
    budget_red_pct: Decimal
    risk_orange_pct: Decimal
    risk_red_pct: Decimal
    silence_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Days by which one thing is late (negative: early), and what it is, in words."""

    what: str
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A colour and the rule that gave it, as a sentence."""

    color: Color
    rule: str


def judge_time(*, delays: tuple[Delay, ...], is_closed: bool, limits: Thresholds) -> Verdict:
    """Judge the dates: the worst delay decides. No dated thing at all is no data."""
    if is_closed:
        return Verdict(color=Color.SANS_OBJET, rule="L'action est close.")
    if not delays:
        return Verdict(
            color=Color.SANS_DONNEE,
            rule="Ni date de fin, ni jalon dont la date se compare à une référence.",
        )
    worst = max(delays, key=lambda one: one.days)
    color = _above(worst.days, limits.time_orange_days, limits.time_red_days)
    if worst.days <= 0:
        return Verdict(color=color, rule="Aucun retard sur les dates connues.")
    rule = f"{worst.what} : {_days(worst.days)} de retard"
    pair = (limits.time_orange_days, limits.time_red_days)
    return Verdict(color=color, rule=f"{rule} ({_steps(pair, 'jours')}).")


def judge_budget(
    *, planned_eur: Decimal | None, spent_eur: Decimal | None, limits: Thresholds
) -> Verdict:
    """Judge the euros of the lines whose forecast and actual cost are both known.

    planned_eur, spent_eur : sums over the same lines, None when there is no such line
    """
    if planned_eur is None or spent_eur is None:
        return Verdict(
            color=Color.SANS_DONNEE,
            rule="Aucune ligne de budget ne porte à la fois le prévisionnel et le réel.",
        )
    if planned_eur == 0:
        color = Color.ROUGE if spent_eur > 0 else Color.VERT
        said = "Des dépenses sans prévision." if spent_eur > 0 else "Rien de prévu, rien dépensé."
        return Verdict(color=color, rule=said)
    over = (spent_eur - planned_eur) * 100 / planned_eur
    color = _above(over, limits.budget_orange_pct, limits.budget_red_pct)
    if over <= 0:
        return Verdict(color=color, rule="Le réel ne dépasse pas le prévisionnel.")
    pair = (limits.budget_orange_pct, limits.budget_red_pct)
    return Verdict(
        color=color,
        rule=f"Le réel dépasse le prévisionnel de {_pct(over)} ({_steps(pair, '%')}).",
    )


def judge_risk(*, held: float | None, what: str, is_closed: bool, limits: Thresholds) -> Verdict:
    """Judge the chance, 0 to 1, that the last milestone holds its date; None is no data."""
    if is_closed:
        return Verdict(color=Color.SANS_OBJET, rule="L'action est close.")
    if held is None:
        return Verdict(
            color=Color.SANS_DONNEE,
            rule="Aucune fourchette de date ni de durée : la chance de tenir ne se calcule pas.",
        )
    chance = Decimal(str(held)) * 100
    color = Color.VERT
    if chance < limits.risk_red_pct:
        color = Color.ROUGE
    elif chance < limits.risk_orange_pct:
        color = Color.ORANGE
    steps = f"orange sous {_pct(limits.risk_orange_pct)}, rouge sous {_pct(limits.risk_red_pct)}"
    return Verdict(
        color=color, rule=f"{what} : {_pct(chance)} de chances de tenir sa date ({steps})."
    )


def progress(weights: tuple[tuple[int, bool], ...]) -> float | None:
    """Return the share, 0 to 1, of the weights that is reached; None without milestone.

    weights : (weight, is reached) of each milestone
    """
    total = sum(weight for weight, _ in weights)
    if not total:
        return None
    return sum(weight for weight, is_reached in weights if is_reached) / total


def is_silent(*, days: int | None, is_closed: bool, limits: Thresholds) -> bool:
    """Tell whether an open action left no trace for too long; no trace at all is silence."""
    return not is_closed and (days is None or days >= limits.silence_days)


def _above(value: float | Decimal, orange: int | Decimal, red: int | Decimal) -> Color:
    if value >= red:
        return Color.ROUGE
    return Color.ORANGE if value >= orange else Color.VERT


def _steps(pair: tuple[int | Decimal, int | Decimal], unit: str) -> str:
    orange, red = (format_number(Decimal(one)) for one in pair)
    return f"orange dès {orange}{NBSP}{unit}, rouge dès {red}{NBSP}{unit}"


def _days(days: float) -> str:
    whole = round(days)
    return f"{format_number(whole)}{NBSP}jour{'s' if whole > 1 else ''}"


def _pct(value: Decimal) -> str:
    return f"{format_number(round(value))}{NBSP}%"
