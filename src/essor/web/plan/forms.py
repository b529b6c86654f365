"""Forms of the plan: one field at a time, in words the person knows."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.french import parse_amount_eur, parse_date_fr
from essor.records.plans.choices import EtatFinancement, NatureBudget, Priorite, Statut
from essor.records.plans.models import Action, Axe, Plan
from essor.web.plan.fields import Kind, SheetField

MAX_TITLE = 300
UNKNOWN = [("", "Non publié")]
NOT_YET = "Cette date n'est pas encore venue (attendu\u00a0: aujourd'hui ou avant)."


class AmountField(forms.Field):
    """Euros as people write them: « 1 200,50 », « 1,2 M€ »; empty means unknown."""

    def to_python(self, value: Any) -> Decimal | None:
        """Return euros. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            return parse_amount_eur(text)
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount with the decimal comma people type."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class DayField(forms.Field):
    """A date, from the date picker or typed in French; empty means unknown.

    is_past : refuse a day that has not come, for what is observed and not planned
    """

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, is_past: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.is_past = is_past

    def to_python(self, value: Any) -> dt.date | None:
        """Return a date. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            day = parse_date_fr(text)
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error
        if self.is_past and day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return day


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or unknown."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("choices", [("", "Non publié"), ("oui", "Oui"), ("non", "Non")])
        super().__init__(
            coerce=lambda text: text == "oui", empty_value=None, required=False, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """Turn a stored boolean into a choice."""
        return {True: "oui", False: "non", None: ""}.get(value, value)


class FieldForm(forms.Form):
    """One field of an action, with the version that the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    empreinte = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, field: SheetField, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.field = field
        self.fields["valeur"] = _value_field(field, plan)
        self.fields["valeur"].label = field.label
        self.fields["valeur"].help_text = field.hint


def _value_field(field: SheetField, plan: Plan) -> forms.Field:
    if field.kind is Kind.TEXT:
        return forms.CharField(max_length=MAX_TITLE)
    if field.kind in {Kind.LONG_TEXT, Kind.NAMES, Kind.COMMUNES}:
        return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    if field.kind is Kind.CHOICE:
        column = Action._meta.get_field(field.name)
        choices = list(column.choices or [])  # type: ignore[union-attr]
        if column.blank:  # type: ignore[union-attr]
            choices = UNKNOWN + choices
        return forms.ChoiceField(choices=choices, required=not column.blank)  # type: ignore[union-attr]
    if field.kind is Kind.DATE:
        return DayField(required=False)
    if field.kind is Kind.MONEY:
        return AmountField(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    if field.kind is Kind.AXE:
        return AxeField(plan=plan)
    if field.name == "is_grand_projet":
        return YesNoField(choices=[("oui", "Oui"), ("non", "Non")])
    return YesNoField()


class AxeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A heading of the plan, shown with its path."""

    def __init__(self, *, plan: Plan) -> None:
        axes = Axe.objects.filter(plan=plan).select_related("parent__parent").order_by("ordre")
        super().__init__(queryset=axes, required=False, empty_label="Sans axe")

    def label_from_instance(self, obj: Any) -> str:
        """Return « axe › sous-axe »."""
        return " › ".join(axe_path(obj))


def axe_path(axe: Axe | None) -> list[str]:
    """Return the titles from the root down to a heading."""
    titles: list[str] = []
    while axe is not None:
        titles.insert(0, axe.titre)
        axe = axe.parent
    return titles


class FunderForm(forms.Form):
    """One funder."""

    financeur = forms.CharField(label="Financeur", required=False, max_length=MAX_TITLE)
    montant_eur = AmountField(label="Montant (€ HT)", required=False)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Non précisé"), *EtatFinancement.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an amount without a funder."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("financeur") and (data.get("montant_eur") is not None or data.get("etat")):
            self.add_error("financeur", "Indiquez le financeur de ce montant.")
        return data


class BudgetLineForm(forms.Form):
    """One budget line."""

    annee = forms.IntegerField(label="Année", required=False, min_value=2000, max_value=2100)
    nature = forms.ChoiceField(
        label="Nature", required=False, choices=[("", "Choisir"), *NatureBudget.choices]
    )
    previsionnel_eur = AmountField(label="Prévisionnel (€ HT)", required=False)
    reel_eur = AmountField(label="Réel (€ HT)", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse amounts whose nature is not said."""
        data: dict[str, Any] = super().clean() or {}
        filled = any(data.get(name) is not None for name in ("previsionnel_eur", "reel_eur"))
        if filled and not data.get("nature"):
            self.add_error("nature", "Choisissez investissement ou fonctionnement.")
        return data


class BudgetLineFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """Budget lines, each year and nature once."""

    def clean(self) -> None:
        """Refuse two lines for the same year and nature."""
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            key = (data.get("annee"), data.get("nature"))
            if key[1] and key in seen:
                form.add_error("annee", "Cette année a déjà une ligne de cette nature.")
            seen.add(key)


FunderFormSet = forms.formset_factory(FunderForm, extra=3, max_num=100)
BudgetFormSet = forms.formset_factory(BudgetLineForm, BudgetLineFormSet, extra=3, max_num=100)


class NewActionForm(forms.Form):
    """The least an action needs."""

    titre = forms.CharField(label="Titre de l'action", max_length=MAX_TITLE)
    descriptif = forms.CharField(
        label="Descriptif", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["axe"] = AxeField(plan=plan)
        self.fields["axe"].label = "Axe"


class AxeForm(forms.Form):
    """A heading."""

    titre = forms.CharField(label="Titre de l'axe", max_length=MAX_TITLE)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = AxeField(plan=plan)
        self.fields["parent"].label = "Sous l'axe"
        self.fields["parent"].empty_label = "Aucun : axe principal"  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A piece of news."""

    texte = forms.CharField(label="Votre note", widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why something is deleted."""

    motif = forms.CharField(
        label="Motif (facultatif)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FilterForm(forms.Form):
    """Filters of the plan; every address with filters can be shared."""

    q = forms.CharField(label="Rechercher", required=False, max_length=200)
    statut = forms.ChoiceField(
        label="Statut",
        required=False,
        choices=[("", "Tous"), *Statut.choices, ("non_publie", "Non publié")],
    )
    priorite = forms.ChoiceField(
        label="Priorité",
        required=False,
        choices=[("", "Toutes"), *Priorite.choices, ("non_publie", "Non publiée")],
    )
    pilote = forms.CharField(label="Pilote", required=False, max_length=300)
    grands = forms.BooleanField(label="Grands projets", required=False)
    retard = forms.BooleanField(label="En retard", required=False)
    date = DayField(label="À la date du", required=False)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["axe"] = AxeField(plan=plan)
        self.fields["axe"].label = "Axe"
        self.fields["axe"].empty_label = "Tous"  # type: ignore[attr-defined]
        self.order_fields(["q", "axe", "statut", "priorite", "pilote", "date", "grands", "retard"])
