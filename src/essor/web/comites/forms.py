"""Forms of the committees."""

from typing import Any

from django import forms

from essor.records.accounts.models import User
from essor.records.comites.models import (
    LEVELS,
    Comite,
    NatureComite,
    PointOrdreDuJour,
    StatutComite,
    StatutDecision,
)
from essor.records.comites.queries import DecisionFilter
from essor.records.plans.models import Action, Plan
from essor.records.studies.models import Study
from essor.records.terres_plans.models import PlanTerres
from essor.web.plan.forms import DayField

AREA = {"rows": 4}


def members_of(plan: Plan) -> "forms.models.QuerySet[User]":  # type: ignore[name-defined]
    """Return the members of the territory of a plan, by name."""
    found = User.objects.filter(membres__territoire_id=plan.territoire_id, is_active=True)
    return found.order_by("nom", "prenom", "email")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A member of the territory, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name that histories show."""
        return str(obj.label)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members of the territory, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the name that histories show."""
        return str(obj.label)


class ActionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Actions of the plan, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the code and the title."""
        return f"{obj.code} {obj.titre}"


class ComiteForm(forms.Form):
    """When and where a committee meets, and who attends."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    nature = forms.ChoiceField(label="Nature", choices=NatureComite.choices)
    titre = forms.CharField(label="Titre", max_length=300)
    tenu_on = DayField(label="Date", required=True)
    heure = forms.TimeField(
        label="Heure",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    lieu = forms.CharField(label="Lieu", max_length=300, required=False)
    statut = forms.ChoiceField(label="Statut", choices=StatutComite.choices)
    members = PeopleField(label="Membres", queryset=User.objects.none(), required=False)
    participants_texte = forms.CharField(
        label="Autres participants", required=False, widget=forms.Textarea(attrs=AREA),
        help_text="Un par ligne : nom, fonction, structure.",
    )  # fmt: skip
    releve = forms.CharField(
        label="Relevé des échanges", required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["members"].queryset = members_of(plan)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the committee is, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PointForm(forms.Form):
    """A point of the agenda."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    titre = forms.CharField(label="Titre", max_length=300)
    rapporteur_nom = forms.CharField(label="Rapporteur", max_length=300, required=False)
    texte = forms.CharField(
        label="Éléments et échanges", required=False, widget=forms.Textarea(attrs=AREA)
    )
    actions = ActionsField(label="Actions", queryset=Action.objects.none(), required=False)
    confidentialite = forms.ChoiceField(
        label="Qui le lit", choices=LEVELS,
        help_text="Un point sur une action restreinte est restreint.",
    )  # fmt: skip

    def __init__(self, *args: Any, comite: Comite, **options: Any) -> None:
        super().__init__(*args, **options)
        found = Action.objects.filter(plan_id=comite.plan_id).order_by("ordre", "code", "id")
        self.fields["actions"].queryset = found  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the row is, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DecisionForm(PointForm):
    """A decision: what, who, by when."""

    titre = None  # type: ignore[assignment]
    rapporteur_nom = None  # type: ignore[assignment]
    texte = forms.CharField(label="Décision", widget=forms.Textarea(attrs=AREA))
    point = forms.ModelChoiceField(
        label="Point à l'ordre du jour", queryset=PointOrdreDuJour.objects.none(), required=False,
        empty_label="Aucun",
    )  # fmt: skip
    responsable_nom = forms.CharField(label="Responsable", max_length=300, required=False)
    responsable = PersonField(
        label="Compte du responsable", queryset=User.objects.none(), required=False,
        empty_label="Sans compte", help_text="Cette personne pourra dire la suite donnée.",
    )  # fmt: skip
    echeance_on = DayField(label="Échéance", required=False)
    statut = forms.ChoiceField(label="Statut", choices=StatutDecision.choices)
    suite = forms.CharField(
        label="Suite donnée", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = (
        "version", "texte", "point", "responsable_nom", "responsable", "echeance_on", "statut",
        "suite", "actions", "confidentialite",
    )  # fmt: skip

    def __init__(self, *args: Any, comite: Comite, **options: Any) -> None:
        super().__init__(*args, comite=comite, **options)
        points = PointOrdreDuJour.objects.filter(comite=comite).order_by("ordre", "id")
        self.fields["point"].queryset = points  # type: ignore[attr-defined]
        self.fields["responsable"].queryset = members_of(comite.plan)  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    """What became of a decision."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    statut = forms.ChoiceField(label="Statut", choices=StatutDecision.choices)
    suite = forms.CharField(label="Suite donnée", required=False, widget=forms.Textarea(attrs=AREA))


class StudyForm(forms.Form):
    """Which study is laid before the committee."""

    etude = forms.ModelChoiceField(
        label="Étude", queryset=Study.objects.none(), empty_label="Choisir une étude"
    )

    def __init__(self, *args: Any, studies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["etude"].queryset = studies  # type: ignore[attr-defined]


class SoilsForm(forms.Form):
    """Which plan of excavated soils is laid before the committee."""

    plan_terres = forms.ModelChoiceField(
        label="Plan de terres", queryset=PlanTerres.objects.none(), empty_label="Choisir un plan"
    )

    def __init__(self, *args: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan_terres"].queryset = plans  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """What to show of the register of decisions."""

    texte = forms.CharField(label="Mots", required=False, max_length=200)
    statut = forms.ChoiceField(
        label="Statut", required=False, choices=[("", "Tous"), *StatutDecision.choices]
    )
    nature = forms.ChoiceField(
        label="Comité", required=False, choices=[("", "Tous"), *NatureComite.choices]
    )
    action = forms.ChoiceField(label="Action", required=False)
    responsable = forms.CharField(label="Responsable", required=False, max_length=200)
    ouvertes = forms.BooleanField(label="Ouvertes seulement", required=False)
    retard = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, *args: Any, actions: list[Action], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(one.code, f"{one.code} {one.titre}") for one in actions]
        self.fields["action"].choices = [("", "Toutes"), *named]  # type: ignore[attr-defined]

    def asked(self) -> DecisionFilter:
        """Return the filter; what is not valid is left out and said beside its field."""
        self.full_clean()
        data = self.cleaned_data if self.is_bound else {}
        return DecisionFilter(
            texte=data.get("texte", ""),
            statut=data.get("statut", ""),
            nature=data.get("nature", ""),
            action_code=data.get("action", ""),
            responsable=data.get("responsable", ""),
            only_open=data.get("ouvertes", False),
            only_overdue=data.get("retard", False),
        )
