"""Every constraint that joins several fields, one small function each, in one table.

Source: knowledge of the validator of Trackdéchets (see `references/registre_national`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from essor.engines.terres.registre import (
    rules_actors,
    rules_dates,
    rules_soil,
    rules_transport,
    rules_treatment,
)
from essor.engines.terres.registre.lines import Genre
from essor.engines.terres.registre.view import Says, View

TOUS = frozenset(Genre)
TERRES = frozenset({Genre.SORTANT, Genre.ENTRANT})
SORTANT, ENTRANT = frozenset({Genre.SORTANT}), frozenset({Genre.ENTRANT})
TRANSPORTE = frozenset({Genre.TRANSPORTE})


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint: its stable name, what it asks in French, where it holds, what reads it."""

    code: str
    asks: str
    genres: frozenset[Genre]
    check: Callable[[View], Says]


RULES: tuple[Rule, ...] = (
    Rule("date_future", "La date n'est pas dans le futur", TOUS, rules_dates.not_in_the_future),
    Rule("date_ancienne", "La date a 18 mois au plus", TOUS, rules_dates.not_too_old),
    Rule(
        "dates_ordre",
        "Le déchargement ne précède pas l'enlèvement",
        TRANSPORTE,
        rules_dates.unloaded_after_collected,
    ),
    Rule("retard", "La ligne est déclarée dans le délai (alerte)", TOUS, rules_dates.late),
    Rule(
        "poids_estime",
        "Le poids est réel pour R 1, D 5 et D 10",
        ENTRANT,
        rules_treatment.weighed,
    ),
    Rule(
        "parcelles_origine",
        "L'origine est dite par des parcelles ou par des coordonnées",
        TERRES,
        rules_soil.origin_is_located,
    ),
    Rule(
        "parcelles_nombre",
        "Autant de codes INSEE que de numéros de parcelles",
        TERRES,
        rules_soil.parcels_match,
    ),
    Rule(
        "code_dechet_terres",
        "Le code déchet est l'un des cinq codes des terres et sédiments",
        TERRES,
        rules_soil.soil_code,
    ),
    Rule(
        "code_dechet_autre",
        "Le code déchet n'est pas celui de terres (alerte)",
        TRANSPORTE,
        rules_soil.other_code,
    ),
    Rule(
        "code_dechet_requis",
        "Un déchet transporté a un code déchet",
        TRANSPORTE,
        rules_soil.waste_has_a_code,
    ),
    Rule(
        "dangereux",
        "Des terres POP, ou d'un code avec étoile, ne sont pas dites non dangereuses",
        TOUS,
        rules_soil.dangerous_is_said,
    ),
    Rule("bsdd", "Des terres dangereuses ou POP vont au BSDD (alerte)", TOUS, rules_soil.bsdd),
    Rule(
        "gistrid_requis",
        "Des terres dangereuses vers l'étranger ont un numéro GISTRID",
        TRANSPORTE,
        rules_soil.abroad_is_notified,
    ),
    Rule(
        "acteur_type",
        "Un acteur renseigné a un type",
        TOUS,
        rules_actors.type_is_given,
    ),
    Rule(
        "acteur_numero",
        "Le numéro d'identification suit le type d'acteur",
        TOUS,
        rules_actors.number_fits_type,
    ),
    Rule("acteur_pays", "Le pays suit le type d'acteur", TOUS, rules_actors.country_fits_type),
    Rule(
        "acteur_code_postal",
        "Un établissement français a un code postal de 5 ou 6 chiffres",
        TOUS,
        rules_actors.french_postcode,
    ),
    Rule(
        "acteur_complet",
        "Raison sociale, adresse, code postal, commune et pays sont dits",
        TOUS,
        rules_actors.is_complete,
    ),
    Rule(
        "acteur_communes",
        "Le type « COMMUNES » donne les codes INSEE",
        TERRES,
        rules_actors.municipalities_are_named,
    ),
    Rule(
        "acteur_communes_transport",
        "Le type « COMMUNES » n'est pas admis",
        TRANSPORTE,
        rules_actors.no_municipalities,
    ),
    Rule(
        "eco_organisme",
        "Un éco-organisme a une raison sociale",
        TOUS,
        rules_actors.eco_organisme_is_named,
    ),
    Rule(
        "courtier",
        "Un courtier a une raison sociale et un récépissé",
        TOUS,
        rules_actors.broker_is_named,
    ),
    Rule(
        "negociant",
        "Un négociant a une raison sociale et un récépissé",
        TOUS,
        rules_actors.trader_is_named,
    ),
    Rule(
        "mode_requis",
        "Un traitement final a un mode",
        ENTRANT,
        rules_treatment.final_has_a_mode,
    ),
    Rule("mode_coherent", "Le mode suit le code de traitement", TERRES, rules_treatment.mode_fits),
    Rule(
        "rupture_tracabilite",
        "Un traitement non final dit s'il y a rupture de traçabilité",
        ENTRANT,
        rules_treatment.traceability_is_said,
    ),
    Rule(
        "traitement_suivant",
        "Un traitement non final dit le traitement suivant",
        ENTRANT,
        rules_treatment.next_is_said,
    ),
    Rule(
        "valorisation_code",
        "Une terre valorisée a un code de traitement en R",
        TERRES,
        rules_treatment.upcycled_is_recovered,
    ),
    Rule(
        "valorisation_parcelles",
        "Une terre valorisée dit où elle est employée",
        TERRES,
        rules_treatment.upcycled_is_located,
    ),
    Rule(
        "transporteur_requis",
        "Le transporteur 1 est dit, sauf approvisionnement direct",
        TERRES,
        rules_transport.first_is_given,
    ),
    Rule(
        "transporteur_direct",
        "Un approvisionnement direct n'a pas de transporteur",
        TERRES,
        rules_transport.none_when_direct,
    ),
    Rule(
        "transporteur_trou",
        "Les transporteurs se suivent sans trou",
        TERRES,
        rules_transport.no_gap,
    ),
    Rule(
        "transporteur_mode",
        "Mode de transport et type de transporteur vont ensemble",
        TERRES,
        rules_transport.mode_and_type,
    ),
    Rule(
        "transporteur_recepisse",
        "Le récépissé est dit, sauf exemption ou transporteur étranger",
        TERRES,
        rules_transport.receipt_is_given,
    ),
    Rule(
        "plaques_requises",
        "Un transport par route donne les immatriculations",
        TRANSPORTE,
        rules_transport.plates_by_road,
    ),
)

# What the cells, the file and the register itself are asked, by the same stable names.
OTHERS: Mapping[str, str] = {
    "requis": "Une colonne obligatoire est remplie",
    "motif": "Le motif est MODIFIER, ANNULER ou rien",
    "identifiant_forme": "L'identifiant a des lettres, des chiffres et - _ . /",
    "identifiant_double": "Un identifiant ne sert qu'à une ligne du fichier",
    "identifiant_declare": "Un identifiant déjà déclaré ne revient qu'avec un motif",
    "identifiant_inconnu": "Une correction ou une annulation vise une ligne déclarée",
    "longueur": "Le texte tient dans les bornes de sa colonne",
    "siret_longueur": "Un SIRET a 14 chiffres",
    "siret_cle": "La clé du SIRET est juste",
    "booleen": "OUI ou NON",
    "type_poids": "ESTIME ou REEL",
    "type_acteur": "Le type d'acteur est dans la liste",
    "mode_transport": "Le mode de transport est dans la liste",
    "code_traitement": "Le code de traitement est dans la liste",
    "mode_traitement": "Le mode de traitement est dans la liste",
    "nombre": "Un nombre se lit, avec un point ou une virgule",
    "nombre_bornes": "Poids et volume sont positifs et au plus 10 000",
    "decimales": "Trois décimales au plus",
    "date_forme": "Une date s'écrit AAAA-MM-JJ",
    "code_dechet": "Un code déchet a six chiffres",
    "code_bale": "Un code de Bâle a une lettre et des chiffres",
    "code_postal": "Un code postal a 12 signes au plus",
    "code_pays": "Un code pays a deux lettres",
    "codes_insee": "Un code INSEE a cinq signes",
    "parcelles": "Une parcelle s'écrit préfixe-section-numéro",
    "coordonnees": "Une coordonnée est une latitude puis une longitude",
    "gistrid": "Un numéro GISTRID suit sa forme",
    "plaques": "Une immatriculation a 4 à 12 signes",
}
