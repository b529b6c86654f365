"""Waste code, hazard, POP, asbestos: what decides the chain before any measure."""

from collections.abc import Iterator

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.vocabulary import Family, Outcome
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind
from essor.foundations.french_formats import NBSP
from essor.foundations.text import fold
from essor.references.parameter import Status

CODES = "dechets/codes_terres"
REGISTER = Origin(
    title="Arrêté du 31 mai 2021 fixant le contenu des registres (NOR TREP2110485A)\u00a0: code "
    "déchet, présence de POP, identifiant du SIS",
    href="https://legal.tricoteuses.fr/articles/JORFARTI000043884612",
)
SLIP = Origin(
    title="Foire aux questions de Trackdéchets\u00a0: les terres dangereuses ou contenant des POP "
    "suivent un bordereau BSDD",
    href="https://faq.trackdechets.fr/",
    status=Status.A_RELIRE,
)


def findings(case: Case) -> Iterator[Finding]:
    """The rules of the waste code, the class, the hazard, the persistent pollutants."""
    yield _code(case)
    if case.outlet.sheet.codes_dechet:
        yield _accepted_code(case)
    if EVERY_CLASS not in case.outlet.accepts:
        yield _soil_class(case)
    yield _hazard(case)
    yield _persistent(case)


def _finding(
    rule: str, outcome: Outcome, label: str, reason: str, origin: Origin, need: str = ""
) -> Finding:
    return Finding(
        rule=f"dechet.{rule}", family=Family.DECHET, outcome=outcome, label=label,
        reason=reason, origin=origin, need=need,
    )  # fmt: skip


def normal_code(code: str) -> str:
    """« 170504 » and « 17.05.04 » as « 17 05 04 »; anything else as it is."""
    digits = "".join(char for char in code if char.isdigit())
    if len(digits) != 6:
        return code.strip()
    star = "*" if code.strip().endswith("*") else ""
    return f"{digits[:2]} {digits[2:4]} {digits[4:]}{star}"


def is_hazardous(case: Case) -> bool | None:
    """Whether the lot is hazardous waste: its code, its properties, or what somebody said."""
    code, profile = case.lot.waste_code or "", case.lot.profile
    if code.strip().endswith("*") or profile.proprietes_danger or profile.is_amiante:
        return True
    if profile.is_dangereux is not None:
        return profile.is_dangereux
    return False if code else None


def own_sheet(case: Case) -> Origin:
    """The sheet of the outlet as a source."""
    source = case.outlet.sheet.source
    title = source or f"Fiche d'acceptation de l'exutoire {case.outlet.id}, sans source écrite"
    return Origin(title=title, status=Status.VERIFIE if source else Status.A_RELIRE)


def _code(case: Case) -> Finding:
    allowed, origin = (
        case.standards.items("dechets/codes_terres"),
        case.standards.origin("dechets/codes_terres"),
    )
    label = "Code déchet de terres excavées"
    if not case.lot.waste_code:
        return _finding(
            "code", Outcome.A_COMPLETER, label, "Le code déchet du lot n'est pas dit.", origin,
            f"Donner le code déchet{NBSP}: {', '.join(allowed)}.",
        )  # fmt: skip
    code = normal_code(case.lot.waste_code)
    if code in allowed:
        return _finding(
            "code", Outcome.CONFORME, label, f"Le code {code} est un code de terres.", origin
        )
    return _finding(
        "code", Outcome.NON_CONFORME, label,
        f"Le code {code} n'est pas un code de terres ({', '.join(allowed)}).", origin,
    )  # fmt: skip


def _accepted_code(case: Case) -> Finding:
    accepted = [normal_code(one) for one in case.outlet.sheet.codes_dechet]
    label = f"Codes déchet acceptés par l'exutoire{NBSP}: {', '.join(accepted)}"
    if not case.lot.waste_code:
        return _finding(
            "code_accepte", Outcome.A_COMPLETER, label, "Le code déchet du lot n'est pas dit.",
            own_sheet(case), "Donner le code déchet du lot.",
        )  # fmt: skip
    code = normal_code(case.lot.waste_code)
    is_accepted = code in accepted
    outcome = Outcome.CONFORME if is_accepted else Outcome.NON_CONFORME
    reason = f"L'exutoire {'accepte' if is_accepted else 'ne prend pas'} le code {code}."
    return _finding("code_accepte", outcome, label, reason, own_sheet(case))


def _soil_class(case: Case) -> Finding:
    label = f"Classes de terre acceptées{NBSP}: {', '.join(case.outlet.accepts)}"
    found = case.lot.soil_class
    if not found:
        return _finding(
            "classe", Outcome.A_COMPLETER, label, "La classe du lot n'est pas dite.",
            own_sheet(case), "Donner la classe du lot.",
        )  # fmt: skip
    is_accepted = fold(found) in {fold(one) for one in case.outlet.accepts}
    outcome = Outcome.CONFORME if is_accepted else Outcome.NON_CONFORME
    verb = "est" if is_accepted else "n'est pas"
    reason = f"La classe {found} {verb} acceptée."
    return _finding("classe", outcome, label, reason, own_sheet(case))


def _hazard(case: Case) -> Finding:
    hazard, sheet = is_hazardous(case), case.outlet.sheet
    label = "Caractère dangereux"
    origin = case.standards.origin("inertes/siccite_minimale") if case.is_inert else SLIP
    if hazard is None:
        return _finding(
            "danger", Outcome.A_COMPLETER, label, "On ne sait pas si le lot est dangereux.",
            origin, "Dire si le lot est dangereux, ou donner son code déchet.",
        )  # fmt: skip
    if not hazard:
        return _finding("danger", Outcome.CONFORME, label, "Le lot n'est pas dangereux.", origin)
    if case.is_inert:
        return _finding(
            "danger", Outcome.NON_CONFORME, label,
            "Le lot est dangereux (ou contient de l'amiante)\u00a0: l'article 2 l'exclut.", origin,
        )  # fmt: skip
    is_taken = sheet.takes_hazardous
    if is_taken is None and case.outlet.kind is OutletKind.ISDD:
        is_taken = True  # what a landfill of hazardous waste is for
    return _authorised("danger", label, "dangereux", is_taken)


def _persistent(case: Case) -> Finding:
    pop, label = case.lot.profile.is_pop, "Polluants organiques persistants (POP)"
    if pop is None and case.lot.profile.is_ssp is False:
        return _finding(
            "pop", Outcome.CONFORME, label,
            "Rien n'est dit des POP\u00a0; le site d'origine n'est pas pollué.", REGISTER,
        )  # fmt: skip
    if pop is None:
        return _finding(
            "pop", Outcome.A_COMPLETER, label, "On ne sait pas si le lot contient des POP.",
            REGISTER, "Dire si le lot contient des POP (le registre le demande).",
        )  # fmt: skip
    if not pop:
        return _finding("pop", Outcome.CONFORME, label, "Le lot ne contient pas de POP.", REGISTER)
    if case.is_inert:
        return _finding(
            "pop", Outcome.NON_CONFORME, label,
            "Le lot contient des POP\u00a0: une installation de déchets inertes ne le prend pas.",
            SLIP,
        )  # fmt: skip
    return _authorised("pop", label, "contenant des POP", case.outlet.sheet.takes_pop)


def _authorised(rule: str, label: str, what: str, is_taken: bool | None) -> Finding:
    """The lot needs the hazardous chain: only an outlet that says it takes it will do."""
    if is_taken is None:
        return _finding(
            rule, Outcome.A_COMPLETER, label,
            f"Lot {what}\u00a0: la fiche ne dit pas si l'exutoire y est autorisé.", SLIP,
            "Demander à l'exutoire son autorisation.",
        )  # fmt: skip
    if not is_taken:
        return _finding(
            rule, Outcome.NON_CONFORME, label,
            f"Lot {what}\u00a0: l'exutoire n'y est pas autorisé.", SLIP,
        )  # fmt: skip
    return _finding(
        rule, Outcome.SOUS_CONDITION, label,
        f"Lot {what}\u00a0: l'exutoire y est autorisé, sous bordereau BSDD.", SLIP,
        "Émettre un BSDD dans Trackdéchets avant l'enlèvement.",
    )  # fmt: skip
