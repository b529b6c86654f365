"""Figures of a plan in French sentences: tonnes, euros, weeks, lists.

One way to write each, so that an explanation, a difference and a conflict read alike.
"""

from collections.abc import Sequence

from essor.foundations.french_formats import NBSP, format_number

TINY = 1e-6


def tonnes(value: float) -> str:
    """« 1 200 t », one decimal under 10 t."""
    return _figure(value, "t")


def euros(value: float) -> str:
    """« 12 500 € », rounded to the euro above 100 €, to the cent under."""
    decimals = 0 if abs(value) >= 100 or abs(value - round(value)) < 0.005 else 2
    return f"{_written(value, decimals)}{NBSP}€"


def euros_per_tonne(value: float) -> str:
    """« 4,20 €/t »."""
    return f"{_written(value, 2)}{NBSP}€/t"


def tonne_kilometres(value: float) -> str:
    """« 52 300 t·km »."""
    return _figure(value, "t·km")


def kilos_co2(value: float) -> str:
    """« 850 kg CO2e », in tonnes above ten tonnes."""
    if abs(value) >= 10_000:
        return f"{_written(value / 1000, 1)}{NBSP}t{NBSP}CO2e"
    return f"{_written(value, 0)}{NBSP}kg{NBSP}CO2e"


def signed(text: str, value: float) -> str:
    """Put a plus before a figure that grew; a minus is already there."""
    return f"+{text}" if value > TINY else text


def periods(first: int, last: int, *, period_days: int = 7) -> str:
    """« en semaine 3 », « en semaines 3 à 6 »: shown from 1, stored from 0."""
    noun = "semaine" if period_days == 7 else "période"
    if first == last:
        return f"en {noun}{NBSP}{first + 1}"
    return f"en {noun}s{NBSP}{first + 1}{NBSP}à{NBSP}{last + 1}"


def quoted(name: str) -> str:
    """« nom » with its no-break spaces."""
    return f"«{NBSP}{name}{NBSP}»"


def listed(names: Sequence[str], *, most: int = 6) -> str:
    """« a, b et c »; beyond `most`, « a, b et 12 autres »."""
    if len(names) > most:
        kept = most - 1
        return f"{', '.join(names[:kept])} et {len(names) - kept} autres"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def _figure(value: float, unit: str) -> str:
    decimals = 1 if abs(value) < 10 and abs(value - round(value)) >= 0.05 else 0
    return f"{_written(value, decimals)}{NBSP}{unit}"


def _written(value: float, decimals: int) -> str:
    rounded = round(value, decimals)
    return format_number(rounded + 0.0, decimals=decimals)
