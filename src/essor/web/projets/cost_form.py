"""The form of an announced cost: an amount or a range, what it covers, said when, read where."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.jalons.values import precision_of
from essor.records.plans.announce import AnnonceValues
from essor.records.plans.announcements import announced_period
from essor.records.plans.choices import Confiance, NatureAnnonce, Precision
from essor.records.plans.models import Annonce
from essor.web.jalons.forms import LinkField, PeriodField
from essor.web.plan.forms import AmountField, DayField
from essor.web.projets.forms import MAX_TEXT, VersionedForm, area

MONEY = {"inputmode": "decimal"}


class CostForm(VersionedForm):
    """One announcement of a cost, kept as it was said."""

    sujet = forms.CharField(
        label="Ce que couvre le montant", max_length=200,
        help_text="Le même périmètre d'une annonce à l'autre : « Investissement total ».",
    )  # fmt: skip
    value = AmountField(
        label="Montant (€)", required=False, widget=forms.TextInput(attrs=MONEY),
        help_text="Comme il est écrit : 250 M€, 1,2 Md€, 300 000.",
    )  # fmt: skip
    low = AmountField(label="Ou au moins (€)", required=False, widget=forms.TextInput(attrs=MONEY))
    high = AmountField(label="Au plus (€)", required=False, widget=forms.TextInput(attrs=MONEY))
    announced = PeriodField(label="Annoncé le", required=False, is_past=True)
    texte = forms.CharField(
        label="Dans les mots de la source", required=False, max_length=MAX_TEXT, widget=area(2)
    )
    source_title = forms.CharField(label="Source", max_length=300)
    source_href = LinkField(label="Lien vers la source")
    read_on = DayField(label="Lu le", required=True, is_past=True)
    confiance = forms.ChoiceField(
        label="Confiance", choices=[("", "À choisir"), *Confiance.choices]
    )
    is_self_declared = forms.BooleanField(
        label="Déclaré par le porteur du projet lui-même", required=False
    )

    def fields_of(self) -> dict[str, Any]:
        """Return the fields of the announcement, once the form is valid."""
        values = self.values()
        announced = values.pop("announced")
        return values | {
            "announced_on": announced.start if announced else None,
            "announced_precision": precision_of(announced) if announced else Precision.JOUR,
        }

    def annonce(self) -> AnnonceValues:
        """Return a new announcement, once the form is valid."""
        return AnnonceValues(nature=NatureAnnonce.MONTANT, unit="EUR", **self.fields_of())


def initial_of(annonce: Annonce) -> dict[str, Any]:
    """Return what the form of an announcement shows first."""
    names = [name for name in CostForm.base_fields if name not in {"announced", "version"}]
    values = {name: getattr(annonce, name) for name in names}
    return values | {"announced": announced_period(annonce), "version": annonce.version}


def fresh(today: dt.date, sujet: str) -> dict[str, Any]:
    """Return what the form of a new announcement shows first."""
    return {"read_on": today, "sujet": sujet}
