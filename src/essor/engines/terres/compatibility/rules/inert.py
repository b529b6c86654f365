"""Order of 12/12/2014: annex I (no test), annex II (tests), article 6 (adapted limits)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.limits import limit_finding, said, shown, unit_of
from essor.engines.terres.compatibility.logic import Truth, all_of, negation
from essor.engines.terres.compatibility.measures import Sample
from essor.engines.terres.compatibility.rules.annex_two import (
    LEACHED_CARBON,
    TOTAL_CARBON,
    Judged,
    Limits,
    judge,
)
from essor.engines.terres.compatibility.rules.waste import normal_code
from essor.engines.terres.compatibility.vocabulary import ARTICLE_6_KINDS, Family, Outcome
from essor.foundations.french_formats import NBSP, format_number

LEACHING = "inertes/lixiviation"
CONTENT = "inertes/contenu_total"
GARDENS = "20 02 02"
_WORST_FIRST = (
    Outcome.NON_CONFORME,
    Outcome.A_COMPLETER,
    Outcome.SOUS_CONDITION,
    Outcome.CONFORME,
)


def findings(case: Case) -> Iterator[Finding]:
    """Annex I when it applies and no analysis contradicts it, annex II otherwise."""
    if not case.is_inert:
        return
    tests = _tests(case)
    exempt = exemption(case)
    if exempt is False:
        yield from tests
    elif exempt:
        yield from _exempted(case, tests)
    else:
        yield from _perhaps_exempted(case, tests)


def _tests(case: Case) -> list[Finding]:
    """Annex II; the same for every outlet that no order adapts."""
    if case.outlet.sheet.article_6 is not None:
        return annex_two(case)
    return case.standards.once(case.lot, lambda: annex_two(case))


def exemption(case: Case) -> Truth:
    """Whether annex I spares the tests; None while the origin of the lot is not known."""
    code, profile = case.lot.waste_code, case.lot.profile
    if not code or normal_code(code) not in case.standards.items("inertes/codes_annexe_1"):
        return False
    truths = [negation(profile.is_ssp), negation(profile.is_terre_vegetale)]
    if normal_code(code) == GARDENS:
        truths.append(profile.is_jardin_ou_parc)
    return all_of(truths)


def _exempted(case: Case, tests: list[Finding]) -> Iterator[Finding]:
    """Annex I, unless a measure shows that the soil is not what it is said to be."""
    doubts = [
        one
        for one in tests
        if one.outcome is Outcome.NON_CONFORME
        or (one.outcome is Outcome.A_COMPLETER and one.low is not None)
    ]
    if doubts:
        yield from doubts
        return
    yield _annex_one(
        case, Outcome.CONFORME,
        "Le lot entre dans l'annexe I\u00a0: il est admis sans essai, et aucune analyse ne "
        "dépasse l'annexe II.",
    )  # fmt: skip


def _perhaps_exempted(case: Case, tests: list[Finding]) -> Iterator[Finding]:
    """Conforming tests admit whatever the origin; else the origin must be said first."""
    unmeasured = [one for one in tests if one.outcome is Outcome.A_COMPLETER and one.low is None]
    if not unmeasured:
        yield from tests
        return
    yield _annex_one(
        case, Outcome.A_COMPLETER,
        "On ne sait pas si le lot entre dans l'annexe I, et l'annexe II n'est pas toute mesurée "
        f"({len(unmeasured)} paramètre{'s' if len(unmeasured) > 1 else ''} sur {len(tests)}).",
        "Dire si le lot vient d'un site pollué et s'il contient de la terre végétale ou de la "
        "tourbe, ou compléter les analyses.",
    )  # fmt: skip
    yield from (one for one in tests if one not in unmeasured)


def _annex_one(case: Case, outcome: Outcome, reason: str, need: str = "") -> Finding:
    return Finding(
        rule="inerte.annexe_1",
        family=Family.INERTE,
        outcome=outcome,
        label="Annexe I\u00a0: déchets admis sans essai",
        reason=reason,
        origin=case.standards.origin("inertes/codes_annexe_1"),
        need=need,
    )


def annex_two(case: Case) -> list[Finding]:
    """One finding per parameter of annex II, the worst of the samples."""
    base = base_limits(case)
    adapted = adapted_limits(case, base)
    samples = case.lot.completed_samples or (Sample(id="", values={}),)
    found: dict[str, list[Finding]] = {code: [] for code in base.by_code}
    for sample in samples:
        first = judge(sample, base)
        second = judge(sample, adapted) if adapted else {}
        for code in base.by_code:
            found[code].append(_finding(case, sample, first[code], second.get(code), base))
    return [_worst(ones) for ones in found.values()]


def base_limits(case: Case) -> Limits:
    """Limits of annex II on the day."""
    standards = case.standards
    code = normal_code(case.lot.waste_code or "")
    return Limits(
        by_code={**standards.table(LEACHING), **standards.table(CONTENT)},
        sulphate_ls10=standards.number("inertes/sulfate_ls10"),
        percolation=standards.number("inertes/sulfate_percolation"),
        neutral_carbon=standards.number("inertes/cot_eluat_ph_neutre"),
        is_soil=code in standards.items("inertes/codes_annexe_1"),
    )


def adapted_limits(case: Case, base: Limits) -> Limits | None:
    """Limits of article 6 for this outlet, never over the factors that the article allows.

    The leached organic carbon and the other total contents cannot be adapted.
    """
    order = case.outlet.sheet.article_6
    if order is None or case.outlet.kind not in ARTICLE_6_KINDS:
        return None
    caps = article_6_caps(case, base)
    by_code = {
        code: max(limit, min(order.limits.get(code, limit), caps.get(code, limit)))
        for code, limit in base.by_code.items()
    }
    return Limits(
        by_code=by_code,
        sulphate_ls10=base.sulphate_ls10,
        percolation=base.percolation,
        neutral_carbon=base.neutral_carbon,
        is_soil=base.is_soil,
    )


def article_6_caps(case: Case, base: Limits) -> Mapping[str, Decimal]:
    """The highest limits that an order may set, by code."""
    leaching = case.standards.number("inertes/article_6_lixiviation")
    carbon = case.standards.number("inertes/article_6_cot")
    caps = {
        code: limit * leaching
        for code, limit in base.by_code.items()
        if code.startswith("eluat.") and code != LEACHED_CARBON
    }
    return caps | {TOTAL_CARBON: base.by_code[TOTAL_CARBON] * carbon}


def _finding(
    case: Case, sample: Sample, first: Judged, second: Judged | None, base: Limits
) -> Finding:
    limit = base.by_code[first.code]
    is_rescued = (
        second is not None
        and first.outcome in (Outcome.NON_CONFORME, Outcome.A_COMPLETER)
        and first.code in sample.values
        and _WORST_FIRST.index(second.outcome) > _WORST_FIRST.index(first.outcome)
    )
    judged = second if is_rescued and second is not None else first
    outcome = judged.outcome
    if is_rescued and outcome is Outcome.CONFORME:
        outcome = Outcome.SOUS_CONDITION
    measure = sample.values.get(first.code)
    return limit_finding(
        rule="inerte",
        family=Family.INERTE,
        code=first.code,
        measure=measure,
        limit=limit,
        origin=_origin(case, first.code, is_rescued=is_rescued),
        sample=sample.id or None if len(case.lot.samples) > 1 else None,
        outcome=outcome,
        reason=said(first.code, measure, limit) + _why(case, judged, is_rescued=is_rescued),
        need=_need(case, judged, outcome, base, sample),
        remedies=judged.remedies,
    )


def _origin(case: Case, code: str, *, is_rescued: bool) -> Origin:
    if is_rescued:
        return case.standards.origin("inertes/article_6_lixiviation")
    return case.standards.origin(LEACHING if code.startswith("eluat.") else CONTENT)


def _why(case: Case, judged: Judged, *, is_rescued: bool) -> str:
    """What admits a parameter that its own limit does not."""
    order = case.outlet.sheet.article_6
    if is_rescued and order is not None:
        return f" Seuil adapté par l'arrêté préfectoral {order.arrete} (article 6)."
    if not judged.note:
        return ""
    word = "des renvois" if " et " in judged.note else "du renvoi"
    return f" Peut être jugé conforme au titre {word} {judged.note}."


def _need(case: Case, judged: Judged, outcome: Outcome, base: Limits, sample: Sample) -> str | None:
    """What lifts the condition or the refusal; None leaves it to the comparison."""
    if outcome is Outcome.SOUS_CONDITION:
        return "Faire confirmer l'admission par l'exploitant."
    if outcome is Outcome.A_COMPLETER:
        return judged.need or None
    if outcome is Outcome.CONFORME:
        return ""
    cap = article_6_caps(case, base).get(judged.code)
    measure = sample.values.get(judged.code)
    if cap is None or measure is None or not measure.at_most(cap):
        return ""
    factor = format_number(cap / base.by_code[judged.code])
    return (
        f"Admissible seulement là où un arrêté préfectoral relève ce seuil (article 6, "
        f"jusqu'à {factor}{NBSP}fois, soit {shown(cap, unit_of(judged.code))})."
    )


def _worst(found: list[Finding]) -> Finding:
    """The most decisive finding of the samples; of equals, the highest measure."""
    return min(
        found,
        key=lambda one: (_WORST_FIRST.index(one.outcome), -(one.low or Decimal(0))),
    )
