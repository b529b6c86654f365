"""Shape of a demonstration territory: published facts only, each with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    """Kind of quantity that was announced."""

    DATE = "date"
    FAIT = "fait"
    MONTANT = "montant"
    SURFACE = "surface"
    EMPLOI = "emploi"
    NOMBRE = "nombre"
    TEXTE = "texte"


class Fineness(StrEnum):
    """How finely a source gave a date; the date kept is the first day of what it named."""

    JOUR = "jour"
    MOIS = "mois"
    TRIMESTRE = "trimestre"
    ANNEE = "annee"


class Trust(StrEnum):
    """How much the published figure may be relied on."""

    OFFICIELLE = "officielle"
    PRESSE = "presse"
    DECLARATIVE = "declarative"
    A_VERIFIER = "a_verifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFact:
    """A document; ``href`` is empty when its address is not known for certain."""

    title: str
    href: str = ""
    announced_on: date | None = None
    announced_precision: Fineness = Fineness.JOUR
    confiance: Trust
    is_self_declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnonceFact:
    """One published value, as it was said; euros, m², hectares or jobs as ``unit`` says."""

    sujet: str
    nature: Nature
    source: SourceFact
    read_on: date
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    value_on: date | None = None
    value_precision: Fineness | None = None
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JalonFact:
    """A milestone read in the announcements of one subject.

    is_atteint : what was published says that it happened
    lecture : what Essor had to decide to make a milestone of it, empty when nothing
    """

    titre: str
    sujet: str
    is_atteint: bool = False
    lecture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFact:
    """A published action; what nobody published stays empty.

    axe : rank of the axis it is filed under, from 1. Published, or proposed by Essor:
    ``is_axe_publie`` says which.
    communes : where it takes place, as published, « Riom (63300) »; empty when nobody said
    """

    titre: str
    axe: int
    is_axe_publie: bool
    descriptif: str = ""
    calendrier: str = ""
    communes: tuple[str, ...] = ()
    is_grand_projet: bool = False
    is_pilotee_en_demonstration: bool = False  # the demonstration pilot may edit it, labelled so
    annonces: tuple[AnnonceFact, ...] = ()
    jalons: tuple[JalonFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFact:
    """A note that exists only so that the demonstration moves; its text says so."""

    action: str  # title of the action
    role: str  # role of the demonstration account that signs it
    noted_on: date
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """A whole demonstration territory."""

    territoire_code: str
    phase: str
    licence: str  # why the facts may be cited
    titre: str
    description: str
    debut_on: date
    fin_on: date
    axes: tuple[str, ...]
    annonces: tuple[AnnonceFact, ...]
    actions: tuple[ActionFact, ...]
    notes: tuple[NoteFact, ...]
