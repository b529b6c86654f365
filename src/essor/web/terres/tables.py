"""Lots and outlets as files: what is downloaded is what is shown, in its order."""

from collections.abc import Iterable
from decimal import Decimal

from essor.foundations.tables import Value
from essor.records.terres.models import Exutoire, Lot
from essor.records.terres.overview import has_results

UNKNOWN = "non publié"
LOT_LABELS = (
    "Code", "Chantier", "Dénomination", "Classe", "Code déchet", "Dangereux", "POP", "Classe GTR",
    "État hydrique", "Première semaine", "Semaines", "Tonnes", "Volume en place (m³)",
    "Attente possible (semaines)", "Indivisible", "Bulletins d'analyse", "Source", "Lu le",
    "Inventé pour la démonstration",
)  # fmt: skip
EXUTOIRE_LABELS = (
    "Code", "Nom", "Nature", "Commune", "Classes acceptées", "Tarif (€/t)",
    "Capacité par semaine (t)", "Capacité totale (t)", "Besoin (t)", "Ouvre le", "Ferme le",
    "Usage du terrain", "Autorisation", "Source", "Lu le", "Inventé pour la démonstration",
)  # fmt: skip


def lot_lines(lots: Iterable[Lot]) -> list[list[Value]]:
    """Return one line per lot."""
    return [_lot_line(lot) for lot in lots]


def exutoire_lines(rows: Iterable[Exutoire]) -> list[list[Value]]:
    """Return one line per outlet."""
    return [
        [
            row.code, row.nom, row.get_nature_display(), row.commune,
            ", ".join(row.accepte) or UNKNOWN, plain(row.tarif_eur_t),
            plain(row.capacite_t_semaine), plain(row.capacite_t), plain(row.besoin_t),
            row.ouverture_on, row.fermeture_on, row.get_niveau_usage_display() or UNKNOWN,
            row.autorisation, row.source_title, row.read_on, yes_no(row.is_demonstration),
        ]
        for row in rows
    ]  # fmt: skip


def yes_no(value: bool | None) -> str:
    """Write yes, no, or that nobody published it."""
    if value is None:
        return UNKNOWN
    return "oui" if value else "non"


def plain(amount: Decimal | None) -> Decimal | None:
    """Return an amount without the zeros that the base adds after the comma."""
    return None if amount is None else Decimal(f"{amount.normalize():f}")


def _lot_line(lot: Lot) -> list[Value]:
    volume = lot.volume_m3
    return [
        lot.code, lot.chantier.nom, lot.denomination, lot.classe or UNKNOWN,
        lot.code_dechet or UNKNOWN, yes_no(lot.is_dangereux), yes_no(lot.is_pop),
        lot.classe_gtr or UNKNOWN, lot.get_etat_hydrique_display() or UNKNOWN, lot.debut_on,
        len(lot.tonnes_hebdo) or None, plain(lot.tonnes),
        None if volume is None else round(volume), lot.attente_max_semaines,
        yes_no(lot.is_indivisible), len(lot.analyses.all()) if has_results(lot) else 0,
        lot.source_title, lot.read_on, yes_no(lot.is_demonstration),
    ]  # fmt: skip
