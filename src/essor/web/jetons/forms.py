"""The form of a new token."""

from typing import Any

from django import forms

from essor.records.jetons.scopes import Scope
from essor.web.compte.plain_form import PlainForm

LIFETIMES = ((30, "30 jours"), (90, "3 mois"), (180, "6 mois"), (365, "un an"))


class JetonForm(PlainForm):
    """What the token is for, what it opens, until when."""

    titre = forms.CharField(
        label="Usage", max_length=100, help_text="« Tableau de bord », « SIG »…"
    )
    territoire = forms.ChoiceField(label="Territoire", required=False)
    scopes = forms.MultipleChoiceField(
        label="Portées en plus de la lecture",
        required=False,
        choices=[(one.value, one.label) for one in Scope if one is not Scope.LECTURE],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label="Expiration", choices=LIFETIMES, coerce=int, initial=90)

    def __init__(self, *args: Any, territoires: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territoire"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tous mes territoires"), *territoires]
