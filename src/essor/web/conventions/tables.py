"""Movements and signatories as files: what is downloaded is what is shown, in its order."""

from collections.abc import Iterable

from django.utils import timezone

from essor.foundations.tables import Value
from essor.records.conventions.life import Signature
from essor.records.conventions.queries import MovementRow, Side

MOVEMENTS = (
    "Nature", "Actions avant", "Actions après", "Motif", "Où en est le mouvement", "Texte",
    "Signé le", "Appliqué le",
)  # fmt: skip
SIGNATORIES = (
    "Texte", "Signé le", "Structure", "Qualité", "Nom", "A signé", "Adopté dans Essor le",
)  # fmt: skip
SIGNED = {True: "oui", False: "pas encore", None: "non publié"}


def movement_lines(rows: Iterable[MovementRow]) -> list[list[Value]]:
    """Return one line per movement."""
    return [
        [
            row.mouvement.nom,
            _names(row.avant),
            _names(row.apres),
            row.mouvement.motif,
            row.standing,
            row.mouvement.acte.nom if row.mouvement.acte else "",
            _signed_on(row.mouvement.acte),
            timezone.localtime(at).date() if (at := row.mouvement.applied_at) else None,
        ]
        for row in rows
    ]


def signatory_lines(signatures: Iterable[Signature]) -> list[list[Value]]:
    """Return one line per signatory of each text."""
    return [
        [
            one.acte.nom,
            _signed_on(one.acte),
            who.structure,
            who.get_qualite_display(),
            who.nom or "non publié",
            SIGNED[who.a_signe],
            timezone.localtime(at).date() if (at := one.acte.adopted_at) else None,
        ]
        for one in signatures
        for who in one.signataires
    ]


def _names(side: Iterable[Side]) -> str:
    return ", ".join(
        f"{one.action.code} {one.action.titre}" if one.action else one.titre for one in side
    )


def _signed_on(acte: object) -> str:
    signe = getattr(acte, "signe", None)
    return signe.label() if signe else ""
