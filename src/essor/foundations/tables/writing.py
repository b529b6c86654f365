"""What to write, whatever the format: sheets with a head, styled columns and typed rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from essor.foundations.tables.neutral import neutralise, printable

Value = str | bool | int | Decimal | date | None
SPREADSHEET_CELL_CHARACTERS = 32_767


class HeadRole(StrEnum):
    """What a row above the data is there for; formats give each its own look."""

    GROUP = "groupe"
    LABEL = "intitule"
    HINT = "aide"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnStyle:
    """Look of a column. width : in characters; choices : values offered in a list, if any."""

    width: int = 20
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetToWrite:
    """One sheet. `frozen_columns` stay in sight on the left, the head always does."""

    title: str
    head: tuple[tuple[HeadRole, tuple[str, ...]], ...]
    rows: Sequence[Sequence[Value]]
    columns: tuple[ColumnStyle, ...]
    frozen_columns: int = 0


def safe_text(text: str) -> str:
    """The text as it goes into a cell: no forbidden character, nothing a spreadsheet would run."""
    return neutralise(printable(text))
