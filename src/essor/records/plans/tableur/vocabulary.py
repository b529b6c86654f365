"""Choices of the action sheet as people write them: accents and case are free, words are not."""

import difflib
from dataclasses import dataclass

from essor.foundations.errors import NBSP, UserFault
from essor.foundations.text import fold_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A closed list. variants : other spellings of the same word, accepted.

    near : other words, refused, with the choice to suggest.
    """

    labels: tuple[str, ...]
    variants: dict[str, str]
    near: dict[str, str]

    def read(self, text: str) -> str:
        """The label meant. Raises `UserFault` with the accepted labels and the nearest one."""
        key = fold_words(text)
        known = {fold_words(label): label for label in self.labels} | self.variants
        if key in known:
            return known[key]
        raise UserFault.single(
            self._message(key, known),
            value=text,
            expected="une valeur de la liste " + ", ".join(self.labels),
            code="valeur_hors_liste",
        )

    def _message(self, key: str, known: dict[str, str]) -> str:
        message = "cette valeur n'est pas dans la liste"
        suggestion = self.near.get(key)
        if suggestion is None:
            close = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
            suggestion = known[close[0]] if close else None
        if suggestion:
            message += f"{NBSP}; vouliez-vous dire «{NBSP}{suggestion}{NBSP}»{NBSP}?"
        return message


STATUTS = Vocabulary(
    labels=(
        "À discuter",
        "À venir",
        "En cours",
        "En pause",
        "Bloqué",
        "Réalisé",
        "Abandonné",
    ),
    variants={"bloquee": "Bloqué", "realisee": "Réalisé", "abandonnee": "Abandonné"},
    near={
        "termine": "Réalisé", "terminee": "Réalisé", "fait": "Réalisé", "acheve": "Réalisé",
        "achevee": "Réalisé", "clos": "Réalisé", "close": "Réalisé", "finalise": "Réalisé",
        "non demarre": "À venir", "a faire": "À venir", "a lancer": "À venir",
        "planifie": "À venir", "prevu": "À venir", "suspendu": "En pause",
        "suspendue": "En pause", "engage": "En cours", "engagee": "En cours",
        "demarre": "En cours", "annule": "Abandonné", "annulee": "Abandonné",
        "a definir": "À discuter",
    },
)  # fmt: skip

PRIORITES = Vocabulary(
    labels=("Élevé", "Moyen", "Bas"),
    variants={"elevee": "Élevé", "moyenne": "Moyen", "basse": "Bas"},
    near={
        "haut": "Élevé", "haute": "Élevé", "fort": "Élevé", "forte": "Élevé", "urgent": "Élevé",
        "urgente": "Élevé", "prioritaire": "Élevé", "1": "Élevé", "normal": "Moyen",
        "normale": "Moyen", "2": "Moyen", "faible": "Bas", "3": "Bas",
    },
)  # fmt: skip

ENGAGEMENTS = Vocabulary(
    labels=("Engagement ferme", "À confirmer", "Idée"), variants={"ferme": "Engagement ferme"},
    near={},
)  # fmt: skip

CONFIDENTIALITES = Vocabulary(
    labels=("Publique", "Interne au territoire", "Restreinte au chef de projet et aux pilotes"),
    variants={
        "public": "Publique",
        "interne": "Interne au territoire",
        "restreint": "Restreinte au chef de projet et aux pilotes",
        "restreinte": "Restreinte au chef de projet et aux pilotes",
    },
    near={
        "oui": "Restreinte au chef de projet et aux pilotes",
        "non": "Publique",
        "confidentiel": "Restreinte au chef de projet et aux pilotes",
    },
)

ETATS_FINANCEMENT = Vocabulary(
    labels=("Pressenti", "Sollicité", "Notifié", "Conventionné", "Mandaté", "Soldé", "Refusé"),
    variants={},
    near={"demande": "Sollicité", "accorde": "Notifié", "obtenu": "Notifié", "paye": "Soldé"},
)

NATURES_BUDGET = Vocabulary(
    labels=("Investissement", "Fonctionnement"), variants={"invest": "Investissement"}, near={}
)

# Lateness is computed from the dates: the peers' « En retard » is read as the status under it.
LATE, LATE_READ_AS = "en retard", "En cours"
