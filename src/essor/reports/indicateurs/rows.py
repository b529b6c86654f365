"""Lines of the list: one indicator, its small chart, both its figures, never added."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from essor.records.indicateurs.breakdown import axe_total, serie_of
from essor.records.indicateurs.choices import Reponse
from essor.records.indicateurs.queries import Fiche
from essor.records.indicateurs.standing import Figure, Standing
from essor.reports.charts.sparkline import sparkline
from essor.reports.indicateurs.drawing import said_of_chiffre, trajectory_of

NO_ANSWER = ("", "Autres indicateurs")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One line; ``is_part`` when its figures are those of one heading, not of the whole."""

    fiche: Fiche
    spark: str
    measured: Figure | None
    declared: Figure | None
    is_part: bool = False

    @property
    def measured_text(self) -> str:
        """What was measured, with what is missing."""
        return figure_text(self.measured)

    @property
    def declared_text(self) -> str:
        """What was declared, with what is missing."""
        return figure_text(self.declared)

    @property
    def reference_text(self) -> str:
        """The reference, for an indicator that has no other figure."""
        reference = self.fiche.reference
        if self.measured or self.declared or self.is_part or reference is None:
            return ""
        if reference.absence and reference.low is None is reference.high:
            return str(reference.get_absence_display())
        return said_of_chiffre(reference, self.fiche.indicateur.unit)

    @property
    def is_due(self) -> bool:
        """Tell whether somebody owes a value."""
        return bool(self.fiche.due)


def figure_text(figure: Figure | None) -> str:
    """Write a sum with what it lacks, without repeating which kind it is; empty when none."""
    return replace(figure.total, is_self_declared=False).label() if figure else ""


def board_rows(
    fiches: Sequence[Fiche], *, today: dt.date, axe_id: uuid.UUID | None = None
) -> list[BoardRow]:
    """Return a line per indicator; under a heading, that heading's share where there is one."""
    return [_row(one, today, axe_id) for one in fiches]


def action_rows(fiches: Sequence[Fiche], *, action_id: uuid.UUID, today: dt.date) -> list[BoardRow]:
    """Return a line per indicator of an action, with what is said of that action alone if so."""
    found = []
    for fiche in fiches:
        serie = serie_of(fiche, action_id)
        found.append(_line(fiche, serie.standing if serie else None, today))
    return found


def by_answer(rows: Sequence[BoardRow]) -> list[tuple[str, list[BoardRow]]]:
    """Group the lines by answer of the programme, the empty groups left out."""
    groups = [
        (label, [one for one in rows if one.fiche.indicateur.reponse == key])
        for key, label in [*Reponse.choices, NO_ANSWER]
    ]
    return [(str(label), found) for label, found in groups if found]


def _row(fiche: Fiche, today: dt.date, axe_id: uuid.UUID | None) -> BoardRow:
    part = axe_total(fiche, axe_id, on=today) if axe_id else None
    return _line(fiche, part, today)


def _line(fiche: Fiche, part: Standing | None, today: dt.date) -> BoardRow:
    standing = part or fiche.standing
    chart = trajectory_of(fiche, today=today)
    return BoardRow(
        fiche=fiche,
        spark=sparkline(chart) if chart else "",
        measured=standing.measured,
        declared=standing.declared,
        is_part=part is not None,
    )
