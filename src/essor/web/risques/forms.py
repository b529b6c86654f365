"""Forms of the risks."""

from typing import Any

from django import forms

from essor.records.jalons.models import Jalon
from essor.records.plans.models import Action
from essor.records.risques.models import StatutRisque
from essor.records.risques.register import RegisterFilter
from essor.records.risques.scale import Echelle
from essor.web.plan.forms import AmountField, DayField

AREA = {"rows": 3}
# Groups of the form, in order: legend, fields.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Le risque", ("titre", "cause", "consequence", "jalon")),
    ("En l'état", ("probabilite", "impact")),
    ("Mesures", ("mesures", "cout_mesure_eur", "probabilite_apres", "impact_apres")),
    ("Retard s'il se réalise", ("retard_min_days", "retard_days", "retard_max_days")),
    ("Surcoût s'il se réalise", ("surcout_min_eur", "surcout_eur", "surcout_max_eur")),
    ("Suivi", ("responsable_nom", "revue_on", "statut")),
)


def amount(label: str) -> AmountField:
    """Return a field of optional euros."""
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return AmountField(label=label, required=False, widget=widget)


def days(label: str) -> forms.IntegerField:
    """Return a field of optional days."""
    return forms.IntegerField(label=label, min_value=0, max_value=36_525, required=False)


class LevelField(forms.TypedChoiceField):
    """One of the five levels, in words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)

    def offer(self, words: tuple[str, ...]) -> None:
        """Offer the levels as they are worded today."""
        named = [(level, f"{level} · {word}") for level, word in enumerate(words, start=1)]
        self.choices = [("", "Choisir" if self.required else "Non évalué"), *named]


class RisqueForm(forms.Form):
    """A risk, whole: a short page is better than six."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    titre = forms.CharField(label="Titre", max_length=300)
    cause = forms.CharField(label="Cause", required=False, widget=forms.Textarea(attrs=AREA))
    consequence = forms.CharField(
        label="Conséquence", required=False, widget=forms.Textarea(attrs=AREA)
    )
    jalon = forms.ModelChoiceField(
        label="Jalon menacé", queryset=Jalon.objects.none(), required=False,
        empty_label="Toute l'action",
        help_text="Le retard porte sur ce jalon, ou sur la fin de l'action.",
    )  # fmt: skip
    probabilite = LevelField(label="Probabilité")
    impact = LevelField(label="Impact")
    mesures = forms.CharField(
        label="Mesures", required=False, widget=forms.Textarea(attrs=AREA),
        help_text="Ce qui est fait pour que cela n'arrive pas, ou coûte moins.",
    )  # fmt: skip
    cout_mesure_eur = amount("Coût des mesures (€ HT)")
    probabilite_apres = LevelField(label="Probabilité après mesures", required=False)
    impact_apres = LevelField(label="Impact après mesures", required=False)
    retard_min_days = days("Retard minimal (jours)")
    retard_days = days("Retard probable (jours)")
    retard_max_days = days("Retard maximal (jours)")
    surcout_min_eur = amount("Surcoût minimal (€ HT)")
    surcout_eur = amount("Surcoût probable (€ HT)")
    surcout_max_eur = amount("Surcoût maximal (€ HT)")
    responsable_nom = forms.CharField(label="Responsable", max_length=300, required=False)
    revue_on = DayField(label="Revue prévue le", required=False)
    statut = forms.ChoiceField(
        label="Statut", choices=StatutRisque.choices, initial=StatutRisque.OUVERT.value
    )

    def __init__(self, *args: Any, action: Action, echelle: Echelle, **options: Any) -> None:
        super().__init__(*args, **options)
        jalon = self.fields["jalon"]
        assert isinstance(jalon, forms.ModelChoiceField)
        jalon.queryset = Jalon.objects.filter(action=action).order_by("ordre", "titre", "id")
        for name, field in self.fields.items():
            if isinstance(field, LevelField):
                is_chance = name.startswith("probabilite")
                field.offer(echelle.probabilites if is_chance else echelle.impacts)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields by group, each with its legend."""
        return [(legend, [self[name] for name in names]) for legend, names in GROUPS]

    def values(self) -> dict[str, Any]:
        """Return what the risk is, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RegisterForm(forms.Form):
    """What to show of the register, and on which day."""

    action = forms.ChoiceField(label="Action", required=False)
    statut = forms.ChoiceField(
        label="Statut", choices=[("", "Tous"), *StatutRisque.choices], required=False
    )
    critique = forms.BooleanField(label="Critiques seulement", required=False)
    revue = forms.BooleanField(label="Revue en retard", required=False)
    date = DayField(label="Le registre au", required=False)

    def __init__(self, *args: Any, actions: list[Action], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        named = [(action.code, f"{action.code} {action.titre}") for action in actions]
        field.choices = [("", "Toutes"), *named]

    def asked(self) -> RegisterFilter:
        """Return the filter; what is not valid is left out and said beside its field."""
        self.full_clean()
        data = self.cleaned_data if self.is_bound else {}
        return RegisterFilter(
            action_code=data.get("action", ""),
            statut=data.get("statut", ""),
            only_overdue=data.get("revue", False),
            only_critical=data.get("critique", False),
        )
