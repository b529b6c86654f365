"""Sheets and columns of the workbook, in the order in which they are written and read."""

from dataclasses import dataclass
from enum import StrEnum

from essor.records.plans.choices import Confiance, Confidentialite
from essor.records.terres.choices import (
    CodeDechet,
    EtatHydrique,
    NatureExutoire,
    NiveauUsage,
    NomHypothese,
)

Pairs = tuple[tuple[str, str], ...]


class Feuille(StrEnum):
    """One sheet, by its title; read in this order."""

    CHANTIERS = "Chantiers"
    LOTS = "Lots"
    ANALYSES = "Analyses"
    EXUTOIRES = "Exutoires"
    ACCEPTATIONS = "Acceptations"
    PLATEFORMES = "Plateformes"
    DISTANCES = "Distances"
    COUTS = "Coûts"


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "texte"
    NUMBER = "nombre"
    WHOLE = "entier"
    DAY = "date"
    YES_NO = "oui ou non"
    FLAG = "oui, sinon non"
    WORD = "mot d'une liste"
    LIST = "liste"
    LINES = "lignes"
    WEEKS = "semaines"
    FACTS = "faits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: field, heading, what it holds; choices : (value, French word)."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    is_required: bool = False
    choices: Pairs = ()
    width: int = 18


def _text(name: str, label: str, hint: str = "", width: int = 18) -> Column:
    return Column(name=name, label=label, hint=hint, width=width)


def _key(name: str, label: str, hint: str = "") -> Column:
    return Column(name=name, label=label, hint=hint, is_required=True, width=14)


def _number(name: str, label: str, hint: str = "") -> Column:
    return Column(name=name, label=label, kind=Kind.NUMBER, hint=hint, width=14)


def _day(name: str, label: str, hint: str = "") -> Column:
    return Column(name=name, label=label, kind=Kind.DAY, hint=hint, width=14)


def _yes_no(name: str, label: str) -> Column:
    choices = (("oui", "oui"), ("non", "non"))
    return Column(
        name=name, label=label, kind=Kind.YES_NO, hint="oui, non, ou vide", choices=choices,
        width=12,
    )  # fmt: skip


def _word(name: str, label: str, choices: object, hint: str = "") -> Column:
    pairs = tuple((str(value), str(word)) for value, word in choices)  # type: ignore[attr-defined]
    return Column(name=name, label=label, kind=Kind.WORD, choices=pairs, hint=hint, width=24)


def _list(name: str, label: str, hint: str) -> Column:
    return Column(name=name, label=label, kind=Kind.LIST, hint=hint, width=22)


def _facts(name: str, label: str, hint: str) -> Column:
    return Column(name=name, label=label, kind=Kind.FACTS, hint=hint, width=34)


SOURCE = (
    Column(name="source_title", label="Source", is_required=True, width=30,
           hint="qui le dit, où cela se lit"),
    _text("source_href", "Lien vers la source"),
    _day("read_on", "Lu le"),
    Column(name="is_demonstration", label="Inventé pour la démonstration", kind=Kind.FLAG,
           hint="oui, ou vide", choices=(("oui", "oui"), ("non", "non")), width=12),
)  # fmt: skip
PLACE = (
    _key("code", "Code", "court, sans espace"),
    Column(name="nom", label="Nom", is_required=True, width=30),
    _text("responsable_nom", "Maître d'ouvrage ou exploitant", width=26),
    _text("siret", "SIRET"),
    _text("adresse", "Adresse", width=26),
    _text("code_postal", "Code postal"),
    _text("commune", "Commune"),
    _text("code_commune_insee", "Code INSEE"),
    _number("latitude", "Latitude", "degrés, WGS 84"),
    _number("longitude", "Longitude", "degrés, WGS 84"),
    _word("confidentialite", "Confidentialité", Confidentialite.choices),
)
LAST = (_text("notes", "Notes", width=30), *SOURCE)
WINDOW = (
    _list("accepte", "Classes acceptées", "séparées par des virgules ; * pour toutes"),
    _day("ouverture_on", "Ouvre le"),
    _day("fermeture_on", "Ferme le"),
    _number("frais_fixes_eur", "Frais fixes (€)"),
)

COLUMNS: dict[Feuille, tuple[Column, ...]] = {
    Feuille.CHANTIERS: (
        *PLACE,
        Column(name="parcelles", label="Parcelles", kind=Kind.LINES, width=24,
               hint="une par ligne : 63113 000-LV-0012"),
        _yes_no("is_ssp", "Site pollué (SSP)"),
        _yes_no("is_sis", "Dans un SIS"),
        _text("sis_identifiant", "Identifiant SIS"),
        _number("limite_camions_t_semaine", "Camions (t par semaine)"),
        *LAST,
    ),
    Feuille.LOTS: (
        _key("code", "Code", "court, sans espace"),
        _key("chantier", "Chantier", "son code"),
        Column(name="denomination", label="Dénomination", is_required=True, width=30),
        _text("classe", "Classe de la terre"),
        _word("code_dechet", "Code déchet", CodeDechet.choices),
        _yes_no("is_dangereux", "Dangereux"),
        _yes_no("is_pop", "POP"),
        _text("classe_gtr", "Classe GTR"),
        _word("etat_hydrique", "État hydrique", EtatHydrique.choices),
        _number("densite_t_m3", "Masse volumique (t/m³)"),
        _number("foisonnement", "Foisonnement"),
        _day("debut_on", "Première semaine", "un jour de cette semaine"),
        Column(name="tonnes_hebdo", label="Tonnes par semaine", kind=Kind.WEEKS, width=30,
               hint="400 ; 400 ; 250 ou 400 × 6"),
        Column(name="attente_max_semaines", label="Attente possible (semaines)", kind=Kind.WHOLE),
        Column(name="is_indivisible", label="Indivisible", kind=Kind.FLAG, hint="oui, ou vide",
               choices=(("oui", "oui"), ("non", "non")), width=12),
        _facts("profil", "Autres faits", "un par ligne : exclusions_absentes = oui"),
        *LAST,
    ),
    Feuille.ANALYSES: (
        _key("lot", "Lot", "son code"),
        _key("numero", "Bulletin"),
        _text("laboratoire", "Laboratoire"),
        _day("sampled_on", "Prélevé le"),
        _day("analysed_on", "Analysé le"),
        _key("parametre", "Paramètre", "eluat.as, brut.hct_c10_c40, physique.siccite…"),
        Column(name="valeur", label="Valeur", hint="0,3 ou < 0,05", width=12),
        _text("unite", "Unité"),
        _number("limite_quantification", "Limite de quantification"),
        *LAST,
    ),
    Feuille.EXUTOIRES: (
        *PLACE,
        Column(name="nature", label="Nature", kind=Kind.WORD, is_required=True, width=30,
               choices=tuple((str(value), str(word)) for value, word in NatureExutoire.choices)),
        *WINDOW,
        _number("tarif_eur_t", "Tarif (€/t)", "négatif si l'exutoire paie"),
        _number("capacite_t_semaine", "Capacité par semaine (t)"),
        _number("capacite_t", "Capacité totale (t)"),
        _number("besoin_t", "Besoin (t)"),
        _number("prix_vierge_eur_t", "Matériau neuf (€/t)"),
        _number("carbone_vierge_kg_t", "Matériau neuf (kgCO2e/t)"),
        _number("envoi_minimum_t", "Envoi minimal (t)"),
        _word("niveau_usage", "Usage du terrain", NiveauUsage.choices),
        _list("classes_gtr", "Classes GTR acceptées", "B3, B4, D2"),
        _facts("fiche", "Fiche d'acceptation", "seuils/brut.hct_c10_c40 = 2000"),
        _facts("fond", "Fond géochimique", "brut.as = 35"),
        _text("autorisation", "Autorisation", width=24),
        _day("autorisation_fin_on", "Fin de l'autorisation"),
        *LAST,
    ),
    Feuille.ACCEPTATIONS: (
        _key("exutoire", "Exutoire", "son code"),
        _key("numero", "Numéro"),
        _key("chantier", "Chantier", "son code"),
        _text("lot", "Lot", "son code ; vide : tous"),
        _day("valid_from", "Valable du"),
        _day("valid_until", "Valable jusqu'au"),
        _number("tonnage_max_t", "Tonnage maximal (t)"),
        *SOURCE,
    ),
    Feuille.PLATEFORMES: (
        *PLACE,
        *WINDOW,
        _number("capacite_stock_t", "Stock maximal (t)"),
        _facts("capacite_stock_par_classe", "Stock par classe (t)", "inerte = 1500"),
        _number("debit_t_semaine", "Débit (t par semaine)"),
        _number("manutention_eur_t", "Manutention (€/t)"),
        _number("stockage_eur_t_semaine", "Stockage (€/t par semaine)"),
        *LAST,
    ),
    Feuille.DISTANCES: (
        _key("origine", "De", "code d'un chantier ou d'une plateforme"),
        _key("destination", "À", "code d'un exutoire ou d'une plateforme"),
        Column(name="distance_km", label="Distance (km)", kind=Kind.NUMBER, is_required=True),
        *SOURCE,
    ),
    Feuille.COUTS: (
        Column(name="nom", label="Coût ou facteur", kind=Kind.WORD, is_required=True, width=34,
               choices=tuple((str(value), str(word)) for value, word in NomHypothese.choices)),
        Column(name="valeur", label="Valeur", kind=Kind.NUMBER, is_required=True),
        _day("observed_on", "Valeur du"),
        _word("confiance", "Confiance", Confiance.choices),
        *SOURCE,
    ),
}  # fmt: skip
