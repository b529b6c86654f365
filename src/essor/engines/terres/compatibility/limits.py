"""Compare a measure with a limit and say it in French: the finding of most rules."""

from decimal import Decimal

from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.logic import Truth
from essor.engines.terres.compatibility.measures import Measure
from essor.engines.terres.compatibility.vocabulary import Family, Outcome
from essor.foundations.french_formats import NBSP, format_number
from essor.foundations.units import unit_label
from essor.references.terres.parametres_analytiques import parametres_analytiques

_OF_TRUTH = {
    True: Outcome.CONFORME,
    False: Outcome.NON_CONFORME,
    None: Outcome.A_COMPLETER,
}


def outcome_of(truth: Truth) -> Outcome:
    """The outcome of a rule with no way round."""
    return _OF_TRUTH[truth]


def name_of(code: str) -> str:
    """French name of a parameter."""
    return parametres_analytiques()[code].libelle


def unit_of(code: str) -> str:
    """Code of the unit of a parameter."""
    return parametres_analytiques()[code].unite


def shown(value: Decimal, unit: str) -> str:
    """« 0,06 mg/kg »."""
    return f"{format_number(value)}{NBSP}{unit_label(unit)}"


def times(ratio: Decimal) -> str:
    """« 2,4 fois »; more digits when two would read as one."""
    for digits in (2, 4, 6):
        rounded = round(ratio, digits)
        if rounded != 1:
            break
    return f"{format_number(rounded)}{NBSP}fois"


def limit_finding(
    *,
    rule: str,
    family: Family,
    code: str,
    measure: Measure | None,
    limit: Decimal,
    origin: Origin,
    sample: str | None = None,
    is_minimum: bool = False,
    outcome: Outcome | None = None,
    reason: str = "",
    need: str | None = None,
    remedies: tuple[tuple[str, ...], ...] | None = None,
) -> Finding:
    """The finding of one parameter against one limit.

    outcome, reason, need, remedies : replace what the comparison alone says
    """
    truth = None if measure is None else compare(measure, limit, is_minimum=is_minimum)
    found = outcome_of(truth) if outcome is None else outcome
    lifted = ((code,),) if remedies is None and found is Outcome.NON_CONFORME else remedies or ()
    return Finding(
        rule=f"{rule}.{code}",
        family=family,
        outcome=found,
        label=label_of(code, limit, is_minimum=is_minimum),
        reason=reason or said(code, measure, limit, is_minimum=is_minimum, sample=sample),
        origin=origin,
        parameter=code,
        low=None if measure is None else measure.low,
        high=None if measure is None else measure.high,
        unit=unit_of(code),
        threshold=limit,
        is_minimum=is_minimum,
        sample=sample,
        need=needed(code, measure, limit, truth) if need is None else need,
        remedies=lifted,
    )


def compare(measure: Measure, limit: Decimal, *, is_minimum: bool) -> Truth:
    """Whether the measure keeps to the limit; None when it straddles it."""
    return measure.at_least(limit) if is_minimum else measure.at_most(limit)


def label_of(code: str, limit: Decimal, *, is_minimum: bool = False) -> str:
    """« Antimoine sur éluat : au plus 0,06 mg/kg »."""
    word = "au moins" if is_minimum else "au plus"
    return f"{name_of(code)}{NBSP}: {word} {shown(limit, unit_of(code))}"


def said(
    code: str,
    measure: Measure | None,
    limit: Decimal,
    *,
    is_minimum: bool = False,
    sample: str | None = None,
) -> str:
    """One sentence that compares the measure with the limit."""
    word, side = ("au moins", "sous") if is_minimum else ("au plus", "au-dessus de")
    expected = f"{word} {shown(limit, unit_of(code))}"
    if measure is None:
        return f"Pas de mesure{NBSP}: {name_of(code)} (attendu{NBSP}: {expected})."
    where = f", échantillon {sample}" if sample else ""
    measured = f"{name_of(code)}{NBSP}: {measure.label(unit_of(code))}{where}"
    truth = compare(measure, limit, is_minimum=is_minimum)
    if truth is True:
        return f"{measured}, {expected}."
    if truth is None:
        return f"{measured}{NBSP}: impossible de dire si c'est {expected}."
    if is_minimum or not limit:
        return f"{measured}, {side} {shown(limit, unit_of(code))}."
    against = f"le seuil de {shown(limit, unit_of(code))}"
    return f"{measured}, soit {times(measure.low / limit)} {against}."


def needed(code: str, measure: Measure | None, limit: Decimal, truth: Truth) -> str:
    """What to ask the laboratory; "" when the rule is decided."""
    if truth is not None:
        return ""
    if measure is None:
        return f"Mesurer{NBSP}: {name_of(code)}."
    return (
        f"Analyser plus finement{NBSP}: {name_of(code)}, avec une limite de quantification "
        f"d'au plus {shown(limit, unit_of(code))}."
    )
