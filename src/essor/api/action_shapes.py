"""An action as the API shows and takes it: the names of the plan's JSON export."""

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from essor.api.types import Day, Euros, Flag, Given, Line, Shown, Text
from essor.foundations.absence import Absence
from essor.records.plans.choices import (
    Confidentialite,
    Engagement,
    EtatFinancement,
    NatureBudget,
    Priorite,
    Sortie,
    Statut,
)

Noms = Annotated[list[Line], Field(max_length=100)]
Year = Annotated[int, Field(ge=1900, le=2200, strict=True)]


class Financeur(Given):
    """One funder of an action."""

    nom: Line = Field(description="Nom du financeur.", examples=["Région Auvergne-Rhône-Alpes"])
    montant_eur: Euros | None = Field(default=None, description="Montant, euros hors taxes.")
    etat: EtatFinancement | None = Field(default=None, description="Où en sont ces euros.")


class LigneDeBudget(Given):
    """Cost of one nature in one year."""

    annee: Year | None = Field(default=None, description="Année, null si inconnue.")
    nature: NatureBudget = Field(description="Investissement ou fonctionnement.")
    previsionnel_eur: Euros | None = Field(default=None, description="Prévu, euros hors taxes.")
    reel_eur: Euros | None = Field(default=None, description="Dépensé, euros hors taxes.")


class Intercommunalite(Given):
    """A body that the action concerns."""

    siren: Annotated[str, Field(pattern=r"^[0-9]{9}$")] = Field(description="SIREN.")
    nom: Line = Field(description="Nom.")


class CommuneDonnee(Given):
    """A commune where the action takes place."""

    code_commune_insee: Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{3}$")] = Field(
        description="Code INSEE."
    )
    nom: Line | None = Field(
        default=None, description="Nom, lu seulement : Essor le prend du périmètre du territoire."
    )


class Personnes(Given):
    """People and structures, by capacity; a list given replaces the one that was there."""

    structures_pilotes: Noms = Field(default=[], description="Structures pilotes.")
    services_pilotes: Noms = Field(default=[], description="Directions ou services pilotes.")
    personnes_pilotes: Noms = Field(default=[], description="Personnes pilotes.")
    elus_referents: Noms = Field(default=[], description="Élus référents.")
    industriels_referents: Noms = Field(default=[], description="Industriels référents.")
    maitres_ouvrage: Noms = Field(default=[], description="Maîtres d'ouvrage.")
    partenaires: Noms = Field(default=[], description="Partenaires.")


class ShownAction(Shown):
    """An action; what nobody published is null, with the reason in « absences »."""

    id: uuid.UUID = Field(description="Identité de l'action.")
    code: str = Field(description="Code dans le plan.")
    axe_id: uuid.UUID | None = Field(description="Axe, null hors de tout axe.")
    parent_id: uuid.UUID | None = Field(description="Action parente d'une sous-action.")
    ordre: int = Field(description="Rang dans le plan.")
    titre: str = Field(description="Titre.")
    descriptif: str | None = Field(description="Descriptif.")
    objectifs: str | None = Field(description="Objectifs.")
    resultats_attendus: str | None = Field(description="Résultats attendus.")
    indicateurs_texte: str | None = Field(description="Indicateurs, en texte.")
    moyens: str | None = Field(description="Moyens humains et techniques.")
    instances_gouvernance: str | None = Field(description="Instances de gouvernance.")
    participation_citoyenne: str | None = Field(description="Participation citoyenne.")
    financements_texte: str | None = Field(description="Financements, en texte.")
    calendrier: str | None = Field(description="Calendrier, en texte.")
    notes_complementaires: str | None = Field(description="Notes complémentaires.")
    statut: Statut | None = Field(description="Statut.")
    priorite: Priorite | None = Field(description="Priorité.")
    engagement: Engagement | None = Field(description="Niveau d'engagement.")
    debut_on: dt.date | None = Field(description="Date de début.")
    fin_on: dt.date | None = Field(description="Date de fin.")
    budget_eur: Euros | None = Field(description="Budget prévisionnel total, euros hors taxes.")
    is_amelioration_continue: bool | None = Field(description="Amélioration continue.")
    is_grand_projet: bool = Field(description="Grand projet.")
    confidentialite: Confidentialite = Field(description="Qui peut la lire.")
    sortie: Sortie | None = Field(description="Comment elle a quitté le plan, null si elle y est.")
    sortie_on: dt.date | None = Field(description="Quand elle a quitté le plan.")
    retard_days: int = Field(description="Jours après la date de fin, 0 si elle n'est pas passée.")
    version: int | None = Field(description="Version, null pour un jour passé.")
    updated_at: dt.datetime | None = Field(description="Dernière modification de la fiche.")
    absences: dict[str, Absence] = Field(description="Pourquoi un champ est null.")


class ShownActions(Shown):
    """A page of actions."""

    donnees: list[ShownAction] = Field(description="Les actions de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class GivenAction(Given):
    """What may be changed of an action; null erases, an absent field is left alone."""

    titre: Line | None = Field(default=None, description="Titre.", examples=["Former les soudeurs"])
    code: Annotated[Line, Field(max_length=20)] | None = Field(default=None, description="Code.")
    axe_id: uuid.UUID | None = Field(default=None, description="Axe, null hors de tout axe.")
    descriptif: Text | None = Field(default=None, description="Descriptif.")
    objectifs: Text | None = Field(default=None, description="Objectifs.")
    resultats_attendus: Text | None = Field(default=None, description="Résultats attendus.")
    indicateurs_texte: Text | None = Field(default=None, description="Indicateurs, en texte.")
    moyens: Text | None = Field(default=None, description="Moyens humains et techniques.")
    instances_gouvernance: Text | None = Field(default=None, description="Gouvernance.")
    participation_citoyenne: Text | None = Field(default=None, description="Participation.")
    financements_texte: Text | None = Field(default=None, description="Financements, en texte.")
    calendrier: Text | None = Field(default=None, description="Calendrier, en texte.")
    notes_complementaires: Text | None = Field(default=None, description="Notes.")
    statut: Statut | None = Field(default=None, description="Statut.")
    priorite: Priorite | None = Field(default=None, description="Priorité.")
    engagement: Engagement | None = Field(default=None, description="Niveau d'engagement.")
    debut_on: Day | None = Field(default=None, description="Date de début.")
    fin_on: Day | None = Field(default=None, description="Date de fin.")
    budget_eur: Euros | None = Field(default=None, description="Budget, euros hors taxes.")
    is_amelioration_continue: Flag | None = Field(default=None, description="Amélioration.")
    is_grand_projet: Flag = Field(default=False, description="Grand projet.")
    confidentialite: Confidentialite = Field(
        default=Confidentialite.INTERNE, description="Qui peut la lire."
    )


class NewAction(GivenAction):
    """An action to add."""

    titre: Line = Field(description="Titre.", examples=["Former les soudeurs"])
    parent: Line | None = Field(default=None, description="Code de l'action parente.")
