"""Several values at once: one row each; the period and the source are those of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence
from essor.records.indicateurs.grid import GridRow
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.values import ValeurValues, parse_figure_fr
from essor.reports.indicateurs.rows import figure_text
from essor.web.indicateurs.forms import PeriodField
from essor.web.indicateurs.words import reason_text
from essor.web.plan.forms import DayField

Figure = tuple[Decimal | None, Decimal | None, Decimal | None]
NOTHING: Figure = (None, None, None)


class FigureField(forms.Field):
    """A number or an interval as people write it; empty means nothing to say."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> Figure:
        """Return value, lower and upper bound. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        try:
            return parse_figure_fr(text) if text else NOTHING
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row as the page shows it, with what is already known."""

    row: GridRow
    figure: forms.BoundField
    absence: forms.BoundField

    @property
    def known(self) -> str:
        """What the page recalls: the last figure of each kind."""
        standing = self.row.serie.standing
        kinds = ((standing.measured, "mesuré"), (standing.declared, "déclaré"))
        return " ; ".join(
            f"{figure_text(figure)}, {kind}, au {figure.on:%d/%m/%Y}"
            for figure, kind in kinds
            if figure
        )

    @property
    def why(self) -> str:
        """Why a value is due, empty when none is."""
        return reason_text(self.row.serie.due) if self.row.serie.due else ""


class GridForm(forms.Form):
    """What all the rows share, then two fields per row, named after it."""

    periode = PeriodField(label="Période", help_text="2025, T1 2026, mars 2026 ou une date")
    source_title = forms.CharField(label="Source", max_length=300)
    source_href = forms.URLField(
        label="Lien vers la source", max_length=1000, required=False, assume_scheme="https"
    )
    read_on = DayField(label="Lu le")
    confiance = forms.ChoiceField(
        label="Confiance", choices=[(one.value, one.label) for one in Confidence]
    )
    is_self_declared = forms.BooleanField(
        label="Déclaré par les intéressés, non vérifié", required=False
    )

    def __init__(self, *args: Any, rows: Sequence[GridRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        absences = [("", "dire pourquoi"), *((one.value, one.label) for one in Absence)]
        for row in rows:
            self.fields[f"chiffre_{row.key}"] = FigureField(label=row.label, required=False)
            self.fields[f"absence_{row.key}"] = forms.ChoiceField(
                label=f"Sans valeur, {row.label}", choices=absences, required=False
            )

    def shared(self) -> Iterator[forms.BoundField]:
        """Yield the fields that all the rows share."""
        for name in self.base_fields:
            yield self[name]

    def shown(self) -> Iterator[ShownRow]:
        """Yield the rows."""
        for row in self.rows:
            figure, absence = self[f"chiffre_{row.key}"], self[f"absence_{row.key}"]
            yield ShownRow(row=row, figure=figure, absence=absence)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty grid and a row that says two things."""
        data: dict[str, Any] = self.cleaned_data
        told = 0
        for row in self.rows:
            figure = data.get(f"chiffre_{row.key}", NOTHING)
            absence = data.get(f"absence_{row.key}", "")
            told += figure != NOTHING or bool(absence)
            if figure != NOTHING and absence and absence != Absence.SECRET:
                self.add_error(
                    f"chiffre_{row.key}", "Une valeur et un motif d'absence\u00a0: garder l'un."
                )
        if not told and not self.errors:
            raise forms.ValidationError("Aucune valeur n'est saisie\u00a0: en donner une au moins.")
        return data

    def values(self) -> list[tuple[Indicateur, ValeurValues]]:
        """Return what each filled row says, once the form is valid."""
        data = self.cleaned_data
        period: Period = data["periode"]
        shared = {
            name: data[name]
            for name in ("source_title", "source_href", "read_on", "is_self_declared")
        }
        found = []
        for row in self.rows:
            value, low, high = data[f"chiffre_{row.key}"]
            absence = data[f"absence_{row.key}"]
            if (value, low, high) == NOTHING and not absence:
                continue
            values = ValeurValues(
                periode=period,
                value=value,
                low=low,
                high=high,
                absence=Absence(absence) if absence else None,
                action=row.action,
                confiance=Confidence(data["confiance"]),
                **shared,
            )
            found.append((row.indicateur, values))
        return found
