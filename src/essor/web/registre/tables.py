"""The list of lines as a file to read; the files to declare are those of the export."""

from collections.abc import Iterable

from essor.foundations.tables import Value
from essor.records.registre.models import LigneRegistre

LABELS = (
    "Registre", "Identifiant", "Date", "Chantier", "Destinataire", "Tonnes", "Volume (m³)", "État",
    "Motif", "Raison", "À déclarer avant le", "Déclarée le", "SIRET déclaré",
)  # fmt: skip


def lines_of(lignes: Iterable[LigneRegistre]) -> list[list[Value]]:
    """Return one row per line."""
    return [
        [
            one.get_genre_display(), one.public_id, one.mouvement_on, one.chantier_nom,
            one.destinataire, one.tonnes, one.volume_m3, one.get_etat_display(),
            one.get_motif_display(), one.raison,
            one.echeance_on if one.is_owed else None, one.declared_on, one.siret,
        ]
        for one in lignes
    ]  # fmt: skip
