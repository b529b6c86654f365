"""What one line says serves its sisters: same site, same receiver, same carrier, typed once."""

import datetime as dt

from essor.records.accounts.permissions import Access
from essor.records.journal.actions import operation
from essor.records.registre.actions import KIND
from essor.records.registre.checking import check_texts, kept_values
from essor.records.registre.choices import EtatLigne, GenreRegistre
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import require_write, visible_lignes
from essor.records.registre.prefill import OWN
from essor.references.registre_national.tables import registre

CARRIER = "transporter1CompanyName"


def similar_drafts(ligne: LigneRegistre, by: Access) -> list[LigneRegistre]:
    """Return the lines to complete of the same site, receiver and carrier; all three are named."""
    if not (ligne.chantier_nom and ligne.destinataire and carrier_of(ligne)):
        return []
    rows = LigneRegistre.objects.filter(
        visible_lignes(by),
        plan_id=ligne.plan_id,
        genre=ligne.genre,
        chantier_nom=ligne.chantier_nom,
        destinataire=ligne.destinataire,
        etat=EtatLigne.BROUILLON,
        declared_on__isnull=True,
    ).exclude(pk=ligne.pk)
    found = rows.select_related("plan").order_by("mouvement_on", "public_id", "id")
    return [row for row in found if carrier_of(row) == carrier_of(ligne)]


def complete_like(
    *, by: Access, ligne: LigneRegistre, today: dt.date
) -> tuple[list[LigneRegistre], int]:
    """Fill what is empty in the similar lines, never what is written; all or none.

    Returns the lines that changed, and how many of them are now ready. Raises Forbidden.
    """
    require_write(by, ligne.plan)
    given = shared_texts(ligne)
    changed = []
    with operation(kind=f"{KIND}.completer", author=by, territoire_code=by.territoire_code) as op:
        for row in similar_drafts(ligne, by):
            texts = {**given, **row.champs}
            checked = check_texts(texts, genre=row.genre, today=today)
            etat = EtatLigne.PRETE if checked.is_valid else EtatLigne.BROUILLON
            kept = op.change(row, etat=etat, **kept_values(checked, texts, row.genre))
            if kept.version != row.version:
                changed.append(kept)
    return changed, sum(1 for one in changed if one.etat == EtatLigne.PRETE)


def shared_texts(ligne: LigneRegistre) -> dict[str, str]:
    """Return what belongs to the site, the receiver and the carrier, not to one load."""
    own = OWN | set(registre(ligne.genre).champs_dates) | {"wasteDap", "weightIsEstimate"}
    return {champ: text for champ, text in ligne.champs.items() if champ not in own}


def carrier_of(ligne: LigneRegistre) -> str:
    """Return who carried, as the line names her."""
    if ligne.genre == GenreRegistre.TRANSPORTE:
        return ligne.siret
    return str(ligne.champs.get(CARRIER, ""))
