"""How a value of the observatory is said in French: an unknown is never 0 and never empty."""

from decimal import ROUND_HALF_UP, Decimal

from essor.foundations.french import format_number
from essor.foundations.units import unit_label

NBSP = "\u00a0"
UNKNOWN = "inconnu"
STATUSES = {
    "connu": "",
    "intervalle": "seules les bornes sont sûres",
    "secret": "secret statistique",
    "sans_donnee": "la source ne dit rien de ce lieu",
    "non_charge": "source non chargée",
}
LEVELS = {
    "commune": "commune",
    "epci": "intercommunalité",
    "territoire": "territoire",
    "zone_emploi": "zone d'emploi",
    "bassin_emploi": "bassin d'emploi",
    "departement": "département",
    "region": "région",
    "france": "France",
}
UNIT_ALONE = ("sans_unite", "annee", "part", "liste", "periode")  # say nothing after a figure


def said(amount: float) -> str:
    """Write a number as precise as a reader can use: « 8 559 », « 61,6 », « 4,48 », « 0,135 »."""
    exact = Decimal(repr(amount))
    decimals = 0 if exact == exact.to_integral_value() else _decimals(abs(exact))
    return format_number(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def _decimals(size: Decimal) -> int:
    steps = ((Decimal(1000), 0), (Decimal(10), 1), (Decimal(1), 2))
    return next((decimals for least, decimals in steps if size >= least), 3)


def figure_text(*, value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Write a value with its unit, else its bounds, else « inconnu »."""
    after = "" if unit in UNIT_ALONE else f"{NBSP}{unit_label(unit)}"
    if value is not None:
        return f"{said(value)}{after}"
    if low is not None and high is not None:
        return f"de {said(low)} à {said(high)}{after}"
    return UNKNOWN


def bounds_text(*, value: float | None, low: float | None, high: float | None) -> str:
    """Write « entre 4,38 et 4,57 » where bounds say more than the value, else nothing."""
    if value is None or low is None or high is None or low == high:
        return ""
    return f"entre {said(low)} et {said(high)}"


def place_text(*, niveau: str, nom: str, part: float = 1.0) -> str:
    """Write « zone d'emploi de Clermont-Ferrand (92 % des habitants) »; a whole place bare."""
    kind, nom = LEVELS.get(niveau, niveau), nom.title() if nom.isupper() else nom
    named = nom if niveau in ("france", "territoire") else f"{kind}{_of(niveau, nom)}"
    share = f" ({round(part * 100)}{NBSP}% des habitants)" if part < 0.995 else ""  # noqa: PLR2004
    return f"{named}{share}"


def _of(niveau: str, nom: str) -> str:
    """Join a level and a name: only zones named after a town take « de »."""
    if niveau not in ("zone_emploi", "bassin_emploi", "commune"):
        return f" {nom}"
    return f" d'{nom}" if nom[:1].upper() in "AEÉÈIOUY" else f" de {nom}"
