"""Filters of the register: names of registers, what one operation changed in a line."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import template

from essor.foundations.french import format_date
from essor.records.journal.models import Operation
from essor.records.registre.choices import EtatLigne, GenreRegistre, MotifLigne
from essor.records.registre.models import LigneRegistre
from essor.references.registre_national.tables import registre
from essor.web.registre.groups import said

register = template.Library()
SHOWN = {"etat": "État", "motif": "Motif", "raison": "Raison", "declared_on": "Déclarée le"}
LABELS: dict[str, dict[str, str]] = {
    "etat": {str(value): str(label) for value, label in EtatLigne.choices},
    "motif": {str(value): str(label) for value, label in MotifLigne.choices},
}


@register.filter
def genre(value: Any) -> str:
    """Write « terres sortantes »."""
    return str(GenreRegistre(str(value)).label)


@register.filter
def changements(operation: Operation, ligne: LigneRegistre) -> list[tuple[str, str, str]]:
    """Return what an operation changed in a line: label, before, after."""
    found: list[tuple[str, str, str]] = []
    for event in getattr(operation, "of_ligne", []):
        for name, (before, after) in event.changes.items():
            if name == "champs":
                found += _fields(ligne.genre, before or {}, after or {})
            elif name in SHOWN and (before or after):
                found.append((SHOWN[name], _said(name, before), _said(name, after)))
    return found


def _fields(
    genre_name: str, before: dict[str, str], after: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    for colonne in registre(genre_name).colonnes:
        old, new = before.get(colonne.champ, ""), after.get(colonne.champ, "")
        if old != new and before:
            label = colonne.entete.strip() or colonne.champ
            yield label, said(colonne, old), said(colonne, new)


def _said(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "declared_on":
        return format_date(dt.date.fromisoformat(str(value)))
    return LABELS.get(name, {}).get(str(value), str(value))
