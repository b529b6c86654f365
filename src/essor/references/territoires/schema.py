"""Our own shape of the geography and of the programme's perimeter.

One frozen dataclass per CSV of `facts/`: the field names are the column names, so that a reader of
the files and a reader of the code see the same words. Populations are numbers of inhabitants.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PHASE_COURANTE = "2023-2027"
PHASES = ("2018-2022", "2023-2027")


class NatureMembre(StrEnum):
    """What a territory's member is: the ANCT list mixes three kinds of public bodies."""

    EPCI = "epci"
    EPT = "ept"
    COMMUNE = "commune"
    DISPARU = "disparu"

    @property
    def label(self) -> str:
        """French name shown on screen."""
        return _LABELS_MEMBRE[self]


_LABELS_MEMBRE = {
    NatureMembre.EPCI: "intercommunalité à fiscalité propre",
    NatureMembre.EPT: "établissement public territorial",
    NatureMembre.COMMUNE: "commune seule",
    NatureMembre.DISPARU: "groupement absent du code officiel géographique",
}

NATURES_GROUPEMENT = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole de Lyon",
    "EPT": "établissement public territorial",
}

NATURES_RATTACHEE = {
    "commune-deleguee": "commune déléguée",
    "commune-associee": "commune associée",
    "arrondissement-municipal": "arrondissement municipal",
    "ancien-code": "ancien code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region of the official geographic code."""

    code_region: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Departement:
    """A department (or overseas collectivity, numbered like one) and its region."""

    code_departement: str
    nom: str
    code_region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupement:
    """An EPCI with its own taxation, or one of the eleven EPT of Grand Paris."""

    siren: str
    nature: str
    nom: str
    population_municipale: int | None
    population_totale: int | None

    @property
    def nature_label(self) -> str:
        """French name of the legal form; the raw code when the producer adds one."""
        return NATURES_GROUPEMENT.get(self.nature, self.nature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A present-day commune.

    population_municipale comes from the intercommunalités' file when the commune belongs to an
    EPCI, else from the communes' file, whose vintage differs (see `facts/provenance.yaml`).
    """

    code_commune_insee: str
    nom: str
    code_departement: str
    siren_commune: str | None
    siren_epci: str | None
    siren_ept: str | None
    population_municipale: int | None
    population_totale: int | None
    codes_postaux: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneRattachee:
    """A code or name that is no commune of its own any more, and the commune that answers for it.

    nom is None for a code that only survives as a number (a commune suppressed by a merger).
    """

    code: str
    nom: str | None
    nature: str
    code_commune_insee: str

    @property
    def nature_label(self) -> str:
        """French name of the kind of attachment."""
        return NATURES_RATTACHEE.get(self.nature, self.nature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Territoire:
    """A labelled territory. The code means nothing without its phase: ids do not carry over."""

    code_territoire: str
    nom: str
    code_region: str
    phase: str = PHASE_COURANTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Membre:
    """A public body that belongs to a territory, under the name the programme published."""

    code_territoire: str
    nature: NatureMembre
    siren: str
    nom_publie: str
    code_commune_insee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where facts come from: enough to find the file again and to quote it.

    valid_from is the day from which the content holds; published_on may be unknown.
    """

    producer: str
    title: str
    href: str
    licence: str
    vintage: str
    valid_from: date
    read_on: date
    published_on: date | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Geographie:
    """The official geographic code of one vintage."""

    regions: tuple[Region, ...]
    departements: tuple[Departement, ...]
    groupements: tuple[Groupement, ...]
    communes: tuple[Commune, ...]
    rattachees: tuple[CommuneRattachee, ...]
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Perimetre:
    """The programme's territories and their members, as published on one day, for one phase."""

    phase: str
    territoires: tuple[Territoire, ...]
    membres: tuple[Membre, ...]
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Faits:
    """A perimeter and the geography that turns its members into communes."""

    geographie: Geographie
    perimetre: Perimetre
