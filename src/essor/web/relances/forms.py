"""Forms of the reminders: rules, requests for news, addresses, subscriptions."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.accounts.models import User
from essor.records.plans.models import Action
from essor.records.relances.kinds import Nature
from essor.records.relances.models import MOST_DAYS, MOST_TIMES
from essor.records.relances.rules import BEFORE, Rule
from essor.web.compte.plain_form import PlainForm
from essor.web.plan.forms import DayField

NUMBER = {"class": "regle-nombre"}
HINTS = {
    Nature.JALON_PROCHE: "avant la date attendue",
    Nature.JALON_DEPASSE: "après la date attendue",
    Nature.FICHE_SANS_REPONSE: "avant l'échéance de la demande",
    Nature.SANS_NOUVELLE: "sans trace au journal de l'action",
    Nature.ETAPE_BLOCAGE: "avant l'échéance de l'étape",
    Nature.VALEUR_MANQUANTE: "après la date où elle était attendue",
    Nature.DECISION: "avant l'échéance de la décision",
}


class RuleForm(PlainForm):
    """How one kind of reminder is sent."""

    is_on = forms.BooleanField(label="Envoyer", required=False)
    days = forms.IntegerField(
        label="Jours", min_value=0, max_value=MOST_DAYS, widget=forms.NumberInput(attrs=NUMBER)
    )
    every_days = forms.IntegerField(
        label="Répéter tous les (jours, 0 : une seule fois)", min_value=0, max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip
    most = forms.IntegerField(
        label="Rappels au plus", min_value=1, max_value=MOST_TIMES,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip

    def __init__(self, *args: Any, rule: Rule, **options: Any) -> None:
        initial = {"is_on": rule.is_on, "days": rule.days}
        initial |= {"every_days": rule.every_days, "most": rule.most}
        super().__init__(*args, prefix=rule.nature.value, initial=initial, **options)
        self.nature, self.is_before = rule.nature, rule.nature in BEFORE
        self.fields["days"].label = f"Jours {HINTS[rule.nature]}"

    def rule(self) -> Rule:
        """Return what was chosen, once the form is valid."""
        return Rule(nature=self.nature, **self.cleaned_data)


class AskForm(PlainForm):
    """What is asked, from whom, by when."""

    titre = forms.CharField(label="Titre", max_length=200)
    echeance_on = DayField(label="Réponse attendue le")
    message = forms.CharField(
        label="Un mot aux pilotes (facultatif)", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    asked = forms.MultipleChoiceField(
        label="Actions et pilotes", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, offered: list[tuple[Action, list[User]]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.pairs = {
            f"{action.pk}.{user.pk}": (action, user) for action, users in offered for user in users
        }
        field = self.fields["asked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{action.code} {action.titre} · {user.label}")
            for key, (action, user) in self.pairs.items()
        ]

    def chosen(self) -> list[tuple[Action, User]]:
        """Return the chosen pairs, once the form is valid."""
        return [self.pairs[key] for key in self.cleaned_data["asked"]]


class EditForm(PlainForm):
    """The words and the day of a request."""

    version = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)
    titre = forms.CharField(label="Titre", max_length=200)
    echeance_on = DayField(label="Réponse attendue le")
    message = forms.CharField(
        label="Un mot aux pilotes (facultatif)", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AddressForm(PlainForm):
    """The address of a named pilot."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SubscriptionsForm(PlainForm):
    """The kinds that a person receives."""

    natures = forms.MultipleChoiceField(
        label="Je reçois", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.label) for one in Nature],
    )  # fmt: skip

    def refused(self) -> frozenset[Nature]:
        """Return the kinds that are not ticked, once the form is valid."""
        kept = set(self.cleaned_data["natures"])
        return frozenset(one for one in Nature if one.value not in kept)


class UntilForm(forms.Form):
    """Until which day the preview looks."""

    le = DayField(label="Jusqu'au", required=False)


def suggested_day(today: dt.date) -> dt.date:
    """Return the day that a new request is offered: two weeks."""
    return today + dt.timedelta(days=14)
