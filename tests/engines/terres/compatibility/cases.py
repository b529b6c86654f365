"""A lot that passes everywhere and an outlet that takes it; tests change one thing at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from essor.engines.terres.compatibility.check import check
from essor.engines.terres.compatibility.findings import Decision, Finding
from essor.engines.terres.compatibility.lots import read_lot
from essor.engines.terres.compatibility.sheets import read_outlet
from essor.engines.terres.compatibility.standards import standards_on
from essor.engines.terres.compatibility.vocabulary import Outcome, Verdict
from essor.engines.terres.vocabulary import OutletKind

ON = date(2026, 11, 23)
STANDARDS = standards_on(ON)

# Typed again from the text of the order of 12/12/2014, annex II: the judge of the YAML files.
LEACHING = {
    "as": "0.5", "ba": "20", "cd": "0.04", "cr": "0.5", "cu": "2", "hg": "0.01", "mo": "0.5",
    "ni": "0.4", "pb": "0.5", "sb": "0.06", "se": "0.1", "zn": "4", "chlorure": "800",
    "fluorure": "10", "sulfate": "1000", "indice_phenol": "1", "cot": "500",
    "fraction_soluble": "4000",
}  # fmt: skip
CONTENT = {"cot": "30000", "btex": "6", "pcb7": "1", "hct_c10_c40": "500", "hap16": "50"}
LIMITS = {f"eluat.{name}": Decimal(text) for name, text in LEACHING.items()} | {
    f"brut.{name}": Decimal(text) for name, text in CONTENT.items()
}
CLEAN = {code: str(limit / 2) for code, limit in LIMITS.items()} | {"physique.siccite": "85"}
POLLUTED_SITE = {
    "is_ssp": True, "is_pop": False, "is_sis": False, "exclusions_absentes": True,
}  # fmt: skip
CLEAN_SITE = POLLUTED_SITE | {"is_ssp": False, "is_terre_vegetale": False}
SHEET = {
    "source": "Fiche du test",
    "autorisation": {"numero": "AP 2020-1"},
    "daps": [{"numero": "DAP 1", "valid_from": "2026-06-01"}],
}


def decide(
    *,
    analyses: dict[str, Any] | None = None,
    without: tuple[str, ...] = (),
    profile: dict[str, Any] | None = None,
    sheet: dict[str, Any] | None = None,
    kind: OutletKind = OutletKind.ISDI,
    code: str | None = "17 05 04",
    raw: dict[str, Any] | None = None,
    on: date = ON,
    **lot: Any,
) -> Decision:
    """The decision of the clean lot with these changes; raw replaces all the analyses."""
    values = CLEAN | (analyses or {})
    given = {name: one for name, one in values.items() if name not in without}
    facts = read_lot(
        id="L1", waste_code=code, analyses=given if raw is None else raw,
        profile=POLLUTED_SITE | (profile or {}), **lot,
    )  # fmt: skip
    outlet = read_outlet(id="E1", kind=kind, sheet=SHEET | (sheet or {}))
    return check(lot=facts, outlet=outlet, on=on)


def finding(decision: Decision, rule: str) -> Finding:
    """The finding of one rule."""
    (found,) = [one for one in decision.findings if one.rule == rule]
    return found


def outcome(decision: Decision, rule: str) -> Outcome:
    """What one rule says."""
    return finding(decision, rule).outcome


__all__ = ["ON", "Outcome", "Verdict", "decide", "finding", "outcome"]
