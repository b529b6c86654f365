"""Rules of the dates."""

from essor.engines.terres.registre.law import deadline_of, oldest_day
from essor.engines.terres.registre.lines import Gravite
from essor.engines.terres.registre.view import Found, Says, View
from essor.foundations.errors import UserFault
from essor.foundations.french import format_date
from essor.references.registre_national.tables import codes


def not_in_the_future(line: View) -> Says:
    """A movement has happened."""
    for champ in line.registre.champs_dates:
        if (day := line.day(champ)) and day > line.today:
            said = f"le {format_date(line.today)} ou avant"
            yield Found(champ=champ, message="la date est dans le futur", expected=said)


def not_too_old(line: View) -> Says:
    """Eighteen months, to the day."""
    months = codes().anciennete_mois
    first = oldest_day(today=line.today, months=months)
    for champ in line.registre.champs_dates:
        if (day := line.day(champ)) and day < first:
            said = f"le {format_date(first)} ou après"
            yield Found(champ=champ, message=f"la date a plus de {months} mois", expected=said)


def unloaded_after_collected(line: View) -> Says:
    """A load is collected, then unloaded."""
    collected, unloaded = line.day("collectionDate"), line.day("unloadingDate")
    if collected and unloaded and unloaded < collected:
        said = f"le {format_date(collected)} ou après"
        message = "le déchargement précède l'enlèvement"
        yield Found(champ="unloadingDate", message=message, expected=said)


def late(line: View) -> Says:
    """The deadline of the month is over: still taken by the register, not by the law.

    A correction has its own deadline, from the day it is made.
    """
    champ = line.registre.champ_date
    day = line.day(champ)
    if not day or line.has("reason"):
        return
    try:
        deadline = deadline_of(day)
    except UserFault:
        return  # before the register existed; another rule refuses so old a date
    if deadline < line.today:
        said = f"une déclaration le {format_date(deadline)} au plus tard"
        yield Found(
            champ=champ,
            message="le délai de déclaration est passé, sauf si la ligne est déjà déclarée",
            expected=said,
            gravite=Gravite.ALERTE,
        )
