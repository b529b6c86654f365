"""How a comparison is said in French: ranks as ranges, never a cause."""

from essor.foundations.french import format_number
from essor.observatory.comparison.rank import RankRange

NBSP = "\u00a0"
PLURALS = {
    "territoire": ("territoires", "connus"),
    "zone_emploi": ("zones d'emploi", "connues"),
    "bassin_emploi": ("bassins d'emploi", "connus"),
    "departement": ("départements", "connus"),
    "region": ("régions", "connues"),
}


def plural(niveau: str) -> str:
    """Write « zones d'emploi »."""
    return PLURALS[niveau][0]


def ordinal(rank: int) -> str:
    """Write « 1er », « 12e »."""
    return "1er" if rank == 1 else f"{format_number(rank)}e"


def rank_text(found: RankRange) -> str:
    """Write « 12e », « 12e à 19e », « inconnu »."""
    if found.best is None or found.worst is None:
        return "sans rang"
    if found.is_sure:
        return ordinal(found.best)
    return f"{ordinal(found.best)} à {ordinal(found.worst)}"


def rank_sentence(found: RankRange, *, niveau: str) -> str:
    """Say where a place stands, the highest figure first, and what is not known."""
    places, known = PLURALS[niveau]
    among = f"sur {format_number(found.known)}{NBSP}{places} {known}"
    if found.best is None or found.worst is None:
        return f"Rien n'est connu d'ici{NBSP}: pas de rang. {_others(found, places, known)}"
    if found.is_sure:
        said = f"Au {ordinal(found.best)} rang {among}, du plus élevé au plus bas."
    else:
        said = (
            f"Entre le {ordinal(found.best)} et le {ordinal(found.worst)} rang {among}, du plus "
            f"élevé au plus bas{NBSP}: {_why_range(found)}."
        )
    return f"{said} {_unknown(found)}".strip()


def _why_range(found: RankRange) -> str:
    assert found.best is not None
    assert found.worst is not None
    if found.equal and found.worst - found.best == found.equal:
        return f"à égalité avec {format_number(found.equal)} autre{'s' if found.equal > 1 else ''}"
    return "les intervalles se recouvrent"


def _others(found: RankRange, places: str, known: str) -> str:
    if not found.known:
        return ""
    return f"{format_number(found.known)}{NBSP}{places} sont {known}."


def _unknown(found: RankRange) -> str:
    if not found.unknown or found.worst_of_all is None:
        return ""
    many = found.unknown > 1
    return (
        f"{format_number(found.unknown)} {'restent' if many else 'reste'} à part, sans valeur "
        f"connue{NBSP}; {'connus' if many else 'connu'}, {'ils' if many else 'il'} pourrai"
        f"{'en' if many else ''}t faire descendre jusqu'au {ordinal(found.worst_of_all)} rang."
    )


def percent(part: float) -> str:
    """Write « 92 % », from a share."""
    return f"{format_number(round(100 * part))}{NBSP}%"


def signed(figure: float, *, decimals: int = 1) -> str:
    """Write « +2,1 », « −0,5 », « 0 »."""
    rounded = round(figure, decimals)
    sign = "+" if rounded > 0 else "\u2212" if rounded < 0 else ""
    return f"{sign}{format_number(abs(rounded))}"
