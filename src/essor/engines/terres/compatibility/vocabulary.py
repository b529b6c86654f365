"""Closed lists of the compatibility engine, in the words that files, screens and results use."""

from enum import StrEnum

from essor.engines.terres.vocabulary import OutletKind

INERT_KINDS = frozenset({OutletKind.ISDI, OutletKind.CARRIERE, OutletKind.VALORISATION})
"""Outlets under the order of 12/12/2014: landfill 2760-3, sorting 2515-2517, quarries (art. 12.3
of the order of 22/09/1994 sends back to it)."""

REUSE_KINDS = frozenset({OutletKind.AMENAGEMENT, OutletKind.ROUTE})
"""Outlets where soil is used again in a project: criteria of the 2020 guides."""

ARTICLE_6_KINDS = frozenset({OutletKind.ISDI, OutletKind.CARRIERE})


class Verdict(StrEnum):
    """Answer for a lot and an outlet."""

    ADMIS = "admis"
    ADMIS_SOUS_CONDITION = "admis_sous_condition"
    REFUSE = "refuse"
    DONNEE_MANQUANTE = "donnee_manquante"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return _VERDICTS[self]

    @property
    def is_admission(self) -> bool:
        """Whether the lot may go, with or without a condition."""
        return self in (Verdict.ADMIS, Verdict.ADMIS_SOUS_CONDITION)


_VERDICTS = {
    Verdict.ADMIS: "admis",
    Verdict.ADMIS_SOUS_CONDITION: "admis sous condition",
    Verdict.REFUSE: "refusé",
    Verdict.DONNEE_MANQUANTE: "donnée manquante",
}


class Outcome(StrEnum):
    """What one rule says."""

    CONFORME = "conforme"
    SOUS_CONDITION = "sous_condition"
    NON_CONFORME = "non_conforme"
    A_COMPLETER = "a_completer"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.CONFORME: "conforme",
    Outcome.SOUS_CONDITION: "sous condition",
    Outcome.NON_CONFORME: "non conforme",
    Outcome.A_COMPLETER: "impossible de conclure",
}

# From the most decisive: one rule broken is enough to refuse, whatever is still unknown.
_VERDICT_OF = (
    (Outcome.NON_CONFORME, Verdict.REFUSE),
    (Outcome.A_COMPLETER, Verdict.DONNEE_MANQUANTE),
    (Outcome.SOUS_CONDITION, Verdict.ADMIS_SOUS_CONDITION),
)


def verdict_of(outcomes: frozenset[Outcome]) -> Verdict:
    """The verdict of all the rules together; with no rule looked at, nothing can be said."""
    for outcome, verdict in _VERDICT_OF:
        if outcome in outcomes:
            return verdict
    return Verdict.ADMIS if outcomes else Verdict.DONNEE_MANQUANTE


class Family(StrEnum):
    """What a rule is about, in the order in which rules are looked at."""

    DECHET = "dechet"
    PHYSIQUE = "physique"
    INERTE = "inerte"
    FICHE = "fiche"
    USAGE = "usage"
    FOND = "fond"
    GEOTECHNIQUE = "geotechnique"
    ADMINISTRATIF = "administratif"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return _FAMILIES[self]


_FAMILIES = {
    Family.DECHET: "Code déchet, danger, POP",
    Family.PHYSIQUE: "État physique",
    Family.INERTE: "Critères des déchets inertes",
    Family.FICHE: "Fiche d'acceptation",
    Family.USAGE: "Niveau d'usage",
    Family.FOND: "Fond géochimique",
    Family.GEOTECHNIQUE: "Géotechnique (GTR)",
    Family.ADMINISTRATIF: "Pièces administratives",
}


class Usage(StrEnum):
    """What the receiving ground is for."""

    ROUTE = "route"
    SOUS_BATIMENT = "sous_batiment"
    SOUS_COUVERTURE = "sous_couverture"
    LOGEMENT = "logement"
    SENSIBLE = "sensible"
    DRAINANT = "drainant"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return _USAGES[self]


_USAGES = {
    Usage.ROUTE: "sous une route ou un parking",
    Usage.SOUS_BATIMENT: "sous un bâtiment d'activité",
    Usage.SOUS_COUVERTURE: "espace non privatif sous terre saine ou revêtement",
    Usage.LOGEMENT: "logements ou jardins privatifs",
    Usage.SENSIBLE: "établissement sensible, culture, pâture",
    Usage.DRAINANT: "ouvrage drainant ou provisoire (préchargement)",
}


class Niveau(StrEnum):
    """Level of the approach of the 2020 guides."""

    N1 = "n1"
    N2 = "n2"
    N2_BIS = "n2bis"
    N3 = "n3"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return _NIVEAUX[self]


_NIVEAUX = {
    Niveau.N1: "niveau 1 (approche nationale)",
    Niveau.N2: "niveau 2 (fond du territoire)",
    Niveau.N2_BIS: "niveau 2 bis (fond et ressource en eau)",
    Niveau.N3: "niveau 3 (site à site)",
}


class Conclusion(StrEnum):
    """What a study concludes."""

    CONFORME = "conforme"
    NON_CONFORME = "non_conforme"


class Forme(StrEnum):
    """Shape of the large elements of a soil."""

    ROULE = "roule"
    ANGULEUX = "anguleux"


class EtatHydrique(StrEnum):
    """Hydric state, from very wet to very dry."""

    TH = "th"
    H = "h"
    M = "m"
    S = "s"
    TS = "ts"
