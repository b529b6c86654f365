"""Forms of the follow-up: what blocks, how it was lifted, what a person says of a colour."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.suivi.models import NatureDestinataire
from essor.records.suivi.rules import Color
from essor.web.plan.forms import DayField

AREA = {"rows": 3}
MAX_TEXT = 4000


class PointForm(forms.Form):
    """Why it blocks, whom it waits for, what would free it, what comes next."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    cause = forms.CharField(
        label="Cause", max_length=MAX_TEXT, widget=forms.Textarea(attrs=AREA),
        help_text="Ce qui empêche l'action d'avancer.",
    )  # fmt: skip
    destinataire_nature = forms.ChoiceField(
        label="Nature du destinataire", choices=[("", "À choisir"), *NatureDestinataire.choices]
    )
    destinataire_nom = forms.CharField(
        label="Nom du destinataire", max_length=300,
        help_text="Le service ou l'organisme dont on attend quelque chose, par exemple : DREAL.",
    )  # fmt: skip
    deblocage = forms.CharField(
        label="Ce qui débloquerait", max_length=MAX_TEXT, required=False,
        widget=forms.Textarea(attrs=AREA),
    )  # fmt: skip
    depuis_on = DayField(label="Bloqué depuis le", required=False, is_past=True)
    prochaine_etape = forms.CharField(
        label="Prochaine étape", max_length=MAX_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    responsable_nom = forms.CharField(
        label="Responsable de la prochaine étape", max_length=300, required=False
    )
    echeance_on = DayField(label="Échéance de la prochaine étape", required=False)

    def values(self) -> dict[str, Any]:
        """Return what was said, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class LiftForm(forms.Form):
    """When and how a point stopped blocking."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    leve_on = DayField(label="Levé le", is_past=True)
    leve_motif = forms.CharField(
        label="Comment il a été levé", max_length=MAX_TEXT, widget=forms.Textarea(attrs=AREA)
    )


class AvisForm(forms.Form):
    """A colour in place of the computed one, and why."""

    couleur = forms.ChoiceField(
        label="Couleur",
        choices=[("", "À choisir")] + [(one.value, one.label) for one in Color.stated()],
    )
    commentaire = forms.CharField(
        label="Commentaire", max_length=MAX_TEXT, widget=forms.Textarea(attrs=AREA),
        help_text="Obligatoire : il est montré avec votre nom, à côté de la couleur calculée.",
    )  # fmt: skip


class DayAskedForm(forms.Form):
    """The day whose evening is shown; empty means now."""

    au = DayField(label="Tel qu'au soir du", required=False)

    def clean_au(self) -> dt.date | None:
        """Refuse a day that no instant can be made of."""
        day: dt.date | None = self.cleaned_data["au"]
        if day is not None and not 1900 <= day.year <= 9000:
            raise forms.ValidationError("Cette date est hors du calendrier d'Essor.")
        return day
