"""What an import does, in words: the preview shows it, and its fingerprint rests on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.errors import Fault
from essor.foundations.french import format_date, format_number
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.plans.tableur.values import clean_text

Details = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing added or changed; ``details`` are label, before, after."""

    kind: str
    what: str
    details: Details

    @property
    def is_new(self) -> bool:
        """Tell whether nothing was there before."""
        return not any(before for _, before, _ in self.details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that a file does, or would do; ``fingerprint`` changes whenever that changes."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
    fingerprint: str = ""

    @property
    def is_ok(self) -> bool:
        """Nothing prevents the import."""
        return not self.faults


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> Details:
    """Return what differs, label by label."""
    return tuple(
        (label, before.get(label, ""), text)
        for label, text in after.items()
        if before.get(label, "") != text
    )


def said(values: ValeurValues | CibleValues, row: Indicateur) -> dict[str, str]:
    """Return what a value or a target says, label by label."""
    shared = {
        "Valeur": _number(values.value, row),
        "Borne basse": _number(values.low, row),
        "Borne haute": _number(values.high, row),
        "Source": clean_text(values.source_title),
        "Lien": values.source_href,
        "Commentaire": clean_text(values.commentaire),
    }
    if isinstance(values, CibleValues):
        return {"Échéance": format_date(values.cible_on), **shared}
    return {
        "Période": values.periode.label(),
        "Action": str(values.action) if values.action else "",
        "Nature": str(values.nature.label),
        "Absence": values.absence.label if values.absence else "",
        "Déclaré par l'intéressé": "oui" if values.is_self_declared else "non",
        "Licence": clean_text(values.licence),
        "Source publiée le": format_date(values.published_on) if values.published_on else "",
        "Lu le": format_date(values.read_on),
        "Confiance": values.confiance.value,
        **shared,
    }


def _number(value: Decimal | None, row: Indicateur) -> str:
    return "" if value is None else f"{format_number(value)}\u00a0{row.unit_label}"
