"""The 51 fields of the CNIG Friches standard v1.0.6 (17 December 2025).

Source: cnigfr/schema-friches 5035699, Licence Ouverte 2.0; décret 2023-1259.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of values."""

    TEXT = "texte"
    DAY = "date AAAA-MM-JJ"
    YEAR = "année AAAA"
    WHOLE = "nombre entier"
    WKT = "géométrie WKT"


@dataclass(frozen=True, slots=True, kw_only=True)
class CnigField:
    """One field: its kind, whether it is compulsory, what it may contain.

    choices : allowed values; separator : several may be written, parted by it
    pattern : regular expression of the whole value, or of each of its parts
    """

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: tuple[str, ...] = ()
    separator: str | None = None
    pattern: str | None = None


NO_ANSWER = ("inconnu", "autre", "sans objet")
URL = r"https?://[^|\s]*"


FIELDS: tuple[CnigField, ...] = (
    CnigField(name="site_id", is_required=True),
    CnigField(name="site_nom", is_required=True),
    CnigField(
        name="site_type",
        is_required=True,
        choices=(
            "friche industrielle",
            "friche commerciale",
            "friche hospitalière",
            "friche agro-industrielle",
            "friche carrière ou mine",
            "friche militaire",
            "friche d'habitat",
            "friche d'équipement public",
            "friche portuaire",
            "friche aéroportuaire",
            "friche ferroviaire",
            "friche logistique",
            "friche loisir tourisme hôtellerie",
            "friche enseignement",
            "friche cultuelle",
            "mixte - dominante habitat",
            "mixte - autre",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="site_adresse"),
    CnigField(name="site_identif_date", kind=Kind.DAY, is_required=True),
    CnigField(name="site_actu_date", kind=Kind.DAY, is_required=True),
    CnigField(name="site_url", separator="|", pattern=URL),
    CnigField(name="site_ademe_url", pattern=URL),
    CnigField(
        name="site_securite",
        choices=(
            "évacuation des produits dangereux et déchets présents sur le site",
            "interdictions ou limitations d'accès au site",
            "suppression des risques d'incendie et d'explosion",
            "surveillance des effets de l'installation sur son environnement",
            "mesures de gestion de pollution ou restrictions temporaires",
            "existence d'une attestation de mise en sécurité",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="site_occupation",
        choices=(
            "totalement inoccupé",
            "partiellement inoccupé",
            "occupation transitoire ou temporaire",
            "occupation illicite supposée",
            "occupation illicite avérée",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="site_statut",
        choices=(
            "friche potentielle",
            "friche sans projet",
            "friche avec projet",
            "friche reconvertie",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="site_projet_url", pattern=URL + r"|[\w\-.]+@([\w-]+\.)+[\w-]{2,}"),
    CnigField(name="site_reconv_annee", kind=Kind.YEAR),
    CnigField(
        name="site_reconv_type",
        choices=(
            "habitat",
            "bureau",
            "commerce",
            "industrie",
            "autres activités économiques",
            "équipement public",
            "aménagement d'espace public",
            "renaturation",
            "panneaux photovoltaïques",
            "énergie, hors photovoltaïque",
            "mixte",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="activite_libelle"),
    CnigField(name="activite_code", separator="|", pattern=r"[A-Z]\d\d\.\d\d[A-Z]"),
    CnigField(name="activite_fin_annee", kind=Kind.YEAR),
    CnigField(name="comm_nom", is_required=True),
    CnigField(name="comm_insee", is_required=True, pattern=r"(\d|2[AB])\d{3,4}"),
    CnigField(
        name="bati_type",
        separator="|",
        choices=(
            "industriel",
            "commercial",
            "résidentiel",
            "secteur tertiaire",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="bati_nombre", kind=Kind.WHOLE),
    CnigField(name="bati_surface", kind=Kind.WHOLE),
    CnigField(
        name="bati_pollution",
        choices=(
            "amiante",
            "plomb",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="bati_vacance",
        choices=(
            "occupé",
            "partiellement occupé",
            "vacant",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="bati_patrimoine",
        choices=(
            "aucun",
            "présence d'un bâtiment d'intérêt",
            "présence d'un bâtiment classé",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="bati_etat",
        choices=(
            "dégradation inexistante ou faible",
            "dégradation moyenne",
            "dégradation très importante",
            "dégradation hétérogène",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="local_ancien_annee", kind=Kind.YEAR),
    CnigField(name="local_recent_annee", kind=Kind.YEAR),
    CnigField(name="proprio_type", separator="|", pattern=r"[A-Z]\d[a-z]"),
    CnigField(
        name="proprio_personne",
        separator="|",
        choices=(
            "personne physique",
            "personne morale",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="proprio_nom"),
    CnigField(name="sol_pollution_annee", kind=Kind.YEAR),
    CnigField(
        name="sol_pollution_existe",
        choices=(
            "pollution inexistante",
            "pollution traitée",
            "pollution peu probable",
            "pollution supposée",
            "pollution avérée",
            *NO_ANSWER,
        ),
    ),
    CnigField(
        name="sol_pollution_origine",
        choices=(
            "dépôt de déchets, stockages de produits",
            "pollution due au fonctionnement de l'installation",
            "origine accidentelle (transport, transbordement, manipulation,...)",
            "retombées atmosphériques",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="sol_pollution_commentaire"),
    CnigField(name="sol_depollution_fiche"),
    CnigField(name="unite_fonciere_surface", kind=Kind.WHOLE),
    CnigField(
        name="unite_fonciere_refcad", separator="|", pattern=r"[0-9A-B]{2}\d{6}[0-9A-Z]{2}\d{4}"
    ),
    CnigField(
        name="urba_zone_type",
        choices=(
            "U",
            "AUc",
            "AUs",
            "A",
            "N",
            "Zc",
            "ZCa",
            "ZnC",
            "RNU",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="urba_zone_lib"),
    CnigField(name="urba_zone_formdomi"),
    CnigField(
        name="urba_zaer",
        is_required=True,
        choices=(
            "oui",
            "non",
            "inconnu",
        ),
    ),
    CnigField(
        name="urba_doc_type",
        choices=(
            "RNU",
            "CC",
            "PLU",
            "PLUI",
            "PSMV",
            *NO_ANSWER,
        ),
    ),
    CnigField(name="desserte_distance", pattern=r"\d+\|\d+\|\d+"),
    CnigField(name="desserte_commentaire"),
    CnigField(name="source_nom", is_required=True),
    CnigField(name="source_url"),
    CnigField(name="source_producteur"),
    CnigField(name="source_contact"),
    CnigField(name="geompoint", kind=Kind.WKT, is_required=True),
    CnigField(name="geomsurf", kind=Kind.WKT),
)
BY_NAME = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
