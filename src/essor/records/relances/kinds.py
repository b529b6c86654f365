"""What a reminder may be about. Pure: the words, and nothing of the database."""

from enum import StrEnum


class Nature(StrEnum):
    """One kind of reminder; a person unsubscribes from kinds, never from one object."""

    JALON_PROCHE = "jalon_proche"
    JALON_DEPASSE = "jalon_depasse"
    FICHE_SANS_REPONSE = "fiche_sans_reponse"
    SANS_NOUVELLE = "sans_nouvelle"
    ETAPE_BLOCAGE = "etape_blocage"
    VALEUR_MANQUANTE = "valeur_manquante"
    DECISION = "decision"
    DEMANDE = "demande"

    @property
    def label(self) -> str:
        """Return the words on screen and in mails."""
        return _LABELS[self]

    @property
    def is_rule(self) -> bool:
        """Tell whether a rule sends it; a request for news is sent by a person."""
        return self is not Nature.DEMANDE

    @classmethod
    def rules(cls) -> tuple["Nature", ...]:
        """Return the kinds that rules send, in the order of the page."""
        return tuple(one for one in cls if one.is_rule)


_LABELS = {
    Nature.JALON_PROCHE: "Jalon attendu bientôt",
    Nature.JALON_DEPASSE: "Date de jalon passée",
    Nature.FICHE_SANS_REPONSE: "Fiche courte sans réponse",
    Nature.SANS_NOUVELLE: "Action sans nouvelle",
    Nature.ETAPE_BLOCAGE: "Étape d'un point bloquant",
    Nature.VALEUR_MANQUANTE: "Valeur d'indicateur manquante",
    Nature.DECISION: "Décision à mettre en œuvre",
    Nature.DEMANDE: "Demande de nouvelles",
}
