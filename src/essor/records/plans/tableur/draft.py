"""What a plan file says, before anything is written: typed, placed, nothing guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from essor.foundations.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FunderDraft:
    """One funder, its amount before tax (EUR) and the state of that money, if they are given."""

    nom: str
    montant_eur: Decimal | None = None
    etat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineDraft:
    """Forecast and actual cost of one nature in one year (EUR before tax)."""

    nature: str
    annee: int | None = None
    previsionnel_eur: Decimal | None = None
    reel_eur: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntercommunaliteDraft:
    """An EPCI, EPT or commune, by its SIREN, its name or both."""

    nom: str = ""
    siren: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDraft:
    """One action of a file. A field that is None is empty or absent there, never an order to erase.

    axes : headings from the first level down, empty for an action filed under none
    parent_titre : title of the parent action when this is a sub-action
    Choices (statut, priorite, engagement, confidentialite, etat, nature) are French labels.
    row, cells : where each field was read, to place faults found later
    """

    axes: tuple[str, ...] = ()
    titre: str
    parent_titre: str | None = None
    code: str | None = None
    descriptif: str | None = None
    instances_gouvernance: str | None = None
    objectifs: str | None = None
    resultats_attendus: str | None = None
    indicateurs_texte: str | None = None
    moyens: str | None = None
    participation_citoyenne: str | None = None
    financements_texte: str | None = None
    calendrier: str | None = None
    notes_complementaires: str | None = None
    structures_pilotes: tuple[str, ...] | None = None
    services_pilotes: tuple[str, ...] | None = None
    personnes_pilotes: tuple[str, ...] | None = None
    elus_referents: tuple[str, ...] | None = None
    industriels_referents: tuple[str, ...] | None = None
    maitres_ouvrage: tuple[str, ...] | None = None
    partenaires: tuple[str, ...] | None = None
    intercommunalites: tuple[IntercommunaliteDraft, ...] | None = None
    communes: tuple[str, ...] | None = None  # « Riom (63300) », a name or a code
    financeurs: tuple[FunderDraft, ...] | None = None
    lignes_budget: tuple[BudgetLineDraft, ...] | None = None
    budget_eur: Decimal | None = None
    statut: str | None = None
    priorite: str | None = None
    engagement: str | None = None
    confidentialite: str | None = None
    debut_on: date | None = None
    fin_on: date | None = None
    is_amelioration_continue: bool | None = None
    is_grand_projet: bool | None = None
    row: int = field(default=0, compare=False)
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def present(self) -> frozenset[str]:
        """Names of the fields that the file fills."""
        return frozenset(
            item.name
            for item in fields(self)
            if item.name not in ("row", "cells") and getattr(self, item.name) is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A whole file: everything it says, everything wrong with it.

    axes : every heading met, with or without actions, parents first, in file order
    columns : label found in the file by field, for the columns that were understood
    """

    file_name: str
    sheet: str | None = None
    header_row: int | None = None
    axes: tuple[tuple[str, ...], ...] = ()
    drafts: tuple[ActionDraft, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Nothing prevents the import."""
        return not self.faults
