"""Forms of the milestones: dates as people write them, « 2028 » as well as a day."""

from typing import Any

from django import forms
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period, parse_period_fr
from essor.records.accounts.models import User
from essor.records.jalons.models import Dependance, Jalon
from essor.records.jalons.values import Preuve, PrevisionValues, precision_of
from essor.records.plans.models import Plan
from essor.web.plan.forms import NOT_YET, DayField

DATE_HINT = "Un jour, un mois, un trimestre ou une année : 15/03/2028, mars 2028, T1 2028, 2028."
EXPECTED = "Date attendue"
AREA = {"rows": 3}


class PeriodField(forms.Field):
    """A date said as finely as it is known.

    is_past : refuse a period that has not begun, for what is observed and not planned
    """

    def __init__(self, *, is_past: bool = False, **options: Any) -> None:
        options.setdefault("help_text", DATE_HINT)
        super().__init__(**options)
        self.is_past = is_past

    def to_python(self, value: Any) -> Period | None:
        """Return the days it may mean. Raises ValidationError with the reason."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            period = parse_period_fr(text)
            precision_of(period)
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error
        except ValueError as error:
            raise forms.ValidationError(
                f"Une seule date, pas un intervalle. {DATE_HINT}"
            ) from error
        if self.is_past and period.start > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return period

    def prepare_value(self, value: Any) -> Any:
        """Write a period back as it is said."""
        return value.label() if isinstance(value, Period) else value


class LinkField(forms.URLField):
    """An optional address; https unless it says otherwise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=1000, assume_scheme="https", **options)


class PrevisionForm(forms.Form):
    """When a milestone is expected, said when, by whom, read where, and why."""

    expected = PeriodField(label=EXPECTED)
    announced = PeriodField(label="Annoncé le", is_past=True)
    par_qui = forms.CharField(label="Annoncé par", max_length=300, required=False)
    source_title = forms.CharField(label="Source", max_length=300, required=False)
    source_href = LinkField(label="Lien vers la source")
    motif = forms.CharField(
        label="Motif", required=False, widget=forms.Textarea(attrs=AREA),
        help_text="Ce qui a changé depuis l'annonce d'avant.",
    )  # fmt: skip
    plus_tot_on = DayField(label="Au plus tôt (facultatif)", required=False)
    plus_tard_on = DayField(label="Au plus tard (facultatif)", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> PrevisionValues:
        """Return what was said, once the form is valid."""
        names = [name for name in self.fields if name != "seen"]
        return PrevisionValues(**{name: self.cleaned_data[name] for name in names})


class JalonForm(forms.Form):
    """What a milestone is; its dates have their own forms."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    titre = forms.CharField(label="Titre", max_length=300)
    phase = forms.CharField(
        label="Phase", max_length=100, required=False,
        help_text="Par exemple : études, maîtrise foncière, dépollution, travaux.",
    )  # fmt: skip
    poids = forms.IntegerField(
        label="Poids", min_value=1, max_value=100, initial=1,
        help_text="De 1 à 100 : sa part dans l'avancement de l'action.",
    )  # fmt: skip
    responsable_nom = forms.CharField(label="Responsable", max_length=300, required=False)
    responsable = forms.ModelChoiceField(
        label="Compte du responsable", queryset=User.objects.none(), required=False,
        help_text="Cette personne pourra annoncer les dates de ce jalon.",
    )  # fmt: skip
    duree_min_days = forms.IntegerField(
        label="Durée minimale du travail (jours)", min_value=0, required=False
    )
    duree_days = forms.IntegerField(label="Durée probable (jours)", min_value=0, required=False)
    duree_max_days = forms.IntegerField(label="Durée maximale (jours)", min_value=0, required=False)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(is_active=True, membres__territoire=plan.territoire).order_by(
            "nom", "prenom", "email"
        )
        field = self.fields["responsable"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people.distinct()


class NewJalonForm(JalonForm):
    """A milestone and, if it is known, its first forecast."""

    expected = PeriodField(label=EXPECTED, required=False)
    announced = PeriodField(label="Annoncé le", required=False, is_past=True)
    source_title = forms.CharField(label="Source", max_length=300, required=False)
    source_href = LinkField(label="Lien vers la source")

    def jalon_values(self) -> dict[str, Any]:
        """Return what the milestone is, once the form is valid."""
        left_out = {"version", *FORECAST_FIELDS}
        return {name: self.cleaned_data[name] for name in self.fields if name not in left_out}

    def prevision(self, par_qui: str) -> PrevisionValues | None:
        """Return the first forecast, None when no date was given."""
        data = {name: self.cleaned_data[name] for name in FORECAST_FIELDS}
        if data["expected"] is None:
            return None
        return PrevisionValues(par_qui=par_qui, **data)


FORECAST_FIELDS = ("expected", "announced", "source_title", "source_href")


class ReachForm(forms.Form):
    """The day a milestone was reached and what shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    actual = PeriodField(label="Date atteinte")
    preuve_texte = forms.CharField(
        label="Preuve", required=False, widget=forms.Textarea(attrs=AREA),
        help_text="Procès-verbal, délibération, photo, article : ce qui le montre.",
    )  # fmt: skip
    preuve_href = LinkField(label="Lien vers la preuve")

    def preuve(self) -> Preuve:
        """Return the evidence, once the form is valid."""
        data = self.cleaned_data
        return Preuve(texte=data["preuve_texte"], href=data["preuve_href"])


class ReasonForm(forms.Form):
    """Why something is taken back or adopted."""

    motif = forms.CharField(label="Motif", max_length=1000, widget=forms.Textarea(attrs=AREA))


class AdoptForm(ReasonForm):
    """The text that adopts the dates."""

    replaces = forms.BooleanField(
        label="Remplacer aussi les dates de référence déjà adoptées (avenant)", required=False
    )


class JalonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A milestone of the plan, named with its action."""

    def label_from_instance(self, obj: Jalon) -> str:
        """Return « A09 · Livraison »."""
        return f"{obj.action.code} · {obj.titre}"


class LinkForm(forms.Form):
    """Which milestone waits for which."""

    apres = JalonChoice(label="Ce jalon de l'action", queryset=Jalon.objects.none())
    avant = JalonChoice(label="attend", queryset=Jalon.objects.none())
    nature = forms.ChoiceField(
        label="Nature",
        choices=[
            ("fin_debut", "Fin à début : le travail commence quand l'autre jalon est atteint"),
            ("debut_debut", "Début à début : le travail commence quand l'autre travail commence"),
        ],
    )
    lag_days = forms.IntegerField(
        label="Décalage (jours)", initial=0,
        help_text="Jours à attendre en plus ; un nombre négatif autorise un chevauchement.",
    )  # fmt: skip

    def __init__(self, *args: Any, mine: Any, all_of_them: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, found in (("apres", mine), ("avant", all_of_them)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found


def said_dependance(dependance: Dependance) -> str:
    """Write a dependency in one line, for messages."""
    return f"« {dependance.apres.titre} » attend « {dependance.avant.titre} »"
