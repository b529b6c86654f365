"""The form of a screening: what is known of a site, and the weight of each criterion."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.studies.screening import CRITERIA, default_weights
from essor.references.loader import parameters
from essor.web.etudes.forms import NumberField

UNKNOWN = ("", "Je ne sais pas")


class AptitudeForm(forms.Form):
    """One choice by criterion, « Je ne sais pas » first; an empty weight is the default one."""

    def __init__(self, *args: Any, on: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        for name, weight in default_weights(on=on, parameters=parameters()).items():
            label, answers = CRITERIA[name]
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[UNKNOWN, *answers.items()]
            )
            field = NumberField(label=f"Poids\u00a0: {label.lower()}", required=False)
            field.widget.attrs["placeholder"] = f"{weight:g}".replace(".", ",")
            self.fields[f"poids_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse a weight below zero."""
        data: dict[str, Any] = super().clean() or {}
        for name in CRITERIA:
            if (data.get(f"poids_{name}") or 0) < 0:
                self.add_error(f"poids_{name}", "Un poids est positif, ou nul.")
        return data

    def questions(self) -> list[forms.BoundField]:
        """Return the criteria."""
        return [self[name] for name in CRITERIA]

    def weights(self) -> list[forms.BoundField]:
        """Return the weights."""
        return [self[f"poids_{name}"] for name in CRITERIA]

    def has_weights(self) -> bool:
        """Tell whether a weight is given or refused: the page then opens them."""
        return any(field.value() or field.errors for field in self.weights())

    def asked(self) -> tuple[dict[str, str], dict[str, float]]:
        """Return the answers and the weights that are given."""
        data = self.cleaned_data
        weights = {name: data[f"poids_{name}"] for name in CRITERIA}
        return (
            {name: data[name] for name in CRITERIA if data[name]},
            {name: weight for name, weight in weights.items() if weight is not None},
        )
