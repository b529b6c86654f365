"""Forms of the studies: five answers, then everything."""

import datetime as dt
from typing import Any

from django import forms

from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action
from essor.records.studies.answers import ACTIVITIES, PROGRAMMES, STRUCTURES, Answers
from essor.records.studies.assumptions import Assumption, Group
from essor.records.studies.models import MAX_DRAWS, MIN_DRAWS, Profil
from essor.reports.etude_friche.ranking import CRITERIA
from essor.reports.etude_friche.words import number as number_words

MAX_TITLE = 300
MAX_HECTARES = 10_000
MILLION = 1_000_000
MAX_SEED = 2**31 - 1
SPACES = ("\u00a0", "\u202f", " ")


class NumberField(forms.Field):
    """A number as people write it: « 1 200,5 »; empty means the default."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:
        """Return a number. Raises ValidationError with what was found."""
        text = "" if value is None else str(value)
        for space in SPACES:
            text = text.replace(space, "")
        if not text:
            return None
        try:
            number = float(text.replace(",", ".").replace("\u2212", "-"))
        except ValueError as error:
            raise forms.ValidationError(
                f"«\u00a0{value}\u00a0» n'est pas un nombre. Attendu\u00a0: 1 200 ou 4,5."
            ) from error
        if not abs(number) < float("inf"):
            raise forms.ValidationError("Ce nombre n'a pas de fin. Attendu\u00a0: 1 200 ou 4,5.")
        return number


class ActionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """An action of the plan."""

    def __init__(
        self, *, queryset: Any, label: str = "Action du plan", to_field_name: str | None = None
    ) -> None:
        super().__init__(
            queryset=queryset,
            required=False,
            label=label,
            empty_label="Aucune",
            to_field_name=to_field_name,
        )

    def label_from_instance(self, obj: Action) -> str:
        """Return « code titre »."""
        return str(obj)


class StartForm(forms.Form):
    """Five answers, the action that asks, and what to call the study."""

    commune = forms.ChoiceField(label="1. Dans quelle commune\u00a0?")
    surface = NumberField(label="Surface du site (hectares)")
    activite = forms.ChoiceField(
        label="2. Quel genre de site\u00a0?", choices=[(k.value, v) for k, v in ACTIVITIES.items()]
    )
    programme = forms.ChoiceField(
        label="3. Pour quel projet\u00a0?", choices=[(k.value, v) for k, v in PROGRAMMES.items()]
    )
    porteur = forms.ChoiceField(
        label="4. Qui le porte\u00a0?", choices=[(k.value, v) for k, v in STRUCTURES.items()]
    )
    annee = forms.IntegerField(
        label="5. Décidé quand\u00a0? (année)", min_value=2010, max_value=2060
    )
    titre = forms.CharField(
        label="Nom de l'étude (facultatif)", max_length=MAX_TITLE, required=False
    )

    def __init__(
        self, *args: Any, communes: list[tuple[str, str]], actions: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["action"] = ActionField(
            queryset=actions, label="Action du plan (facultatif)", to_field_name="code"
        )
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choisir"), *communes]

    def clean_surface(self) -> float:
        """Refuse an area that no site has."""
        surface: float = self.cleaned_data["surface"]
        if not 0 < surface <= MAX_HECTARES:
            raise forms.ValidationError(
                f"Une surface de plus de 0 et d'au plus {MAX_HECTARES:_} hectares.".replace(
                    "_", "\u202f"
                )
            )
        return surface

    def answers(self) -> Answers:
        """Return the five answers of a valid form."""
        data = self.cleaned_data
        return Answers(
            code_commune_insee=data["commune"],
            surface_ha=data["surface"],
            activite=data["activite"],
            programme=data["programme"],
            porteur=data["porteur"],
            decide_le=dt.date(data["annee"], 1, 1),
        )

    def title(self) -> str:
        """Return the name given, or one made of the answers."""
        data = self.cleaned_data
        if data["titre"].strip():
            return str(data["titre"].strip())
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)
        nom = dict(field.choices)[data["commune"]]  # type: ignore[arg-type]
        programme = next(v for k, v in PROGRAMMES.items() if k.value == data["programme"])
        area = f"{data['surface']:g} ha".replace(".", ",")
        if data["action"] is not None:
            return f"{data['action'].titre}\u00a0: {programme}"[:MAX_TITLE]
        return f"{nom}, {area}\u00a0: {programme}"

    @property
    def five(self) -> list[forms.BoundField]:
        """The fields of the five answers, in their order."""
        names = ("commune", "surface", "activite", "programme", "porteur", "annee")
        return [self[name] for name in names]

    @property
    def answered(self) -> list[forms.BoundField]:
        """The fields that go on from the range to the study."""
        return [self["action"], *self.five]


class StudyForm(forms.Form):
    """What is not an assumption: name, action, readers, method, draws."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    titre = forms.CharField(label="Nom de l'étude", max_length=MAX_TITLE)
    notice = forms.CharField(
        label="Ce qu'il faut savoir", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    confidentialite = forms.ChoiceField(label="Qui peut la lire", choices=Confidentialite.choices)
    profil = forms.ChoiceField(label="Méthode", choices=Profil.choices)
    draws = forms.IntegerField(
        label="Nombre de tirages",
        min_value=MIN_DRAWS,
        max_value=MAX_DRAWS,
        help_text="Au-delà de 2 000, le calcul se fait en arrière-plan.",
    )
    seed = forms.IntegerField(
        label="Graine",
        min_value=0,
        max_value=MAX_SEED,
        help_text="La même graine redonne les mêmes tirages.",
    )

    def __init__(self, *args: Any, actions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if actions is not None:
            self.fields["action"] = ActionField(queryset=actions)
            self.order_fields(["version", "titre", "notice", "action"])


class CopyForm(forms.Form):
    """The name of a copy."""

    titre = forms.CharField(label="Nom de la copie", max_length=MAX_TITLE)


class BudgetForm(forms.Form):
    """A public budget, the same each year."""

    budget = NumberField(label="Budget public par an (M€)")
    debut = forms.IntegerField(label="Première année", min_value=2010, max_value=2060)
    annees = forms.IntegerField(label="Nombre d'années", min_value=1, max_value=30)

    def clean_budget(self) -> float:
        """Refuse a budget below zero."""
        budget: float = self.cleaned_data["budget"]
        if budget < 0:
            raise forms.ValidationError("Un budget est positif, ou nul.")
        return budget

    def by_year(self) -> dict[int, float]:
        """Return the budget of each year, EUR."""
        data = self.cleaned_data
        first = data["debut"]
        return {first + n: data["budget"] * MILLION for n in range(data["annees"])}


class WeightsForm(forms.Form):
    """Declared weights of the criteria, and the value under which an option is out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in CRITERIA:
            self.fields[f"poids_{one.name}"] = NumberField(
                required=False, initial="1", label=f"Poids\u00a0: {one.label.lower()}"
            )
            self.fields[f"veto_{one.name}"] = NumberField(
                required=False, label=f"Veto sous ({one.unit})\u00a0: {one.label.lower()}"
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that rank nothing."""
        data: dict[str, Any] = super().clean() or {}
        weights = {one.name: data.get(f"poids_{one.name}") or 0.0 for one in CRITERIA}
        for name, weight in weights.items():
            if weight < 0:
                self.add_error(f"poids_{name}", "Un poids est positif, ou nul.")
        if not any(weights.values()) and not self.errors:
            raise forms.ValidationError("Donnez au moins un poids au-dessus de zéro.")
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Return each criterion with its two fields, for the page."""
        return [
            {"label": one.label, "unit": one.unit, "weight": self[f"poids_{one.name}"],
             "veto": self[f"veto_{one.name}"]}
            for one in CRITERIA
        ]  # fmt: skip

    def asked(self) -> dict[str, dict[str, float]]:
        """Return the weights and the vetoes of a valid form."""
        data = self.cleaned_data
        vetoes = {one.name: data[f"veto_{one.name}"] for one in CRITERIA}
        return {
            "weights": {one.name: data[f"poids_{one.name}"] or 0.0 for one in CRITERIA},
            "vetoes": {name: value for name, value in vetoes.items() if value is not None},
        }


class AssumptionForm(forms.Form):
    """Value and range of each assumption of a group; empty takes the default."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, group: Group, **options: Any) -> None:
        super().__init__(*args, **options)
        self.group = group
        for number, row in enumerate(group.rows):
            for part, initial in (("v", row.value), ("b", row.low), ("h", row.high)):
                if part != "v" and not row.may_be_drawn:
                    continue
                field = NumberField(
                    required=part == "v" and row.default is None and row.value is not None,
                    initial=None if initial is None else f"{initial:.12g}".replace(".", ","),
                    label=row.label,
                )
                if part == "v" and row.default is not None:
                    field.widget.attrs["placeholder"] = number_words(row.default)
                self.fields[f"{part}{number}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse half a range, or bounds in the wrong order."""
        data: dict[str, Any] = super().clean() or {}
        for number, row in enumerate(self.group.rows):
            low, high = data.get(f"b{number}"), data.get(f"h{number}")
            value = data.get(f"v{number}")
            middle = row.default if value is None else value
            if (low is None) != (high is None):
                missing = "h" if high is None else "b"
                self.add_error(f"{missing}{number}", "Une fourchette a deux bornes.")
            elif low is not None and not _holds(low, middle, high):
                self.add_error(f"b{number}", "La valeur doit se trouver entre les deux bornes.")
        return data

    def shown(self) -> list[dict[str, Any]]:
        """Return what counts in the computation."""
        return [one for one in self.rows() if not one["is_folded"]]

    def folded(self) -> list[dict[str, Any]]:
        """Return what is nothing by default, unless all is."""
        return [one for one in self.rows() if one["is_folded"]]

    def has_folded_fault(self) -> bool:
        """Tell whether a folded field was refused."""
        return any(
            field.errors
            for one in self.folded()
            for field in (one["value"], one["low"], one["high"])
            if field is not None
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return each assumption with its fields, for the page."""
        may_fold = any(not row.is_quiet for row in self.group.rows)
        return [
            {
                "row": row,
                "is_folded": may_fold and row.is_quiet,
                "value": self[f"v{number}"],
                "low": self[f"b{number}"] if row.may_be_drawn else None,
                "high": self[f"h{number}"] if row.may_be_drawn else None,
            }
            for number, row in enumerate(self.group.rows)
        ]

    def values(self) -> dict[str, tuple[float | None, ...]]:
        """Return value, low and high by assumption; the default given back is nothing."""
        return {row.name: self._of(number, row) for number, row in enumerate(self.group.rows)}

    def _of(self, number: int, row: Assumption) -> tuple[float | None, ...]:
        found = [self.cleaned_data.get(f"{part}{number}") for part in "vbh"]
        if found[0] is not None and found[0] == row.default and row.value is None:
            found[0] = None
        return tuple(found)


def _holds(low: float, middle: float | None, high: float | None) -> bool:
    return middle is not None and high is not None and low <= middle <= high and low < high
