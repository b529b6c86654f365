"""The form of a subscription."""

from django import forms

from essor.records.webhooks.choices import Famille, Niveau
from essor.records.webhooks.models import LONGEST_URL
from essor.web.compte.plain_form import PlainForm

URL = {"autocomplete": "off", "spellcheck": "false", "placeholder": "https://", "inputmode": "url"}


class AbonnementForm(PlainForm):
    """Which program is told, of what, how far."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    titre = forms.CharField(
        label="Usage", max_length=100, help_text="« Tableau de bord de l'agglomération »…"
    )
    url = forms.CharField(
        label="Adresse qui reçoit",
        max_length=LONGEST_URL,
        widget=forms.TextInput(attrs=URL),
        help_text="Un serveur public en https\u00a0; pas de redirection.",
    )
    familles = forms.MultipleChoiceField(
        label="Changements annoncés",
        choices=Famille.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    niveau = forms.ChoiceField(
        label="Étendue",
        choices=Niveau.choices,
        initial=Niveau.PUBLIC,
        widget=forms.RadioSelect,
    )
