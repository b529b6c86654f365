"""The columns of the kanban: one per status, the unknown one included."""

from dataclasses import dataclass

from essor.records.plans.choices import Statut
from essor.records.vues.queries import WorkingList
from essor.records.vues.rows import ListRow

MOST_CARDS = 60
WITHOUT = "Statut non publié"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One status: all its rows in the order of the view, and those that are drawn."""

    statut: str
    label: str
    rows: tuple[ListRow, ...]

    @property
    def shown(self) -> tuple[ListRow, ...]:
        """Rows drawn as cards."""
        return self.rows[:MOST_CARDS]

    @property
    def more(self) -> int:
        """Rows left to the table."""
        return len(self.rows) - len(self.shown)


def lanes_of(found: WorkingList) -> tuple[Lane, ...]:
    """Return every status in its order; what nobody published comes first if there is any."""
    by_status: dict[str, list[ListRow]] = {value: [] for value in ("", *Statut.values)}
    for row in found.page_rows:
        by_status[row.action.statut].append(row)
    return tuple(
        Lane(
            statut=statut,
            label=Statut(statut).label if statut else WITHOUT,
            rows=tuple(rows),
        )
        for statut, rows in by_status.items()
        if statut or rows
    )
