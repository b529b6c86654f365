"""What a `tidy.py` written with expressions may ask for: every engine offers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import ibis


@dataclass(slots=True, kw_only=True)
class RawCount:
    """Rows of one file of the producer: read = kept + refused; corrected ones are kept."""

    read: int = 0
    corrected: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """Number of rows that the tables are made of."""
        return self.read - sum(self.refused.values())


class Bench(Protocol):
    """The files of a source under their roles, without the rows that were refused.

    A source whose `tidy(work: Bench)` names this protocol runs on every engine; one that names
    `Workbench` is told in the SQL of DuckDB and runs there only.
    """

    def has(self, role: str) -> bool:
        """Tell whether an optional file was given."""

    def rows(self, role: str) -> ibis.Table:
        """Return the rows of a file that are kept so far, or of a table written."""

    def refuse(self, role: str, condition: ibis.Value, reason: str) -> None:
        """Set apart the rows of a file that a condition designates; unknown is no."""

    def stream(self, role: str) -> ibis.Table:
        """Return the rows of a streamed file, to say by what they are grouped."""

    def group(
        self, role: str, *, by: Mapping[str, ibis.Value], measures: Mapping[str, ibis.Value]
    ) -> None:
        """Read a streamed file once; its role holds one row a group, and `lignes`, its rows.

        Raises UserFault when two rows have the same identifier.
        """

    def lay(self, table: str, columns: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Return a table of texts that Essor knows, to join with the rows of a file."""

    def count(self, rows: ibis.Table) -> int:
        """Return a number of rows."""

    def table(self, table: str, rows: ibis.Table) -> None:
        """Write a tidy table. Raises UserFault when a key is repeated or is unknown."""
