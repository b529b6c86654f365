"""Budget lines in one cell, one per line: « 2026 investissement : prévu 120000 € ; réel 98000 € ».

Without a year the line counts for the whole action. An amount that is not given stays unknown.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn

from essor.foundations.errors import FaultGatherer, UserFault
from essor.foundations.french import parse_amount_eur
from essor.foundations.text import fold
from essor.records.plans.tableur.draft import BudgetLineDraft
from essor.records.plans.tableur.vocabulary import NATURES_BUDGET

EXPECTED = "une ligne par année comme « 2026 investissement : prévu 120000 € ; réel 98000 € »"
_LINE = re.compile(r"(?:(\d{4}) )?([^\d:]+?) ?:(.*)", re.ASCII)
_AMOUNT = re.compile(r"(prevu|previsionnel|reel|realise) (.+)", re.ASCII)


def parse_budget_lines(text: str) -> tuple[BudgetLineDraft, ...]:
    """Every line of the cell. Raises `UserFault` with all the lines that are not understood."""
    found: dict[tuple[int | None, str], BudgetLineDraft] = {}
    with FaultGatherer() as faults:
        for raw in text.split("\n"):
            if not raw.strip():
                continue
            with faults.catching():
                line = _parse(raw)
                if found.setdefault((line.annee, line.nature), line) is not line:
                    _refuse(raw, "cette année et cette nature ont déjà une ligne")
    return tuple(found.values())


def write_budget_lines(lines: Iterable[BudgetLineDraft]) -> str:
    """The cell that `parse_budget_lines` reads back."""
    return "\n".join(_write(line) for line in lines)


def _parse(raw: str) -> BudgetLineDraft:
    match = _LINE.fullmatch(fold(raw))
    if match is None:
        _refuse(raw, "la ligne de budget n'est pas comprise")
    year, nature, rest = match.groups()
    amounts: dict[str, Decimal] = {}
    for part in filter(None, (part.strip() for part in rest.split(";"))):
        shape = _AMOUNT.fullmatch(part)
        key = "" if shape is None else "reel" if shape[1].startswith("re") else "prevu"
        if shape is None or key in amounts:
            _refuse(raw, "la ligne de budget n'est pas comprise")
        amounts[key] = parse_amount_eur(shape[2])
    return BudgetLineDraft(
        nature=NATURES_BUDGET.read(nature),
        annee=int(year) if year else None,
        previsionnel_eur=amounts.get("prevu"),
        reel_eur=amounts.get("reel"),
    )


def _write(line: BudgetLineDraft) -> str:
    year = f"{line.annee} " if line.annee is not None else ""
    amounts = []
    if line.previsionnel_eur is not None:
        amounts.append(f"prévu {_euros(line.previsionnel_eur)}")
    if line.reel_eur is not None:
        amounts.append(f"réel {_euros(line.reel_eur)}")
    return f"{year}{line.nature.lower()} : {' ; '.join(amounts)}".rstrip()


def _euros(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    shown = f"{amount:.0f}" if whole else f"{amount:.2f}".replace(".", ",")
    return f"{shown} €"


def _refuse(raw: str, message: str) -> NoReturn:
    raise UserFault.single(message, value=raw, expected=EXPECTED, code="ligne_budget")
