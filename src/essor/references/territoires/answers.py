"""The answer to « Mon site est-il dans un Territoire d’industrie ? », whoever computes it.

The same sentences are said by the shipped facts and by the database: both build an `Answer` here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from essor.foundations.french import format_date
from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Groupement,
    Membre,
    NatureMembre,
    Territoire,
)

NBSP = "\u00a0"
OUTSIDE = "hors Territoire d’industrie"


class Verdict(StrEnum):
    """The five answers; « unknown » is our ignorance, never an absence of territory."""

    DEDANS = "dans_un_territoire"
    DEHORS = "hors_territoire"
    PARTIEL = "en_partie"
    PLUSIEURS = "plusieurs_communes"
    INCONNU = "commune_inconnue_hors_ligne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the answer rests on: the day of the perimeter and the vintage of the geography."""

    phase: str
    perimetre_on: date
    perimetre_title: str
    cog_vintage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One commune that a name may mean; the department tells it from its namesakes."""

    code_commune_insee: str
    nom: str
    code_departement: str
    departement: str
    population_municipale: int | None
    code_territoire: str | None
    nom_territoire: str | None
    via: str = ""

    def label(self) -> str:
        """« Saint-Denis (93) », or « Arbignieu, commune déléguée d’Arboys en Bugey (01) »."""
        return f"{self.via or self.nom} ({self.code_departement})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, with everything it rests on.

    candidates : the communes to choose from, for PLUSIEURS; else the communes whose postal code
        is the INSEE code that was typed, because the person may have meant one of them
    total : how many communes match, when candidates is cut short
    """

    question: str
    verdict: Verdict
    explanation: str
    basis: Basis
    territoire: Territoire | None = None
    membre: Membre | None = None
    groupement: Groupement | None = None
    commune: Commune | None = None
    rattachee: CommuneRattachee | None = None
    candidates: tuple[Candidate, ...] = ()
    total: int = 0
    territoires: tuple[Territoire, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """True when the place is wholly inside one territory."""
        return self.verdict is Verdict.DEDANS

    def as_dict(self) -> dict[str, object]:
        """The answer for JSON, in French as the command line and the page say it."""
        return {
            "trouve": self.is_found,
            "verdict": self.verdict.value,
            "question": self.question,
            "territoire": self.territoire.code_territoire if self.territoire else None,
            "nom": self.territoire.nom if self.territoire else None,
            "phase": self.basis.phase,
            "commune": _commune_dict(self.commune),
            "commune_rattachee": _rattachee_dict(self.rattachee),
            "groupement": _groupement_dict(self.groupement),
            "membre": _membre_dict(self.membre),
            "territoires": [t.code_territoire for t in self.territoires],
            "candidats": [_candidate_dict(c) for c in self.candidates],
            "nombre_de_candidats": self.total,
            "perimetre_du": self.basis.perimetre_on.isoformat(),
            "perimetre": self.basis.perimetre_title,
            "code_officiel_geographique": self.basis.cog_vintage,
            "explication": self.explanation,
            "remarques": list(self.notes),
        }


def explain_commune(
    *,
    commune: Commune,
    departement: str,
    membre: Membre | None,
    territoire: Territoire | None,
    rattachee: CommuneRattachee | None,
    basis: Basis,
) -> str:
    """One or two French sentences: where the commune stands, through which member, since when."""
    place = f"{commune.nom} ({departement})"
    start = ""
    if rattachee is not None:
        named = f"«{NBSP}{rattachee.nom}{NBSP}»" if rattachee.nom else rattachee.code
        start = f"{named} est aujourd’hui rattaché à {place} ({rattachee.nature_label}). "
    if territoire is None or membre is None:
        return f"{start}{place} est {OUTSIDE}, {_since(basis)}."
    through = (
        "membre à titre individuel"
        if membre.nature is NatureMembre.COMMUNE
        else f"par {membre.nom_publie}"
    )
    return (
        f"{start}{place} est dans le Territoire d’industrie «{NBSP}{territoire.nom}{NBSP}» "
        f"({territoire.code_territoire}), {through}, {_since(basis)}."
    )


def explain_groupement(
    *, groupement: Groupement, territoires: tuple[Territoire, ...], is_whole: bool, basis: Basis
) -> str:
    """One French sentence for a group: member, partly inside, or outside."""
    if not territoires:
        return f"{groupement.nom} est {OUTSIDE}, {_since(basis)}."
    names = ", ".join(f"«{NBSP}{t.nom}{NBSP}» ({t.code_territoire})" for t in territoires)
    if is_whole:
        return f"{groupement.nom} est membre du Territoire d’industrie {names}, {_since(basis)}."
    return (
        f"{groupement.nom} n’est pas membre d’un Territoire d’industrie, mais une partie de ses "
        f"communes est dans {names}, {_since(basis)}. Indiquez la commune pour une réponse sûre."
    )


def explain_many(*, question: str, total: int, shown: int) -> str:
    """One French sentence for a name that several communes bear."""
    cut = f" Les {shown} plus peuplées sont proposées." if shown < total else ""
    return f"{total} communes répondent à «{NBSP}{question}{NBSP}»{NBSP}: choisissez la vôtre.{cut}"


def explain_unknown_siret(siret: str) -> str:
    """The honest answer for an establishment whose commune nobody gave us."""
    return (
        f"Le SIRET {siret} est valide, mais sa commune n’est pas connue hors ligne{NBSP}: "
        "indiquez la commune, ou chargez un extrait SIRENE "
        "(essor territoires etablissements charger)."
    )


def explain_unknown_siren(siren: str) -> str:
    """The honest answer for a company's number: a company has no commune, its sites have."""
    return (
        f"Le SIREN {siren} est valide, mais ce n’est ni une intercommunalité ni une commune. "
        f"Une entreprise n’est pas dans un territoire, ses établissements le sont{NBSP}: "
        "indiquez un SIRET ou une commune."
    )


def _since(basis: Basis) -> str:
    return (
        f"selon le périmètre du {format_date(basis.perimetre_on)} "
        f"et le code officiel géographique {basis.cog_vintage}"
    )


def _commune_dict(commune: Commune | None) -> Mapping[str, object] | None:
    if commune is None:
        return None
    return {
        "code_commune_insee": commune.code_commune_insee,
        "nom": commune.nom,
        "code_departement": commune.code_departement,
        "siren": commune.siren_commune,
        "population_municipale": commune.population_municipale,
    }


def _rattachee_dict(rattachee: CommuneRattachee | None) -> Mapping[str, object] | None:
    if rattachee is None:
        return None
    return {"code": rattachee.code, "nom": rattachee.nom, "nature": rattachee.nature}


def _groupement_dict(groupement: Groupement | None) -> Mapping[str, object] | None:
    if groupement is None:
        return None
    return {"siren": groupement.siren, "nom": groupement.nom, "nature": groupement.nature}


def _membre_dict(membre: Membre | None) -> Mapping[str, object] | None:
    if membre is None:
        return None
    return {"siren": membre.siren, "nom": membre.nom_publie, "nature": membre.nature.value}


def _candidate_dict(candidate: Candidate) -> Mapping[str, object]:
    return {
        "code_commune_insee": candidate.code_commune_insee,
        "nom": candidate.nom,
        "libelle": candidate.label(),
        "departement": candidate.departement,
        "territoire": candidate.code_territoire,
    }
