"""Geochemical background of the receiver: the soil brings no more than what is there (level 2)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from essor.engines.terres.compatibility.case import Case
from essor.engines.terres.compatibility.findings import Finding, Origin
from essor.engines.terres.compatibility.limits import limit_finding
from essor.engines.terres.compatibility.vocabulary import Family, Niveau, Outcome
from essor.references.parameter import Status

LEVELS = (Niveau.N2, Niveau.N2_BIS)


def findings(case: Case) -> Iterator[Finding]:
    """Each element of the background, at level 2; nothing at other levels."""
    if not case.is_reuse or case.outlet.sheet.niveau not in LEVELS:
        return
    background, origin = _background(case)
    for code, value in background.items():
        national = case.outlet.sheet.level_limits.get(code, value)
        yield limit_finding(
            rule="fond", family=Family.FOND, code=code, measure=case.lot.measure(code),
            limit=max(value, national), origin=origin, sample=case.lot.sample_of(code),
        )  # fmt: skip
    if not background:
        yield Finding(
            rule="fond.absent",
            family=Family.FOND,
            outcome=Outcome.A_COMPLETER,
            label="Fond géochimique du receveur",
            reason="Impossible de conclure\u00a0: le fond du receveur n'est pas chargé.",
            origin=origin,
            need="Donner le fond géochimique local (P95 par élément), avec sa source.",
        )


def _background(case: Case) -> tuple[Mapping[str, Decimal], Origin]:
    """The local background, else the shipped table that the sheet asks for."""
    sheet = case.outlet.sheet
    if sheet.background:
        title = sheet.background_source or "Fond géochimique saisi sans source"
        status = Status.VERIFIE if sheet.background_source else Status.A_RELIRE
        return sheet.background, Origin(title=title, status=status)
    if sheet.background_table:
        name = f"fond/{sheet.background_table}"
        return case.standards.table(name), case.standards.origin(name)
    return {}, Origin(title="Fond géochimique local (BDSolU, étude)", status=Status.A_CHARGER)
