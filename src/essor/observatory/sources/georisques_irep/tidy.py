"""Declared emissions by site, medium and pollutant; below the threshold is unknown, not zero."""

from essor.observatory.adresses import lay_addresses
from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

SOUS_SEUIL = "coalesce(lower(trim(quantite)) SIMILAR TO '(<|inf).*seuil.*', FALSE)"
KNOWN_ADDRESS = (
    "(coalesce(Code_Postal, ''), coalesce(Commune, '')) IN "
    "(SELECT (code_postal, commune) FROM adresse_commune)"
)


def tidy(work: Workbench) -> None:
    """Keep what has a commune and either a quantity or the mention of the threshold."""
    work.refuse("emissions", "coalesce(unite, '') <> 'kg/an'", "l'unité n'est pas le kg par an")
    work.refuse(
        "emissions",
        f"NOT {SOUS_SEUIL} AND coalesce({number('quantite')}, -1) < 0",
        "la quantité n'est ni un nombre positif ni « sous le seuil »",
    )
    lay_addresses(
        work.connection,
        "SELECT coalesce(Code_Postal, '') AS code_postal, coalesce(Commune, '') AS commune "
        "FROM emissions",
    )
    work.refuse(
        "emissions", f"NOT ({KNOWN_ADDRESS})", "la commune ne se retrouve pas par son code postal"
    )
    work.table(
        "emission_irep",
        "SELECT Identifiant AS identifiant, Nom_Etablissement AS nom, Code_APE AS code_naf, "
        "CASE WHEN regexp_full_match(Numero_SIRET, '[0-9]{14}') THEN Numero_SIRET END AS siret, "
        "code_eprtr, a.code_commune_insee, Annee_Emission AS annee, Milieu AS milieu, "
        f"Polluant AS polluant, {number('quantite')} / 1000 AS quantite_t, "
        f"{SOUS_SEUIL} AS is_sous_seuil FROM emissions AS e "
        "JOIN adresse_commune AS a ON a.code_postal = coalesce(e.Code_Postal, '') "
        "AND a.commune = coalesce(e.Commune, '')",
    )
