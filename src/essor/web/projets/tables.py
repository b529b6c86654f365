"""The big projects as files: what is downloaded is what is shown, in its order."""

from collections.abc import Iterable
from decimal import Decimal

from essor.foundations.periods import Period
from essor.foundations.tables import Value
from essor.records.jalons.calendar import JalonRow
from essor.records.plans.announcements import announced_period, said_label
from essor.records.projets.overview import ProjetRow
from essor.records.projets.queries import LotRow, PhaseRow, ProjetPage
from essor.web.jalons.templatetags import etat_jalon

LIST_LABELS = (
    "Code", "Projet", "Statut", "Phases", "Passages franchis", "Prochain passage",
    "Ce qui est à décider", "Qui décide", "Échéance suivie", "Promis", "Attendu", "Dérive (jours)",
    "Plus grande dérive (jours)", "Jalon le plus dérivé", "Coût suivi", "Premier montant annoncé",
    "Dernier montant annoncé", "Points bloquants ouverts",
)  # fmt: skip
PHASE_LABELS = (
    "Rang", "Phase", "Passage", "Franchi le", "Ce qui est à décider", "Qui décide", "Réserves",
    "Décision de comité", "Ce qui le montre", "Jalon", "État du jalon", "Date de référence",
    "Date actuelle", "Dérive (jours)",
)  # fmt: skip
COST_LABELS = (
    "Ce que couvre le montant", "Annoncé le", "Montant (€)", "Au moins (€)", "Au plus (€)",
    "Dans les mots de la source", "Source", "Lien", "Lu le", "Confiance",
    "Déclaré par l'intéressé",
)  # fmt: skip
PARCELLE_LABELS = (
    "Identifiant", "Commune (INSEE)", "Préfixe", "Section", "Numéro", "Contenance (m²)",
    "Maîtrise foncière", "Source", "Lien", "Lu le",
)  # fmt: skip
LOT_LABELS = (
    "Lot", "Usage", "Surface (m²)", "Nature de la surface", "État", "Preneur",
    "Preneur public", "Source", "Lien",
)  # fmt: skip
HIDDEN = "réservé aux membres"
UNKNOWN = "non publié"
NO_MILESTONE: tuple[Value, ...] = ("", "", "", "", None)


def list_lines(rows: Iterable[ProjetRow]) -> list[list[Value]]:
    """Return one line per big project."""
    return [_list_line(row) for row in rows]


def phase_lines(page: ProjetPage) -> list[list[Value]]:
    """Return one line per milestone under its phase; a phase without milestone has its own."""
    lines: list[list[Value]] = []
    for rank, row in enumerate(page.phases, start=1):
        head = _phase_head(rank, row, page.reads_inside)
        milestones = [_milestone(one) for one in row.jalons] or [NO_MILESTONE]
        lines.extend([*head, *milestone] for milestone in milestones)
    blank: list[Value] = [None, "hors phase", *[""] * 7]
    lines.extend([*blank, *_milestone(one)] for one in page.others)
    return lines


def cost_lines(page: ProjetPage) -> list[list[Value]]:
    """Return one line per announcement of a cost."""
    return [
        [
            one.sujet, label_of(announced_period(one)), *map(plain, (one.value, one.low, one.high)),
            one.texte,
            one.source_title, one.source_href, one.read_on, one.get_confiance_display(),
            "oui" if one.is_self_declared else "non",
        ]
        for series in page.costs
        for one in series.annonces
    ]  # fmt: skip


def parcelle_lines(page: ProjetPage) -> list[list[Value]]:
    """Return one line per parcel."""
    return [
        [
            one.identifiant, one.code_commune_insee, one.prefixe, one.section, one.numero,
            one.contenance_m2, one.get_maitrise_display() or UNKNOWN, one.source_title,
            one.source_href, one.read_on,
        ]
        for one in page.parcelles
    ]  # fmt: skip


def lot_lines(page: ProjetPage) -> list[list[Value]]:
    """Return one line per lot."""
    return [
        [
            row.lot.nom, row.lot.usage, plain(row.lot.surface_m2),
            row.lot.get_surface_nature_display() or UNKNOWN,
            row.lot.get_etat_display() or UNKNOWN,
            taker_of(row), "oui" if row.lot.is_preneur_public else "non", row.lot.source_title,
            row.lot.source_href,
        ]
        for row in page.lots
    ]  # fmt: skip


def taker_of(row: LotRow) -> str:
    """Write who takes a lot, as far as this person may read it."""
    if row.is_hidden:
        return HIDDEN
    names = [str(row.etablissement) if row.etablissement else "", row.preneur]
    return ", ".join(filter(None, names))


def label_of(period: Period | None) -> str:
    """Write a date as finely as it is known."""
    return period.label() if period else UNKNOWN


def plain(amount: Decimal | None) -> Decimal | None:
    """Return an amount without the zeros that the base adds after the comma."""
    return None if amount is None else Decimal(f"{amount.normalize():f}")


def _list_line(row: ProjetRow) -> list[Value]:
    gate, promise, cost = row.next_gate, row.promise, row.cost
    drift = promise.row.drift if promise else None
    return [
        row.action.code,
        row.action.titre,
        row.action.get_statut_display() or UNKNOWN,
        len(row.phases),
        row.passed,
        gate.titre if gate else "",
        gate.question if gate and row.reads_inside else "",
        gate.decideur if gate and row.reads_inside else "",
        promise.row.jalon.titre if promise else "",
        label_of(promise.promised) if promise else UNKNOWN,
        label_of(promise.row.current) if promise else UNKNOWN,
        drift.days if drift else None,
        row.worst.drift.days if row.worst and row.worst.drift else None,
        row.worst.jalon.titre if row.worst else "",
        cost.series.sujet if cost else "",
        said_label(cost.first) if cost else UNKNOWN,
        said_label(cost.last) if cost else UNKNOWN,
        row.blocked,
    ]


def _phase_head(rank: int, row: PhaseRow, reads_inside: bool) -> list[Value]:
    phase = row.phase
    inside = (phase.question, phase.decideur, phase.reserves) if reads_inside else ("", "", "")
    decision = f"{row.decision.comite} : {row.decision}" if row.decision else ""
    shown = " ".join(filter(None, (phase.preuve_texte, phase.preuve_href)))
    return [
        rank, phase.titre, phase.get_passage_display() or UNKNOWN,
        phase.passed.label() if phase.passed else "", *inside, decision, shown,
    ]  # fmt: skip


def _milestone(row: JalonRow) -> tuple[Value, ...]:
    return (
        row.jalon.titre,
        etat_jalon(row),
        label_of(row.jalon.baseline),
        label_of(row.current),
        row.drift.days if row.drift else None,
    )
