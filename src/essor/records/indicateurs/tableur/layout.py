"""Columns of the three sheets, and the words that their cells may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.sourced import Confidence
from essor.foundations.text import fold
from essor.records.indicateurs.choices import Agregation, Nature, Reponse, Sens
from essor.records.plans.choices import Confidentialite


class Feuille(StrEnum):
    """The three sheets."""

    INDICATEURS = "indicateurs"
    VALEURS = "valeurs"
    CIBLES = "cibles"

    @property
    def label(self) -> str:
        """Name of the sheet."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column: what it is called inside, its label, its width, the words it may hold."""

    name: str
    label: str
    width: int = 16
    words: Mapping[str, str] | None = None

    def read(self, text: str) -> str:
        """Return the code of a word, by its code or its label. Raises UserFault."""
        words = self.words or {}
        for code, label in words.items():
            if fold(text) in {fold(code), fold(label)}:
                return code
        expected = ", ".join(word for word in words.values() if word)
        raise UserFault.single(
            "ce mot n'est pas dans la liste", value=text, expected=expected, code="hors_liste"
        )


SENS = {one.value: one.value for one in Sens}
AGREGATIONS = {"somme": "somme", "dernier": "dernier", "non_sommable": "non sommable"}
REPONSES = {str(key): str(label) for key, label in Reponse.choices}
NIVEAUX = {str(key): str(label) for key, label in Confidentialite.choices}
NATURES = {str(key): str(label) for key, label in Nature.choices}
ABSENCES = {one.value: one.label for one in Absence}
CONFIANCES = {one.value: one.value for one in Confidence}
assert set(AGREGATIONS) == {one.value for one in Agregation}

VALUE_ID = Colonne("id", "Identifiant", 38)
OF = Colonne("indicateur", "Indicateur", 12)
FIGURES = (
    Colonne("value", "Valeur"),
    Colonne("low", "Borne basse"),
    Colonne("high", "Borne haute"),
)
CITED = (
    Colonne("source_title", "Source", 40),
    Colonne("source_href", "Lien", 30),
)
MOTIF = Colonne("motif", "Motif de la correction", 30)
COLONNES: dict[Feuille, tuple[Colonne, ...]] = {
    Feuille.INDICATEURS: (
        Colonne("code", "Code", 10),
        Colonne("libelle", "Libellé", 45),
        Colonne("unit", "Unité", 14),
        Colonne("sens", "Sens", 12, SENS),
        Colonne("agregation", "Agrégation", 14, AGREGATIONS),
        Colonne("reponse", "Réponse du programme", 24, REPONSES),
        Colonne("formule", "Formule", 50),
        Colonne("source_attendue", "Source attendue", 40),
        Colonne("source_attendue_href", "Lien de la source attendue", 30),
        Colonne("periodicite_months", "Périodicité (mois)", 14),
        Colonne("responsable_nom", "Responsable", 24),
        Colonne("confidentialite", "Confidentialité", 16, NIVEAUX),
        Colonne("is_du_plan", "Suivi pour tout le plan", 14),
        Colonne("is_par_action", "Une valeur par action", 14),
        Colonne("axes", "Axes", 40),
        Colonne("actions", "Actions", 20),
    ),
    Feuille.VALEURS: (
        VALUE_ID,
        OF,
        Colonne("action", "Action", 10),
        Colonne("nature", "Nature", 12, NATURES),
        Colonne("periode", "Période", 18),
        *FIGURES,
        Colonne("absence", "Absence", 18, ABSENCES),
        Colonne("unit", "Unité", 14),
        Colonne("is_self_declared", "Déclaré par l'intéressé", 14),
        *CITED,
        Colonne("licence", "Licence", 20),
        Colonne("published_on", "Source publiée le", 14),
        Colonne("read_on", "Lu le", 14),
        Colonne("confiance", "Confiance", 12, CONFIANCES),
        Colonne("commentaire", "Commentaire", 40),
        MOTIF,
    ),
    Feuille.CIBLES: (
        VALUE_ID,
        OF,
        Colonne("cible_on", "Échéance", 14),
        *FIGURES,
        Colonne("unit", "Unité", 14),
        *CITED,
        Colonne("commentaire", "Commentaire", 40),
        MOTIF,
    ),
}
# A sheet is recognised by the column that only it bears.
MARQUES = {
    Feuille.INDICATEURS: "libelle",
    Feuille.VALEURS: "periode",
    Feuille.CIBLES: "cible_on",
}
SEPARATOR = " ; "
