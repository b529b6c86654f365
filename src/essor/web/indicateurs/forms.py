"""Forms of the indicators."""

from decimal import Decimal
from typing import Any

from django import forms

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period, parse_period_fr
from essor.foundations.sourced import Confidence
from essor.foundations.units import unit_label
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.themes import THEMES
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.choices import Agregation, Nature, Reponse, Sens
from essor.records.indicateurs.models import LONGEST_PERIODICITE, Indicateur
from essor.records.indicateurs.observatory import SEPARATOR
from essor.records.indicateurs.values import CibleValues, ValeurValues, parse_number_fr
from essor.records.indicateurs.verdicts import Issue
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.queries import actions_of
from essor.web.plan.forms import DayField

AREA = {"rows": 3}
FIGURE = "un nombre, sans l'unité"


class NumberField(forms.Field):
    """A number as people write it; empty means none."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        try:
            return parse_number_fr(text) if text else None
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with the decimal comma people type."""
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", ",")


class PeriodField(forms.Field):
    """A period as people write it."""

    def to_python(self, value: Any) -> Period | None:
        """Return the period. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        try:
            return parse_period_fr(text) if text else None
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A member of the territory, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name that histories show."""
        return str(obj.label)


class BoardForm(forms.Form):
    """What the list is limited to; empty means everything."""

    reponse = forms.ChoiceField(
        label="Réponse du programme", required=False,
        choices=[("", "Toutes"), *Reponse.choices, ("aucune", "Aucune")],
    )  # fmt: skip
    axe = forms.ModelChoiceField(
        label="Axe", queryset=Axe.objects.none(), required=False, empty_label="Tous"
    )
    verdict = forms.ChoiceField(
        label="Verdict", required=False,
        choices=[("", "Tous"), *((one.value, one.label) for one in Issue)],
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["axe"].queryset = Axe.objects.filter(plan=plan)  # type: ignore[attr-defined]

    @property
    def is_filtered(self) -> bool:
        """Tell whether something is asked for."""
        return any(self.cleaned_data.get(name) for name in self.fields)


class IndicateurForm(forms.Form):
    """What is measured, and what it is tied to."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    libelle = forms.CharField(label="Libellé", max_length=300)
    unit = forms.CharField(
        label="Unité", max_length=40, help_text="emplois, entreprises, tCO2e, m², ha, %…"
    )
    sens = forms.ChoiceField(label="Sens souhaité", choices=[(s.value, s.label) for s in Sens])
    agregation = forms.ChoiceField(
        label="Comment les valeurs s'ajoutent", choices=[(a.value, a.label) for a in Agregation]
    )
    reponse = forms.ChoiceField(
        label="Réponse du programme", choices=[("", "Aucune"), *Reponse.choices], required=False
    )
    formule = forms.CharField(
        label="Formule en mots", required=False, widget=forms.Textarea(attrs=AREA)
    )
    source_attendue = forms.CharField(label="Source attendue", max_length=500, required=False)
    source_attendue_href = forms.URLField(
        label="Lien vers la source attendue", max_length=1000, required=False,
        assume_scheme="https",
    )  # fmt: skip
    periodicite_months = forms.IntegerField(
        label="Périodicité (mois)", min_value=1, max_value=LONGEST_PERIODICITE, required=False,
        help_text="12 pour une valeur par an. Vide : seules les cibles demandent une valeur.",
    )  # fmt: skip
    observatoire_code = forms.ChoiceField(
        label="Indicateur de l'observatoire", required=False,
        help_text="Ses valeurs viendront des données ouvertes, avec leur source.",
    )  # fmt: skip
    observatoire_rubrique = forms.CharField(
        label="Rubrique dans l'observatoire", max_length=60, required=False,
        help_text="Vide pour l'ensemble ; « activité », « CG »…",
    )  # fmt: skip
    responsable_nom = forms.CharField(label="Responsable", max_length=300, required=False)
    responsable = PersonField(
        label="Compte du responsable", queryset=User.objects.none(), required=False,
        empty_label="Sans compte",
        help_text="Cette personne peut saisir les valeurs, et reçoit les rappels.",
    )  # fmt: skip
    confidentialite = forms.ChoiceField(
        label="Confidentialité", choices=Confidentialite.choices,
        initial=Confidentialite.INTERNE.value,
    )  # fmt: skip
    is_du_plan = forms.BooleanField(label="Suivi pour tout le plan", required=False, initial=True)
    is_par_action = forms.BooleanField(
        label="Une valeur par action rattachée", required=False,
        help_text="Sans cette case, une seule valeur vaut pour l'ensemble.",
    )  # fmt: skip
    axes = forms.ModelMultipleChoiceField(
        label="Axes", queryset=Axe.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    actions = forms.ModelMultipleChoiceField(
        label="Actions", queryset=Action.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, by: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        members = User.objects.filter(membres__territoire_id=plan.territoire_id, is_active=True)
        key, _, rubrique = str(self.initial.get("observatoire_code") or "").partition(SEPARATOR)
        self.initial["observatoire_code"] = key
        self.initial["observatoire_rubrique"] = rubrique
        self.fields["observatoire_code"].choices = linked_choices(key)  # type: ignore[attr-defined]
        self.fields["axes"].queryset = Axe.objects.filter(plan=plan)  # type: ignore[attr-defined]
        self.fields["actions"].queryset = actions_of(plan, by)  # type: ignore[attr-defined]
        self.fields["responsable"].queryset = members.order_by("nom", "prenom", "email")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the definition, once the form is valid."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        rubrique = data.pop("observatoire_rubrique").strip()
        if data["observatoire_code"] and rubrique:
            data["observatoire_code"] += f"{SEPARATOR}{rubrique}"
        return data | {"axes": list(data["axes"]), "actions": list(data["actions"])}


def linked_choices(current: str) -> list[tuple[str, Any]]:
    """Return the indicators of the observatory by theme, and the present name if it is another."""
    groups: list[tuple[str, Any]] = [("", "Aucun")]
    known = set()
    for theme in THEMES:
        mine = [one for one in list_indicators() if one.theme == theme.key]
        known |= {one.id for one in mine}
        if mine:
            label = [(one.id, f"{one.title} ({unit_label(one.unit)})") for one in mine]
            groups.append((theme.label, label))
    if current and current not in known:
        groups.append((current, current))
    return groups


class MotifForm(forms.Form):
    """Why a figure is cancelled."""

    motif = forms.CharField(label="Motif", widget=forms.Textarea(attrs=AREA))


class ChiffreForm(forms.Form):
    """What a value and a target share."""

    value = NumberField(label="Valeur", required=False, help_text=FIGURE)
    low = NumberField(label="Borne basse", required=False)
    high = NumberField(label="Borne haute", required=False)
    source_title = forms.CharField(label="Source", max_length=300)
    source_href = forms.URLField(
        label="Lien vers la source", max_length=1000, required=False, assume_scheme="https"
    )
    commentaire = forms.CharField(
        label="Commentaire", required=False, widget=forms.Textarea(attrs=AREA)
    )


class ValeurForm(ChiffreForm):
    """A value over a period, or why there is none."""

    action = forms.ModelChoiceField(label="Action", queryset=Action.objects.none(), required=False)
    periode = PeriodField(label="Période", help_text="2025, T1 2026, mars 2026 ou une date")
    absence = forms.ChoiceField(
        label="S'il n'y a pas de valeur, pourquoi", required=False,
        choices=[("", "Il y a une valeur"), *((one.value, one.label) for one in Absence)],
    )  # fmt: skip
    is_self_declared = forms.BooleanField(
        label="Déclaré par l'intéressé", required=False,
        help_text="Jamais ajouté à ce qui est mesuré.",
    )  # fmt: skip
    is_reference = forms.BooleanField(
        label="Valeur de référence", required=False,
        help_text="Celle d'où part la trajectoire vers les cibles.",
    )  # fmt: skip
    read_on = DayField(label="Lu le")
    published_on = DayField(label="Source publiée le", required=False)
    licence = forms.CharField(label="Licence de la source", max_length=100, required=False)
    confiance = forms.ChoiceField(
        label="Confiance", choices=[(one.value, one.label) for one in Confidence]
    )
    motif = forms.CharField(label="Motif de la correction", widget=forms.Textarea(attrs=AREA))

    field_order = (
        "action", "periode", "value", "low", "high", "absence", "is_self_declared",
        "is_reference", "source_title", "source_href", "read_on", "published_on", "licence",
        "confiance", "commentaire", "motif",
    )  # fmt: skip

    def __init__(
        self, *args: Any, indicateur: Indicateur, by: Access, is_correction: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        tied = indicateur.rattachements.values("action_id")
        found = actions_of(indicateur.plan, by).filter(pk__in=tied)
        self.fields["action"].queryset = found  # type: ignore[attr-defined]
        if not indicateur.is_par_action:
            del self.fields["action"]
        if not is_correction:
            del self.fields["motif"]

    def values(self) -> ValeurValues:
        """Return the value, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("motif", None)
        nature = Nature.REFERENCE if data.pop("is_reference") else Nature.VALEUR
        absence = data.pop("absence")
        return ValeurValues(
            nature=nature,
            absence=Absence(absence) if absence else None,
            confiance=Confidence(data.pop("confiance")),
            **data,
        )


class CibleForm(ChiffreForm):
    """What is aimed at by a day."""

    cible_on = DayField(label="Échéance de la cible")
    motif = forms.CharField(label="Motif de la correction", widget=forms.Textarea(attrs=AREA))
    field_order = (
        "cible_on", "value", "low", "high", "source_title", "source_href", "commentaire", "motif",
    )  # fmt: skip

    def __init__(self, *args: Any, is_correction: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_correction:
            del self.fields["motif"]

    def values(self) -> CibleValues:
        """Return the target, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "motif"}
        return CibleValues(**data)
