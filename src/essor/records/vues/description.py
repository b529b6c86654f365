"""What is asked of a working list: one value that an address writes whole and reads back.

Pure: no database, no clock. What the columns and headings are is known from ``columns``.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

SANS = "sans"  # nobody, no heading, no value at all
NON_PUBLIE = "non_publie"
MOI = "moi"


class ViewKind(StrEnum):
    """In what shape the same rows are looked at."""

    TABLEAU = "tableau"
    KANBAN = "kanban"
    FRISE = "frise"
    CARTE = "carte"

    @property
    def label(self) -> str:
        """Return the word on screen."""
        return self.value.capitalize()


class Echelle(StrEnum):
    """How finely the timeline is laid out."""

    MOIS = "mois"
    TRIMESTRE = "trimestre"
    ANNEE = "annee"

    @property
    def label(self) -> str:
        """Return the word on screen."""
        return {"mois": "Mois", "trimestre": "Trimestre", "annee": "Année"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions that all hold together; inside one list, any of its values is enough.

    axes : identifiers of headings, their sub-headings included, or ``SANS``
    pilotes : names however written, ``MOI`` for the reader, ``SANS`` for nobody
    communes : INSEE codes of where the action takes place, or ``SANS``
    silence_days : open actions without any trace for that many days, or ever
    """

    texte: str = ""
    axes: tuple[str, ...] = ()
    statuts: tuple[str, ...] = ()
    priorites: tuple[str, ...] = ()
    pilotes: tuple[str, ...] = ()
    epci: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    sante: tuple[str, ...] = ()
    confidentialites: tuple[str, ...] = ()
    is_grand_projet: bool | None = None
    is_late: bool = False
    is_blocked: bool = False
    silence_days: int | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    changed_since: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is filtered."""
        return self == Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKey:
    """One column to sort by; unknown values come last in both directions."""

    column: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDescription:
    """One working list as it is asked for.

    columns : chosen and ordered, besides the code and the title that are always there
    group : column whose values make the groups, empty for none
    unfolded : codes of the actions whose milestones the timeline shows; ``*`` for all
    """

    kind: ViewKind = ViewKind.TABLEAU
    columns: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: tuple[SortKey, ...] = ()
    group: str = ""
    page: int = 1
    echelle: Echelle = Echelle.TRIMESTRE
    unfolded: tuple[str, ...] = ()
