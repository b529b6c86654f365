"""The list of firms and the exchanges as files: the lines of the page, in its order."""

from collections.abc import Iterable

from essor.foundations.tables import Value
from essor.records.entreprises.models import Echange
from essor.records.entreprises.queries import ListRow

ETABLISSEMENTS = (
    "SIRET", "Dénomination", "Enseigne", "NAF rév. 2", "NAF 2025", "Tranche d'effectif", "Adresse",
    "Code postal", "Commune", "Code INSEE", "État", "Dernier échange", "Étapes à faire", "Actions",
    "Source", "Lu le",
)  # fmt: skip
ECHANGES = (
    "Établissement", "SIRET", "Date", "Nature", "Ce qui s'est dit", "Prochaine étape",
    "Responsable", "Échéance", "Étape faite le", "Auteur",
)  # fmt: skip


def list_lines(rows: Iterable[ListRow]) -> list[list[Value]]:
    """Return one line per establishment."""
    return [
        [
            one.siret, one.denomination, one.enseigne, one.naf_rev2, one.naf_2025,
            one.get_tranche_effectif_display(), one.adresse, one.code_postal, one.commune,
            one.code_commune_insee, one.get_etat_display(), row.last_on, row.open_steps,
            ", ".join(f"{lien.action.code} ({lien.get_role_display()})" for lien in row.actions),
            one.source_title, one.read_on,
        ]
        for row in rows
        for one in (row.etablissement,)
    ]  # fmt: skip


def exchange_lines(echanges: Iterable[Echange]) -> list[list[Value]]:
    """Return one line per exchange; people met are not exported."""
    return [
        [
            str(one.etablissement), one.etablissement.siret, one.happened_on,
            one.get_nature_display(), one.compte_rendu, one.prochaine_etape, one.responsable_nom,
            one.echeance_on, one.etape_faite_on, one.auteur,
        ]
        for one in echanges
    ]  # fmt: skip
