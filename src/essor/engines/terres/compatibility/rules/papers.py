"""Administrative rules: permit of the outlet, prior acceptance, SIS, enough analyses.

What is missing from the file is a condition to lift; what the outlet or the law excludes is a
refusal.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.outlets import Acceptance
from essor.engines.terres.compatibility.rules.waste import REGISTER, own_sheet
from essor.engines.terres.compatibility.vocabulary import Family, Outcome
from essor.foundations.french_formats import NBSP, format_date_short, format_number

VALIDITY = "inertes/validite_document"
DENSITY_RULE = "analyses/m3_par_analyse"


def findings(case: Case) -> Iterator[Finding]:
    """Permit, acceptance, SIS, number of analyses."""
    yield _permit(case)
    required = case.outlet.sheet.is_acceptance_required
    if required or (required is None and not case.is_reuse):
        yield _acceptance(case)
    if (sis := _sis(case)) is not None:
        yield sis
    if (enough := _representative(case)) is not None:
        yield enough


def _finding(
    rule: str, outcome: Outcome, label: str, reason: str, origin: Origin, need: str = ""
) -> Finding:
    return Finding(
        rule=f"administratif.{rule}", family=Family.ADMINISTRATIF, outcome=outcome, label=label,
        reason=reason, origin=origin, need=need,
    )  # fmt: skip


def _permit(case: Case) -> Finding:
    permit, label = case.outlet.sheet.permit, "Autorisation de l'exutoire"
    if permit is None:
        return _finding(
            "autorisation", Outcome.SOUS_CONDITION, label,
            "L'autorisation de l'exutoire n'est pas renseignée.", own_sheet(case),
            "Vérifier l'arrêté, l'enregistrement ou le permis de l'exutoire.",
        )  # fmt: skip
    origin = Origin(title=permit.numero)
    if permit.valid_from is not None and case.on < permit.valid_from:
        reason = f"{permit.numero} ne vaut qu'à partir du {format_date_short(permit.valid_from)}."
        return _finding("autorisation", Outcome.NON_CONFORME, label, reason, origin)
    if permit.valid_until is not None and case.on > permit.valid_until:
        reason = f"{permit.numero} ne vaut plus depuis le {format_date_short(permit.valid_until)}."
        return _finding("autorisation", Outcome.NON_CONFORME, label, reason, origin)
    reason = f"{permit.numero} est en cours de validité."
    return _finding("autorisation", Outcome.CONFORME, label, reason, origin)


def covering(case: Case) -> list[Acceptance]:
    """The acceptances that name the lot, its site, or everything."""
    return [
        one
        for one in case.outlet.sheet.acceptances
        if one.lot == case.lot.id
        or (not one.lot and one.chantier and one.chantier == case.lot.chantier)
        or (not one.lot and not one.chantier)
    ]


def last_day(acceptance: Acceptance, years: int | None) -> date | None:
    """Last day an acceptance holds: what it says, never over the longest validity in years."""
    start, end = acceptance.valid_from, acceptance.valid_until
    if start is None or years is None:
        return end
    month_end = 28 if (start.month, start.day) == (2, 29) else start.day
    longest = date(start.year + years, start.month, month_end)
    return longest if end is None else min(end, longest)


def remaining_t(acceptance: Acceptance) -> Decimal | None:
    """Tonnes that an acceptance still lets in; None without a cap."""
    if acceptance.tonnage_max_t is None:
        return None
    return max(acceptance.tonnage_max_t - acceptance.tonnes_recues_t, Decimal(0))


def _acceptance(case: Case) -> Finding:
    label, origin = "Acceptation préalable (DAP)", own_sheet(case)
    if case.is_inert:
        origin = case.standards.origin(VALIDITY)
    found = covering(case)
    refused = [one for one in found if one.is_refuse]
    if refused:
        reason = f"L'exutoire a refusé la demande {refused[0].numero}."
        return _finding("dap", Outcome.NON_CONFORME, label, reason, own_sheet(case))
    problems = [(_problem(case, one), one) for one in found]
    for problem, one in problems:
        if not problem:
            reason = f"L'acceptation {one.numero} couvre le lot."
            return _finding("dap", Outcome.CONFORME, label, reason, origin)
    reason = " ".join(problem for problem, _one in problems) or "Aucune acceptation préalable."
    need = "Obtenir ou faire prolonger l'acceptation préalable avant la première livraison."
    return _finding("dap", Outcome.SOUS_CONDITION, label, reason, origin, need)


def _problem(case: Case, one: Acceptance) -> str:
    """What an acceptance lacks on the day, for the tonnes of the lot; "" when nothing."""
    end = last_day(one, int(case.standards.number(VALIDITY)) if case.is_inert else None)
    if one.valid_from is not None and case.on < one.valid_from:
        return f"{one.numero} ne vaut qu'à partir du {format_date_short(one.valid_from)}."
    if end is None:
        return f"{one.numero} ne dit pas jusqu'à quand elle vaut."
    if case.on > end:
        return f"{one.numero} a expiré le {format_date_short(end)}."
    left = remaining_t(one)
    if left is not None and case.lot.tonnes is None:
        return f"{one.numero} est plafonnée et le tonnage du lot n'est pas connu."
    if left is not None and case.lot.tonnes is not None and case.lot.tonnes > left:
        return (
            f"{one.numero} laisse {format_number(left)}{NBSP}t, le lot en compte "
            f"{format_number(case.lot.tonnes)}."
        )
    return ""


def _sis(case: Case) -> Finding | None:
    profile, label = case.lot.profile, "Secteur d'information sur les sols (SIS)"
    if profile.is_sis is None and profile.is_ssp:
        return _finding(
            "sis", Outcome.SOUS_CONDITION, label,
            "On ne sait pas si le site pollué d'origine est dans un SIS.", REGISTER,
            "Vérifier le SIS de la parcelle et porter son identifiant au registre.",
        )  # fmt: skip
    if profile.is_sis and not profile.sis_identifiant:
        return _finding(
            "sis", Outcome.SOUS_CONDITION, label, "Le SIS n'a pas d'identifiant.", REGISTER,
            "Porter l'identifiant du SIS au registre.",
        )  # fmt: skip
    if profile.is_sis:
        reason = f"SIS {profile.sis_identifiant}."
        return _finding("sis", Outcome.CONFORME, label, reason, REGISTER)
    return None


def _representative(case: Case) -> Finding | None:
    """Enough samples for the volume; only where tests decide and the volume is known."""
    volume, count = case.lot.profile.volume_m3, len(case.lot.samples)
    if volume is None or not count:
        return None
    _low, high = case.standards.bounds(DENSITY_RULE)
    label = f"Représentativité{NBSP}: une analyse pour {format_number(high)}{NBSP}m³ au plus"
    origin = case.standards.origin(DENSITY_RULE)
    each = volume / count
    reason = f"{count} échantillon{'s' if count > 1 else ''} pour {format_number(volume)}{NBSP}m³."
    if each <= high:
        return _finding("analyses", Outcome.CONFORME, label, reason, origin)
    wanted = -(-volume // high)
    need = f"Analyser au moins {format_number(wanted)} échantillons."
    return _finding("analyses", Outcome.SOUS_CONDITION, label, reason, origin, need)
