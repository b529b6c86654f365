"""The plan as JSON, for programs: the same fields, read through the same checks as a sheet.

{"format": "essor-plan", "version": 1,
 "axes": [["Axe 1"], ["Axe 1", "Sous-axe"]],
 "actions": [{"axes": ["Axe 1"], "titre": "…", "parent_titre": null, "code": "A07",
   "partenaires": ["…"], "financeurs": [{"nom": "…", "montant_eur": 1000, "etat": "Notifié"}],
   "lignes_budget": [{"annee": 2026, "nature": "Investissement", "previsionnel_eur": 1000}],
   "intercommunalites": [{"nom": "…", "siren": "246300701"}], "debut_on": "2026-03-01", …}]}

A field that is absent or null says nothing. Amounts are numbers, in euros before tax.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from essor.records.plans.tableur.draft import ActionDraft, IntercommunaliteDraft

FORMAT, VERSION = "essor-plan", 1


def write_json(drafts: Sequence[ActionDraft], *, axes: Iterable[tuple[str, ...]] = ()) -> bytes:
    """The plan as indented UTF-8; fields that say nothing are left out."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "axes": [list(path) for path in axes],
        "actions": [_action(draft) for draft in drafts],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _action(draft: ActionDraft) -> dict[str, Any]:
    fields = asdict(draft)
    del fields["row"], fields["cells"]
    return {name: _plain(value) for name, value in fields.items() if value is not None}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return number(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items() if item is not None}
        case _:
            return value


def number(amount: Decimal) -> int | float:
    """An amount as a JSON number, whole when it is."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def write_intercommunalite(place: IntercommunaliteDraft) -> str:
    """« Clermont Auvergne Métropole (246300701) »."""
    if place.siren is None:
        return place.nom
    return f"{place.nom} ({place.siren})".strip() if place.nom else place.siren
