"""Give their numbers to the repeated columns: funders, amounts, states."""

from collections.abc import Mapping

from essor.foundations.errors import Fault, FaultGatherer, Place
from essor.foundations.tables import Sheet, column_letters
from essor.records.plans.tableur.layout import ColumnSpec, column_for

# Column number, label as written, meaning (None when unknown).
Labelled = tuple[int, str, ColumnSpec | None]


def number_funders(
    labels: list[Labelled],
    sheet: Sheet,
    filled: Mapping[int, int],
    faults: FaultGatherer,
) -> list[Labelled]:
    """Give its number to each « Financeur » and « Montant € HT ».

    An amount without a number belongs to the funder just at its left. Anywhere else it could be
    anybody's: with data under it, that is a fault.
    """
    taken = {spec.number for _, _, spec in labels if spec is not None and spec.key == "financeur"}
    by_column = {column: (label, spec) for column, label, spec in labels}
    numbered: list[Labelled] = []
    last_number = 0
    for column, label, spec in labels:
        if spec is not None and not spec.number and spec.key in ("financeur", "montant", "etat"):
            if spec.key == "financeur":
                number = next(n for n in range(1, len(taken) + 2) if n not in taken)
                taken.add(number)
            else:
                number = _owner(column, last_number, by_column, labels)
                if not number and filled.get(column):
                    faults.add(_orphan(label, sheet, column))
            spec = column_for(f"{_STEMS[spec.key]} {number}") if number else None
        if spec is not None and spec.key == "financeur":
            last_number = spec.number
        numbered.append((column, label, spec))
    return numbered


_STEMS = {"financeur": "financeur", "montant": "montant", "etat": "etat du financement"}


def _owner(
    column: int,
    last_number: int,
    by_column: Mapping[int, tuple[str, ColumnSpec | None]],
    labels: list[Labelled],
) -> int:
    """Number of the funder that an unnumbered column belongs to, 0 when nothing tells."""
    _, left = by_column.get(column - 1, ("", None))
    if left is not None and left.key == "financeur":
        return last_number
    counts = {key: sum(s is not None and s.key == key for _, _, s in labels) for key in _STEMS}
    is_single = counts["financeur"] == counts["montant"] == 1
    return 1 if is_single else 0


def _orphan(label: str, sheet: Sheet, column: int) -> Fault:
    return Fault(
        message="on ne sait pas à quel financeur appartient cette colonne de montants",
        place=Place(sheet=sheet.title, cell=column_letters(column), column=label),
        expected="la colonne juste à droite de son financeur, ou numérotée (« Montant 2 € HT »)",
        code="montant_sans_financeur",
    )
