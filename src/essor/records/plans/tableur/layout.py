"""The columns of a plan file: the layout that French planners know, then ours.

Columns A to AB keep the labels and the order of the public import model of Territoires en
transitions (ADEME), so that one file serves both tools. A column is found by its label.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.text import fold_words
from essor.records.plans.tableur.vocabulary import (
    CONFIDENTIALITES,
    ENGAGEMENTS,
    ETATS_FINANCEMENT,
    PRIORITES,
    STATUTS,
    Vocabulary,
)


class Kind(StrEnum):
    """How the cells of a column are read."""

    AXIS = "axe"
    TITLE = "titre"
    CODE = "code"
    TEXT = "texte"
    LIST = "liste"
    INTERCOMMUNALITES = "intercommunalites"
    BUDGET_LINES = "lignes_budget"
    AMOUNT = "montant"
    DATE = "date"
    BOOLEAN = "booleen"
    CHOICE = "choix"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """One column. key : field of the draft; variants : other labels, as `fold_words` gives them."""

    key: str
    label: str
    kind: Kind
    group: str
    variants: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None
    width: int = 24
    number: int = 0

    @property
    def hint(self) -> str:
        """What to write there, in a few words, for the row under the labels."""
        if self.vocabulary is not None:
            return "Champ liste déroulante\n(choix prédéfinis)"
        return _HINTS[self.kind]


_HINTS = {
    Kind.AXIS: "Champ texte",
    Kind.TITLE: "Champ texte\n(300 caractères au plus)",
    Kind.CODE: "Champ texte\n(code stable d'Essor, à ne pas modifier)",
    Kind.TEXT: "Champ texte",
    Kind.LIST: "Champ texte\n(séparateur virgule)",
    Kind.INTERCOMMUNALITES: "Champ texte\n(nom ou SIREN, séparateur virgule)",
    Kind.BUDGET_LINES: "Champ texte\n(2026 investissement : prévu 1000 € ; réel 900 €)",
    Kind.AMOUNT: "Champ numérique",
    Kind.DATE: "Champ date",
    Kind.BOOLEAN: "Champ binaire\n(VRAI ou FAUX)",
    Kind.CHOICE: "Champ liste déroulante",
}

_ACTION, _AIMS = "Présentation de l’action", "Objectifs et indicateurs"
_PEOPLE, _MEANS = "Acteurs", "Modalités de mise en oeuvre"
_ESSOR = "Compléments d'Essor"


def _axis(number: int, label: str, *variants: str) -> ColumnSpec:
    return ColumnSpec(
        key=f"axe_{number}", label=label, kind=Kind.AXIS, group=_ACTION, variants=variants,
        number=number, width=28,
    )  # fmt: skip


def _column(
    key: str, label: str, kind: Kind, group: str, *variants: str, width: int = 24
) -> ColumnSpec:
    return ColumnSpec(
        key=key, label=label, kind=kind, group=group, variants=variants, width=width
    )  # fmt: skip


def _choice(key: str, label: str, group: str, vocabulary: Vocabulary, *variants: str) -> ColumnSpec:
    return ColumnSpec(
        key=key, label=label, kind=Kind.CHOICE, group=group, variants=variants,
        vocabulary=vocabulary, width=16,
    )  # fmt: skip


def axis_column(number: int) -> ColumnSpec:
    """Column of a heading level below the third."""
    return ColumnSpec(
        key=f"axe_{number}", label=f"Axe de niveau {number}", kind=Kind.AXIS, group=_ESSOR,
        number=number, width=28,
    )  # fmt: skip


def funder_columns(number: int, group: str = _MEANS) -> tuple[ColumnSpec, ColumnSpec]:
    """Name and amount of the n-th funder."""
    return (
        ColumnSpec(
            key="financeur", label=f"Financeur {number}", kind=Kind.TEXT, group=group, number=number
        ),
        ColumnSpec(
            key="montant", label="Montant € HT", kind=Kind.AMOUNT, group=group, number=number,
            width=14,
        ),
    )  # fmt: skip


def funder_state_column(number: int) -> ColumnSpec:
    """State of the money of the n-th funder."""
    return ColumnSpec(
        key="etat", label=f"État du financement {number}", kind=Kind.CHOICE, group=_ESSOR,
        vocabulary=ETATS_FINANCEMENT, number=number, width=16,
    )  # fmt: skip


_T, _L = Kind.TEXT, Kind.LIST
MODEL_COLUMNS: tuple[ColumnSpec, ...] = (
    _axis(1, "Axe (x)", "axe", "axes", "axe strategique", "axe 1"),
    _axis(2, "Sous-axe (x.x)", "sous axe", "sous axes"),
    _axis(3, "Sous-sous axe (x.x.x)", "sous sous axe", "sous sous axes"),
    _column("titre", "Titre de l'action", Kind.TITLE, _ACTION,
            "titre de la fiche action", "titre de la fiche", "titre", "titre action",
            "intitule de l action", "intitule", "nom de l action", "action", width=44),
    _column("sous_titre", "Titre de la sous-action", Kind.TITLE, _ACTION,
            "titre sous action", "sous action", "intitule de la sous action", width=36),
    _column("descriptif", "Descriptif", _T, _ACTION,
            "description", "description de l action", "descriptif de l action", width=60),
    _column("instances_gouvernance", "Instances de gouvernance", _T, _ACTION,
            "instance de gouvernance", "gouvernance", width=40),
    _column("objectifs", "Objectifs", _T, _AIMS, "objectif", "objectifs de l action", width=60),
    _column("indicateurs_texte", "Indicateurs liés", _T, _AIMS,
            "indicateurs", "indicateurs lies a l action", "indicateurs de suivi", width=40),
    _column("structures_pilotes", "Structure pilote", _L, _PEOPLE,
            "structures pilotes", "structure porteuse", "porteur"),
    _column("moyens", "Moyens humains et techniques", _T, _PEOPLE, "moyens", width=40),
    _column("partenaires", "Partenaires", _L, _PEOPLE, "partenaire"),
    _column("services_pilotes", "Direction ou service pilote", _L, _PEOPLE,
            "service pilote", "services pilotes", "direction pilote"),
    _column("personnes_pilotes", "Personne pilote", _L, _PEOPLE,
            "personnes pilotes", "pilote", "pilotes"),
    _column("elus_referents", "Élu·e référent·e", _L, _PEOPLE,
            "elu referent", "elue referente", "elus referents", "elu e s referent e s",
            "elu e s referents"),
    _column("participation_citoyenne", "Participation Citoyenne", _T, _PEOPLE),
    _column("financements_texte", "Financements", _T, _MEANS, "financement", width=40),
    *funder_columns(1), *funder_columns(2), *funder_columns(3),
    _column("budget_eur", "Budget prévisionnel total € HT", Kind.AMOUNT, _MEANS,
            "budget previsionnel total ht", "budget previsionnel ht", "budget previsionnel",
            "budget previsionnel total", "budget total ht", "budget ht", "budget", width=18),
    _choice("statut", "Statut", _MEANS, STATUTS, "statut de l action", "etat d avancement",
            "avancement"),
    _choice("priorite", "Niveau de priorité", _MEANS, PRIORITES, "priorite", "niveau priorite"),
    _column("debut_on", "Date de début", Kind.DATE, _MEANS, "debut", "date debut", width=14),
    _column("fin_on", "Date de fin", Kind.DATE, _MEANS,
            "fin", "date fin", "date de fin previsionnelle", "echeance", width=14),
    _column("is_amelioration_continue", "Action en amélioration continue", Kind.BOOLEAN, _MEANS,
            "amelioration continue", width=16),
    _column("calendrier", "Calendrier", _T, _MEANS, width=30),
    _column("notes_complementaires", "Notes complémentaires", _T, _MEANS,
            "notes", "notes de suivi", "note", "commentaires", width=40),
)  # fmt: skip

ESSOR_COLUMNS: tuple[ColumnSpec, ...] = (
    _column("code", "Code", Kind.CODE, _ESSOR, "code de l action", "code essor", width=10),
    _column("resultats_attendus", "Résultats attendus", _T, _ESSOR, "resultat attendu",
            "effets attendus", width=40),
    _column("maitres_ouvrage", "Maître d'ouvrage", _L, _ESSOR,
            "maitres d ouvrage", "maitrise d ouvrage"),
    _column("industriels_referents", "Industriel·le référent·e", _L, _ESSOR,
            "industriel referent", "industrielle referente", "industriels referents"),
    _column("intercommunalites", "Intercommunalités concernées", Kind.INTERCOMMUNALITES, _ESSOR,
            "intercommunalite concernee", "epci concernes", "epci concerne", "epci"),
    _column("communes", "Communes d'implantation", _L, _ESSOR,
            "commune d implantation"),
    _column("is_grand_projet", "Grand projet", Kind.BOOLEAN, _ESSOR, width=12),
    _choice("engagement", "Niveau d'engagement", _ESSOR, ENGAGEMENTS, "engagement"),
    _choice("confidentialite", "Confidentialité", _ESSOR, CONFIDENTIALITES, "confidentiel"),
    _column("lignes_budget", "Lignes de budget", Kind.BUDGET_LINES, _ESSOR,
            "ligne de budget", width=44),
)  # fmt: skip

# Known columns of the public models that Essor keeps elsewhere: said once, never lost silently.
IGNORED_LABELS = frozenset(
    {
        "mesures liees", "mesure liee", "actions liees", "action liee", "fiches des plans liees",
        "actions des plans liees", "fiches actions liees", "etapes de l action",
        "etapes de la fiche action", "etapes", "documents et liens", "documents", "liens",
        "cibles", "thematiques", "sous thematiques",
    }
)  # fmt: skip

_FUNDER = re.compile(r"(?:co ?)?financeurs?(?: n)?(?: (\d{1,2}))?")
_AMOUNT = re.compile(
    r"montant(?: (?:du |de )?financeur)?(?: (\d{1,2}))?"
    r"(?: en euros| eur| euros)?(?: ht)?(?: (\d{1,2}))?"
)
_STATE = re.compile(r"etat (?:du |de )?(?:financement|financeur)(?: (\d{1,2}))?")
_DEEP_AXIS = re.compile(r"axe (?:de )?niveau (\d{1,2})")
_BY_LABEL: dict[str, ColumnSpec] = {}
for _spec in (*MODEL_COLUMNS, *ESSOR_COLUMNS):
    if not _spec.number or _spec.kind is Kind.AXIS:
        _BY_LABEL[fold_words(_spec.label)] = _spec
        _BY_LABEL.update(dict.fromkeys(_spec.variants, _spec))


def column_for(label: str) -> ColumnSpec | None:
    """The column a label names; `number` is 0 for an amount or funder without a number."""
    key = fold_words(label)
    if key in _BY_LABEL:
        return _BY_LABEL[key]
    if match := _DEEP_AXIS.fullmatch(key):
        number = int(match[1])
        known = {1: MODEL_COLUMNS[0], 2: MODEL_COLUMNS[1], 3: MODEL_COLUMNS[2]}
        return known.get(number) or (axis_column(number) if number <= MAX_DEPTH else None)
    if match := _FUNDER.fullmatch(key):
        return funder_columns(int(match[1] or 0))[0]
    if match := _AMOUNT.fullmatch(key):
        return funder_columns(int(match[1] or match[2] or 0))[1]
    if match := _STATE.fullmatch(key):
        return funder_state_column(int(match[1] or 0))
    return None


MAX_DEPTH = 12
KNOWN_LABELS: tuple[str, ...] = tuple(
    dict.fromkeys(spec.label for spec in (*MODEL_COLUMNS, *ESSOR_COLUMNS))
)
