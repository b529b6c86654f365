"""From texts to what a line keeps: the register's own writing, what is wrong, what to sort by."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from essor.engines.terres.registre.cells import day_of
from essor.engines.terres.registre.law import deadline_of
from essor.engines.terres.registre.lines import CheckedLine, Genre, Line
from essor.engines.terres.registre.validate import Identity, check_lines
from essor.foundations.errors import UserFault
from essor.records.registre.models import LigneRegistre
from essor.references.registre_national.tables import registre

# Where each register names the site and the receiver.
CHANTIER = {
    Genre.SORTANT: "reportForPickupSiteName",
    Genre.ENTRANT: "emitterPickupSiteName",
    Genre.TRANSPORTE: "emitterPickupSiteName",
}
# A line already sent was taken in its time: its age says nothing more.
OF_ITS_TIME = frozenset({"date_ancienne", "retard"})


def check_texts(
    texts: Mapping[str, str],
    *,
    genre: str,
    today: dt.date,
    declared: Collection[Identity] | None = None,
) -> CheckedLine:
    """Check one line; its texts are rewritten the way the register writes them."""
    (found,) = check_lines([Line(champs=texts)], genre=Genre(genre), today=today, declared=declared)
    return found


def check_ligne(ligne: LigneRegistre, *, today: dt.date) -> CheckedLine:
    """Check a stored line, with its pending reason."""
    return check_texts(ligne.texts, genre=ligne.genre, today=today)


def check_lignes(lignes: Iterable[LigneRegistre], *, today: dt.date) -> list[CheckedLine]:
    """Check stored lines of one register together, in their order."""
    rows = list(lignes)
    if not rows:
        return []
    lines = [Line(champs=row.texts) for row in rows]
    return list(check_lines(lines, genre=Genre(rows[0].genre), today=today))


def kept_values(checked: CheckedLine, texts: Mapping[str, str], genre: str) -> dict[str, Any]:
    """Return the columns of the base: cells that could not be read stay as they were typed."""
    champs = {
        colonne.champ: checked.champs.get(colonne.champ) or " ".join(texts[colonne.champ].split())
        for colonne in registre(genre).colonnes
        if colonne.champ != "reason" and texts.get(colonne.champ, "").strip()
    }
    said = checked.champs
    return {
        "champs": champs,
        "siret": said.get("reportForCompanySiret", ""),
        "mouvement_on": day_of(said.get(registre(genre).champ_date, "")),
        "echeance_on": due_on(day_of(said.get(registre(genre).champ_date, ""))),
        "tonnes": _number(said.get("weightValue")),
        "volume_m3": _number(said.get("volume")),
        "chantier_nom": champs.get(CHANTIER[Genre(genre)], "")[:300],
        "destinataire": champs.get("destinationCompanyName", "")[:250],
    }


def due_on(day: dt.date | None) -> dt.date | None:
    """Return the last day to send what happened on a day: a movement, or its correction.

    None without a day, and before the register existed.
    """
    if day is None:
        return None
    try:
        return deadline_of(day)
    except UserFault:
        return None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
