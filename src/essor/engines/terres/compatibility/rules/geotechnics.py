"""GTR class and hydric state against what the receiving zone accepts."""

from collections.abc import Iterator

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.gtr import (
    NEEDED,
    SoilTests,
    classes,
    is_insensitive,
    states,
)
from essor.engines.terres.compatibility.limits import name_of
from essor.engines.terres.compatibility.logic import Truth
from essor.engines.terres.compatibility.rules.waste import own_sheet
from essor.engines.terres.compatibility.vocabulary import EtatHydrique, Family, Outcome
from essor.engines.terres.vocabulary import EVERY_CLASS
from essor.foundations.french_formats import NBSP

EVERY_STATE = frozenset(EtatHydrique)
FORBIDDEN = "gtr/etats_interdits"
CONDITIONAL = "gtr/etats_conditionnels"


def findings(case: Case) -> Iterator[Finding]:
    """Class, then state; nothing when the outlet asks neither."""
    sheet = case.outlet.sheet
    if not (sheet.gtr_classes or sheet.hydric_states):
        return
    possible, conflict = possible_classes(case)
    if conflict:
        yield _finding(
            case, "declaration", Outcome.A_COMPLETER, "Classe GTR déclarée et essais", conflict,
            need="Corriger la classe déclarée ou les essais.",
        )  # fmt: skip
    if sheet.gtr_classes:
        yield _class(case, possible)
    yield _state(case, possible)


def possible_classes(case: Case) -> tuple[frozenset[str], str]:
    """Every class still possible, empty when nothing is known; what contradicts, in French.

    The tests rule; what is declared narrows what they leave open, or speaks when there is none.
    """
    declared, _state = declared_class(case.lot.profile.classe_gtr)
    tests = _tests(case)
    if not any(code in tests.values for code in NEEDED):
        return (frozenset({declared}) if declared else frozenset()), ""
    found = classes(tests)
    if not declared:
        return found, ""
    agreed = frozenset(one for one in found if one.startswith(declared))
    if agreed:
        return agreed, ""
    return found, f"La classe déclarée est {declared}, les essais donnent {_few(found)}."


def declared_class(text: str) -> tuple[str, EtatHydrique | None]:
    """« B5m » as B5 and m: the class, and its hydric state when it is written behind."""
    plain = text.strip().replace(" ", "").lower()
    for state in sorted(EtatHydrique, key=lambda one: -len(one.value)):
        if plain.endswith(state.value) and len(plain) > len(state.value):
            return plain.removesuffix(state.value).upper(), state
    return plain.upper(), None


def _tests(case: Case) -> SoilTests:
    codes = {code for sample in case.lot.samples for code in sample.values}
    measures = {code: case.lot.measure(code) for code in codes if code.startswith("physique.")}
    values = {code: one for code, one in measures.items() if one is not None}
    return SoilTests(values=values, forme=case.lot.profile.forme, standards=case.standards)


def _finding(
    case: Case, rule: str, outcome: Outcome, label: str, reason: str,
    *, need: str = "", origin: Origin | None = None,
) -> Finding:  # fmt: skip
    return Finding(
        rule=f"geotechnique.{rule}", family=Family.GEOTECHNIQUE, outcome=outcome, label=label,
        reason=reason, need=need, origin=origin or case.standards.origin("gtr/passants"),
    )  # fmt: skip


def _accepts(accepted: tuple[str, ...], name: str) -> bool:
    return any(one == EVERY_CLASS or name.startswith(declared_class(one)[0]) for one in accepted)


def _accepted_states(case: Case) -> frozenset[EtatHydrique]:
    """States that the sheet names, on their own or behind a class (« B5m »); none: all."""
    behind = {declared_class(one)[1] for one in case.outlet.sheet.gtr_classes}
    return frozenset(case.outlet.sheet.hydric_states) | {one for one in behind if one is not None}


def _shared(truths: list[bool]) -> Truth:
    """What every possibility agrees on."""
    return truths[0] if truths and len(set(truths)) == 1 else None


def _class(case: Case, possible: frozenset[str]) -> Finding:
    accepted = case.outlet.sheet.gtr_classes
    label = f"Classes GTR acceptées{NBSP}: {', '.join(accepted)}"
    truth = _shared([_accepts(accepted, one) for one in sorted(possible)])
    shown = _few(possible)
    reason = f"Classe GTR du lot{NBSP}: {shown}."
    if truth is None:
        return _finding(
            case, "classe", Outcome.A_COMPLETER, label, reason, need=_tests_needed(case)
        )
    outcome = Outcome.CONFORME if truth else Outcome.NON_CONFORME
    return _finding(case, "classe", outcome, label, reason)


def _few(possible: frozenset[str]) -> str:
    """« B5 », « B3 ou B4 »; beyond six, only how many."""
    if not possible:
        return "inconnue"
    if len(possible) > 6:
        return f"non tranchée ({len(possible)} classes possibles)"
    return " ou ".join(sorted(possible))


def _tests_needed(case: Case) -> str:
    from_tests = _tests(case).values
    wanted = ("physique.dmax", "physique.passant_80um", "physique.passant_2mm", "physique.vbs")
    missing = [name_of(code) for code in wanted if code not in from_tests]
    return f"Mesurer{NBSP}: {', '.join(missing) or 'ces essais plus finement'}."


def _state(case: Case, possible: frozenset[str]) -> Finding:
    label = "État hydrique"
    sensitive = [one for one in sorted(possible) if not is_insensitive(one, case.standards)]
    if possible and not sensitive:
        reason = f"La classe {_few(possible)} est insensible à l'eau."
        origin = case.standards.origin("gtr/insensibles")
        return _finding(case, "etat", Outcome.CONFORME, label, reason, origin=origin)
    found = _possible_states(case, sensitive)
    outcomes = {_outcome(case, state) for state in found}
    shown = " ou ".join(state.value for state in EtatHydrique if state in found)
    origin = own_sheet(case) if _accepted_states(case) else case.standards.origin(FORBIDDEN)
    if Outcome.NON_CONFORME in outcomes and len(outcomes) > 1:
        reason = "L'état hydrique n'est pas connu."
        if found != EVERY_STATE:
            reason = f"État hydrique possible{NBSP}: {shown}."
        need = "Mesurer l'IPI, ou la teneur en eau et l'optimum Proctor."
        return _finding(case, "etat", Outcome.A_COMPLETER, label, reason, need=need, origin=origin)
    outcome = Outcome.SOUS_CONDITION if len(outcomes) > 1 else outcomes.pop()
    need = _CONDITION if outcome is Outcome.SOUS_CONDITION else ""
    reason = f"État hydrique{NBSP}: {shown}."
    return _finding(case, "etat", outcome, label, reason, need=need, origin=origin)


_CONDITION = "Respecter les conditions du GTR (météo, aération, arrosage, traitement, hauteur)."


def _possible_states(case: Case, sensitive: list[str]) -> frozenset[EtatHydrique]:
    """The states of every class still possible; what is declared when no test speaks."""
    profile, tests = case.lot.profile, _tests(case)
    declared = profile.etat_hydrique or declared_class(profile.classe_gtr)[1]
    found = frozenset[EtatHydrique]().union(*(states(one, tests) for one in sensitive))
    if (not found or found == EVERY_STATE) and declared is not None:
        return frozenset({declared})
    return found or EVERY_STATE


def _outcome(case: Case, state: EtatHydrique) -> Outcome:
    """What one state allows at this outlet; treatment turns a refusal into a condition."""
    accepted = _accepted_states(case)
    if state in accepted:
        return Outcome.CONFORME
    if accepted or state in case.standards.items(FORBIDDEN):
        may_treat = case.outlet.sheet.is_treatment_possible
        return Outcome.SOUS_CONDITION if may_treat else Outcome.NON_CONFORME
    if state in case.standards.items(CONDITIONAL):
        return Outcome.SOUS_CONDITION
    return Outcome.CONFORME
