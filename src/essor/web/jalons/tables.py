"""The schedule as files: what is downloaded is what is shown."""

from collections.abc import Iterable

from essor.foundations.periods import Period
from essor.foundations.tables import Value
from essor.records.jalons.calendar import JalonRow
from essor.web.jalons.templatetags import etat_jalon

JALON_LABELS = (
    "Axe", "Code de l'action", "Action", "Jalon", "Phase", "Responsable", "Poids", "État",
    "Date de référence", "Référence adoptée le", "Texte qui l'adopte",
    "Date actuelle", "Dernier jour", "Repoussé par",
    "Dérive (jours)", "Dérive au moins (jours)", "Dérive au plus (jours)", "Marge (jours)",
    "Preuve", "Lien vers la preuve",
)  # fmt: skip
SAID_LABELS = (
    "Jalon", "Annoncé le", "Date attendue", "Premier jour", "Dernier jour", "Annoncé par",
    "Source", "Lien", "Motif", "Annulée", "Motif de l'annulation",
)  # fmt: skip


def jalon_lines(rows: Iterable[tuple[str, JalonRow]]) -> list[list[Value]]:
    """Return one line per milestone, each with the title of its axis."""
    return [_jalon_line(axe, row) for axe, row in rows]


def said_lines(rows: Iterable[JalonRow]) -> list[list[Value]]:
    """Return one line per announcement, oldest first within a milestone."""
    return [
        [
            row.jalon.titre,
            _label(one.announced),
            _label(one.expected),
            one.expected.start,
            one.expected.end,
            one.par_qui,
            one.source_title,
            one.source_href,
            one.motif,
            "oui" if one.is_cancelled else "non",
            one.annulation_motif,
        ]
        for row in rows
        for one in row.previsions
    ]


def _jalon_line(axe: str, row: JalonRow) -> list[Value]:
    jalon, drift = row.jalon, row.drift
    return [
        axe,
        row.action.code,
        row.action.titre,
        jalon.titre,
        jalon.phase,
        jalon.responsable_nom,
        jalon.poids,
        etat_jalon(row),
        _label(jalon.baseline),
        jalon.baseline_adopted_on,
        jalon.baseline_motif,
        _label(row.current),
        row.current.end if row.current else None,
        row.pushed_by.titre if row.pushed_by else "",
        drift.days if drift else None,
        drift.low_days if drift else None,
        drift.high_days if drift else None,
        row.slack,
        jalon.preuve_texte,
        jalon.preuve_href,
    ]


def _label(period: Period | None) -> str:
    return period.label() if period else "non publié"
