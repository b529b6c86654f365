"""Rows that explain how to fill the sheet in: kinds of fields, instructions, totals."""

from collections.abc import Sequence

from essor.foundations.tables import Cell, CellKind
from essor.foundations.text import fold

_HINTS = ("champ texte", "champ numerique", "champ date", "champ binaire", "champ liste")
_INSTRUCTIONS = (
    "si vos axes sont", "si vos sous-axes", "si vos sous-sous", "texte court de",
    "ce champ ne sera pas integre", "presentez en quelques lignes", "renseignez ici",
    "reseignez ici", "➔ utilisez", "utilisez exactement", "plusieurs services peuvent",
    "creez sous la forme", "choisissez l'option", "saisissez un nombre", "saisissez une date",
    "indiquer si l'action", "indiquez si l'action",
)  # fmt: skip
_TOTALS = frozenset({"total", "total general", "totaux", "sous-total", "total ht", "somme"})
_INSTRUCTIONS_REACH = 6


def is_guidance(cells: Sequence[Cell], *, rows_below_labels: int) -> bool:
    """Tell whether a row describes the columns instead of an action.

    Only near the labels, and only when several different cells and a third of the row speak that
    way: one action whose text begins like an instruction stays an action.
    """
    if rows_below_labels > _INSTRUCTIONS_REACH:
        return False
    texts = [fold(c.value) for c in cells if c.kind is CellKind.TEXT and isinstance(c.value, str)]
    hints = {text for text in texts if text.startswith(_HINTS)}
    guiding = [text for text in texts if text.startswith((*_HINTS, *_INSTRUCTIONS))]
    is_plain = len(hints) >= 2 or len(set(guiding)) >= 3
    return is_plain and len(guiding) * 3 >= len(cells)


def is_total(cells: Sequence[Cell]) -> bool:
    """Tell whether a row without a title sums the others up."""
    return any(
        isinstance(cell.value, str) and fold(cell.value).rstrip(" :") in _TOTALS for cell in cells
    )
