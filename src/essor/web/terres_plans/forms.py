"""Forms of the plans of soils."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.indicateurs.models import Indicateur
from essor.records.plans.choices import Confidentialite
from essor.records.terres_plans.choices import Objectif
from essor.records.terres_plans.models import MAX_PERIODS
from essor.records.terres_plans.options import OPTIONS
from essor.reports.plan_terres.figures import FIGURES
from essor.web.etudes.forms import MAX_SEED, ActionField, NumberField
from essor.web.plan.forms import DayField

MAX_TITLE = 300


class StartForm(forms.Form):
    """Three answers; the rest is a default that the plan lets change."""

    titre = forms.CharField(label="Nom du plan", max_length=MAX_TITLE)
    debut_on = DayField(
        label="Première semaine", help_text="Le lundi de la première semaine à planifier."
    )
    periods = forms.IntegerField(
        label="Nombre de semaines", min_value=1, max_value=MAX_PERIODS, initial=26
    )

    def clean_debut_on(self) -> dt.date:
        """Return the Monday of the week that is given."""
        day: dt.date = self.cleaned_data["debut_on"]
        return monday_of(day)


class EditForm(StartForm):
    """Everything that may be changed of a plan of soils; the options have their defaults."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    notice = forms.CharField(
        label="Ce qu'il faut savoir", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    objectif = forms.ChoiceField(label="Le plan minimise", choices=Objectif.choices)
    confidentialite = forms.ChoiceField(label="Qui peut le lire", choices=Confidentialite.choices)
    seed = forms.IntegerField(
        label="Graine des tirages",
        min_value=0,
        max_value=MAX_SEED,
        help_text="La même graine donne les mêmes tirages.",
    )

    def __init__(self, *args: Any, actions: Any = None, options: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if actions is not None:
            self.fields["action"] = ActionField(queryset=actions, label="Grand projet servi")
        for name, option in OPTIONS.items():
            field = NumberField(label=option.label, required=False, help_text=option.help)
            field.widget.attrs["placeholder"] = f"{option.default:g}".replace(".", ",")
            self.fields[name] = field
            given = (options or {}).get(name)
            if given is not None:
                self.initial[name] = f"{given:.12g}".replace(".", ",")

    def main_fields(self) -> list[forms.BoundField]:
        """Return what most people change."""
        return [one for one in self.visible_fields() if one.name not in OPTIONS]

    def option_fields(self) -> list[forms.BoundField]:
        """Return the options of the computations."""
        return [self[name] for name in OPTIONS]

    def values(self) -> dict[str, Any]:
        """Return the fields of a valid form as the action takes them."""
        data = dict(self.cleaned_data)
        options = {name: data.pop(name) for name in OPTIONS}
        data.pop("version")
        return {**data, "options": {k: v for k, v in options.items() if v is not None}}


class FigureForm(forms.Form):
    """Which figure of the plan goes to which indicator, for which period."""

    chiffre = forms.ChoiceField(
        label="Chiffre du plan", choices=[(name, one.label) for name, one in FIGURES.items()]
    )
    indicateur = forms.ModelChoiceField(
        label="Indicateur", queryset=Indicateur.objects.none(), empty_label="Choisir un indicateur"
    )

    def __init__(self, *args: Any, indicateurs: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["indicateur"].queryset = indicateurs  # type: ignore[attr-defined]


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())
