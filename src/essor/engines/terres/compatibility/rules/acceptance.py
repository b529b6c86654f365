"""The outlet's own acceptance sheet: limits by parameter, or a shipped table taken as such."""

from collections.abc import Iterator

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.limits import limit_finding
from essor.engines.terres.compatibility.outlets import Limit
from essor.engines.terres.compatibility.rules.waste import own_sheet
from essor.engines.terres.compatibility.vocabulary import Family, Outcome
from essor.references.parameter import Status

TABLES = {
    "non_dangereux": ("stockage/non_dangereux_lixiviation", "stockage/non_dangereux_contenu"),
    "dangereux": ("stockage/dangereux_lixiviation", "stockage/dangereux_contenu"),
}


def findings(case: Case) -> Iterator[Finding]:
    """One finding per limit of the sheet; an outlet without national limits needs a sheet."""
    sheet = case.outlet.sheet
    shipped = dict(_shipped(case))
    for code, (limit, origin) in shipped.items():
        if code not in sheet.limits:
            yield from _sides(case, code, limit, origin)
    for code, limit in sheet.limits.items():
        yield from _sides(case, code, limit, own_sheet(case))
    if not (sheet.limits or shipped or case.is_inert or case.is_reuse):
        yield _unloaded(case)


def _shipped(case: Case) -> Iterator[tuple[str, tuple[Limit, Origin]]]:
    for name in TABLES.get(case.outlet.sheet.limits_table, ()):
        for code, value in case.standards.table(name).items():
            yield code, (Limit(maximum=value), case.standards.origin(name))


def _sides(case: Case, code: str, limit: Limit, origin: Origin) -> Iterator[Finding]:
    if limit.maximum is not None:
        yield limit_finding(
            rule="fiche.max", family=Family.FICHE, code=code, measure=case.lot.measure(code),
            limit=limit.maximum, origin=origin, sample=case.lot.sample_of(code),
        )  # fmt: skip
    if limit.minimum is not None:
        yield limit_finding(
            rule="fiche.min", family=Family.FICHE, code=code, measure=case.lot.least(code),
            limit=limit.minimum, origin=origin, is_minimum=True,
        )  # fmt: skip


def _unloaded(case: Case) -> Finding:
    return Finding(
        rule="fiche.absente",
        family=Family.FICHE,
        outcome=Outcome.A_COMPLETER,
        label="Seuils de l'arrêté préfectoral de l'installation",
        reason="Impossible de conclure\u00a0: les seuils de l'installation ne sont pas chargés.",
        origin=Origin(title=f"Arrêté de l'exutoire {case.outlet.id}", status=Status.A_CHARGER),
        need="Saisir la fiche d'acceptation de l'exutoire, avec sa source.",
    )
