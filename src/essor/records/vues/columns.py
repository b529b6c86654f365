"""The columns of the lists: what each shows, from which facts, to whom, and how it is sorted.

One catalogue for the screen, the files, the sorting and the groups, so that they cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from essor.foundations.french import format_date, format_eur, format_number
from essor.foundations.tables import Value
from essor.records.accounts.roles import Capability
from essor.records.plans.choices import (
    Confidentialite,
    Engagement,
    EtatFinancement,
    ParticipantRole,
    Priorite,
    Statut,
)
from essor.records.suivi.rules import Color, Dimension
from essor.records.vues.rows import Fact, ListRow

NBSP = "\u00a0"
NON_PUBLIE = "non publié"
NOTE_LENGTH = 140
Key = Callable[[ListRow], Any]


class CellKind(StrEnum):
    """How a value is written and aligned."""

    TEXTE = "texte"
    CHOIX = "choix"
    JOUR = "jour"
    EUROS = "euros"
    POURCENT = "pourcent"
    JOURS = "jours"
    NOMBRE = "nombre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    value : what the cell holds, None when unknown; key : what it is sorted by, None comes last
    facts : what has to be read first; capability : what the reader must be allowed
    field : name of the field that the cell edits, empty when it is computed
    unknown : the word for None; mark : class of the chip, for choices
    """

    name: str
    label: str
    kind: CellKind
    value: Callable[[ListRow], Value]
    key: Key
    facts: frozenset[Fact] = frozenset()
    capability: Capability | None = None
    field: str = ""
    unknown: str = NON_PUBLIE
    mark: Callable[[ListRow], str] | None = None
    has_total: bool = False

    def text(self, row: ListRow) -> str:
        """Write the cell as a person reads it."""
        return written(self.value(row), self.kind) or self.unknown


def written(value: Value, kind: CellKind) -> str:
    """Write a value in French, empty when unknown."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return format_date(value)
    if kind is CellKind.EUROS:
        return format_eur(Decimal(value))
    if kind is CellKind.POURCENT:
        return f"{format_number(value)}{NBSP}%"
    if kind is CellKind.JOURS:
        return f"{format_number(value)}{NBSP}jour{'s' if abs(int(value)) > 1 else ''}"
    return format_number(value)


def _choice(name: str, label: str, choices: Any, **more: Any) -> Column:
    order = {value: rank for rank, value in enumerate(choices.values)}
    return Column(
        name=name,
        label=label,
        kind=CellKind.CHOIX,
        value=lambda row: str(getattr(row.action, f"get_{name}_display")()) or None,
        key=lambda row: order.get(getattr(row.action, name)),
        mark=lambda row: str(getattr(row.action, name)),
        field=name,
        **more,
    )


def _day(name: str, label: str, field: str) -> Column:
    return Column(
        name=name, label=label, kind=CellKind.JOUR, field=field,
        value=lambda row: getattr(row.action, field), key=lambda row: getattr(row.action, field),
    )  # fmt: skip


def _people(name: str, label: str, role: ParticipantRole) -> Column:
    return Column(
        name=name, label=label, kind=CellKind.TEXTE, field=role.value,
        value=lambda row: ", ".join(row.names(role)) or None,
        key=lambda row: tuple(one.casefold() for one in row.names(role)) or None,
        facts=frozenset({Fact.PEOPLE}),
    )  # fmt: skip


def _financement(etat: EtatFinancement) -> Column:
    def value(row: ListRow) -> Value:
        found = row.euros(etat)
        known = [one.montant_eur for one in found if one.montant_eur is not None]
        if not row.financements or (found and not known):
            return None
        total = sum(known, Decimal(0))
        return total if len(known) == len(found) else f"au moins {format_eur(total)}"

    def key(row: ListRow) -> Any:
        if value(row) is None:
            return None
        return sum((one.montant_eur or Decimal(0) for one in row.euros(etat)), Decimal(0))

    return Column(
        name=f"fin_{etat.value}", label=f"Financements : {etat.label.lower()} (€ HT)",
        kind=CellKind.EUROS, value=value, key=key, facts=frozenset({Fact.EUROS}), has_total=True,
    )  # fmt: skip


def _sante(dimension: Dimension) -> Column:
    order: dict[Color, int] = {
        color: rank for rank, color in enumerate((Color.ROUGE, Color.ORANGE, Color.VERT))
    }
    facts = {Fact.CALENDAR, Fact.HEALTH} | (
        {Fact.CHANCES} if dimension is Dimension.RISQUE else set()
    )

    def key(row: ListRow) -> Any:
        color = row.color(dimension)
        return order.get(color) if color else None

    return Column(
        name=f"sante_{dimension.value}", label=f"Santé : {dimension.label.lower()}",
        kind=CellKind.CHOIX,
        value=lambda row: color.label if (color := row.color(dimension)) else None,
        key=key,
        mark=lambda row: f"sante-{color.value}" if (color := row.color(dimension)) else "",
        facts=frozenset(facts), capability=Capability.VIEW_INTERNAL, unknown="sans donnée",
    )  # fmt: skip


def _progress(row: ListRow) -> int | None:
    share = row.calendar.progress if row.calendar else None
    return None if share is None else round(share * 100)


def _next(row: ListRow) -> str | None:
    found = row.next_jalon
    if found is None or found.current is None:
        return None
    late = " (date passée)" if found.days_late else ""
    return f"{found.jalon.titre} : {found.current.label()}{late}"


def _drift(row: ListRow) -> int | None:
    return row.calendar.drift.worst_days if row.calendar else None


def _signed(row: ListRow) -> Value:
    days = _drift(row)
    return None if days is None else days


def _reached(row: ListRow) -> str | None:
    rows = row.calendar.rows if row.calendar else ()
    return f"{sum(one.is_reached for one in rows)} sur {len(rows)}" if rows else None


def _note(row: ListRow) -> str | None:
    if row.last_note is None:
        return None
    text = " ".join(row.last_note.texte.split())
    short = text if len(text) <= NOTE_LENGTH else f"{text[: NOTE_LENGTH - 1].rstrip()}…"
    return f"{format_date(row.last_note.noted_on)} : {short}"


def _points(row: ListRow) -> str | None:
    return " ; ".join(f"{one} ({one.destinataire_nom})" for one in row.points) or None


def _spent(row: ListRow) -> Decimal | None:
    known = [one.reel_eur for one in row.lines if one.reel_eur is not None]
    return sum(known, Decimal(0)) if known else None


_CALENDAR = frozenset({Fact.CALENDAR})
_ALL: tuple[Column, ...] = (
    Column(
        name="code", label="Code", kind=CellKind.TEXTE,
        value=lambda row: row.action.code, key=lambda row: row.action.code,
    ),
    Column(
        name="titre", label="Action", kind=CellKind.TEXTE, field="titre",
        value=lambda row: row.action.titre, key=lambda row: row.action.titre.casefold(),
    ),
    _choice("statut", "Statut", Statut),
    Column(
        name="retard", label="Retard", kind=CellKind.JOURS, unknown="aucun",
        value=lambda row: row.days_late or None, key=lambda row: row.days_late or None,
    ),
    _people("pilotes", "Pilotes", ParticipantRole.PERSONNE_PILOTE),
    _people("structures", "Structure pilote", ParticipantRole.STRUCTURE_PILOTE),
    _people("elus", "Élu·e référent·e", ParticipantRole.ELU_REFERENT),
    _day("echeance", "Échéance", "fin_on"),
    _day("debut", "Début", "debut_on"),
    Column(
        name="axe", label="Axe", kind=CellKind.TEXTE, field="axe", unknown="sans axe",
        value=lambda row: " › ".join(row.axe_path) or None,
        key=lambda row: row.axe_rank if row.axe_path else None,
    ),
    _choice("priorite", "Priorité", Priorite),
    _choice("engagement", "Engagement", Engagement),
    _choice(
        "confidentialite", "Confidentialité", Confidentialite, capability=Capability.VIEW_INTERNAL
    ),
    Column(
        name="grand", label="Grand projet", kind=CellKind.TEXTE, field="is_grand_projet",
        value=lambda row: "oui" if row.action.is_grand_projet else "non",
        key=lambda row: not row.action.is_grand_projet,
    ),
    Column(
        name="epci", label="Intercommunalités", kind=CellKind.TEXTE,
        value=lambda row: ", ".join(one.nom for one in row.epci) or None,
        key=lambda row: tuple(one.nom.casefold() for one in row.epci) or None,
        facts=frozenset({Fact.EPCI}),
    ),
    Column(
        name="communes", label="Communes d'implantation", kind=CellKind.TEXTE,
        unknown="sans lieu", field="communes",
        value=lambda row: ", ".join(one.nom for one in row.communes) or None,
        key=lambda row: tuple(one.nom.casefold() for one in row.communes) or None,
        facts=frozenset({Fact.COMMUNES}),
    ),
    Column(
        name="avancement", label="Avancement", kind=CellKind.POURCENT, unknown="sans jalon",
        value=_progress, key=_progress, facts=_CALENDAR,
    ),
    Column(
        name="jalons", label="Jalons atteints", kind=CellKind.TEXTE, unknown="sans jalon",
        value=_reached, key=_progress, facts=_CALENDAR,
    ),
    Column(
        name="prochain", label="Prochain jalon", kind=CellKind.TEXTE, unknown="aucun",
        value=_next, facts=_CALENDAR,
        key=lambda row: one.current.end if (one := row.next_jalon) and one.current else None,
    ),
    Column(
        name="derive", label="Dérive la plus forte", kind=CellKind.JOURS,
        value=_signed, key=_drift, facts=_CALENDAR,
    ),
    *(_sante(dimension) for dimension in Dimension),
    Column(
        name="blocages", label="Points bloquants", kind=CellKind.TEXTE, unknown="aucun",
        value=_points, key=lambda row: -len(row.points) if row.points else None,
        facts=frozenset({Fact.POINTS}), capability=Capability.VIEW_INTERNAL,
    ),
    Column(
        name="note", label="Dernière note", kind=CellKind.TEXTE, unknown="aucune",
        value=_note, key=lambda row: row.last_note.noted_on if row.last_note else None,
        facts=frozenset({Fact.NOTES}), capability=Capability.VIEW_INTERNAL,
    ),
    Column(
        name="nouvelle", label="Dernière nouvelle", kind=CellKind.JOUR, unknown="aucune",
        value=lambda row: row.last_on, key=lambda row: row.last_on,
        facts=frozenset({Fact.TRACE}), capability=Capability.VIEW_HISTORY,
    ),
    Column(
        name="budget", label="Budget prévu (€ HT)", kind=CellKind.EUROS, field="budget_eur",
        value=lambda row: row.action.budget_eur, key=lambda row: row.action.budget_eur,
        has_total=True,
    ),
    Column(
        name="depense", label="Dépensé (€ HT)", kind=CellKind.EUROS, value=_spent, key=_spent,
        facts=frozenset({Fact.LINES}), has_total=True,
    ),
    *(_financement(etat) for etat in EtatFinancement),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {column.name: column for column in _ALL}
ALWAYS = ("code", "titre")
CHOOSABLE = tuple(name for name in COLUMNS if name not in ALWAYS)
DEFAULT_COLUMNS = ("statut", "pilotes", "echeance", "prochain", "avancement", "budget")
GROUPABLE = (
    "axe", "statut", "priorite", "engagement", "pilotes", "structures", "epci", "communes",
    "grand",
    "confidentialite", "sante_temps", "sante_budget",
)  # fmt: skip
