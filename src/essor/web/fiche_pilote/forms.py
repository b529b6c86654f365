"""The short sheet: one small form per action and per milestone, sent together."""

import uuid
from typing import Any

from django import forms

from essor.foundations.periods import Period
from essor.records.jalons.values import Preuve
from essor.records.plans.choices import Statut
from essor.records.relances.answers import ActionAnswer, JalonAnswer
from essor.records.relances.sheet import SheetAction, SheetJalon
from essor.records.suivi.models import NatureDestinataire
from essor.web.jalons.forms import PeriodField

POINT = ("cause", "destinataire_nature", "destinataire_nom", "deblocage")
MAX_LINE, MAX_TEXT = 500, 2000
SHORT = {"rows": 2}


class JalonForm(forms.Form):
    """Another date and why, or reached and what shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    expected = PeriodField(label="Date attendue", required=False, show_hidden_initial=True)
    motif = forms.CharField(
        label="Pourquoi la date change", max_length=MAX_LINE, required=False,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip
    actual = PeriodField(label="Atteint le", required=False)
    preuve = forms.CharField(
        label="Ce qui le montre", max_length=MAX_LINE, required=False,
        help_text="Procès-verbal, délibération, photo, article…",
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip

    def __init__(self, *args: Any, row: SheetJalon, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row

    def clean(self) -> dict[str, Any]:
        """Say what goes with what."""
        data: dict[str, Any] = super().clean() or {}
        self._check_date(data)
        if data.get("actual") and not data.get("preuve"):
            self.add_error("preuve", "Dites ce qui montre que le jalon est atteint.")
        if data.get("preuve") and not data.get("actual") and "actual" not in self.errors:
            self.add_error("actual", "Dites quand le jalon a été atteint.")
        return data

    def _check_date(self, data: dict[str, Any]) -> None:
        if "expected" in self.errors:
            return
        if "expected" in self.changed_data and not data.get("expected"):
            self.add_error("expected", "Une date annoncée ne s'efface pas : donnez la nouvelle.")
        elif self._new_date() and not data.get("motif"):
            self.add_error("motif", "Dites en quelques mots pourquoi la date change.")
        elif data.get("motif") and not self._new_date():
            self.add_error("expected", "Donnez la nouvelle date, ou effacez le motif.")
        if self._new_date() and data.get("actual"):
            self.add_error("expected", "Une nouvelle date ou « atteint », pas les deux.")

    def _new_date(self) -> Period | None:
        found: Period | None = self.cleaned_data.get("expected")
        return found if found and "expected" in self.changed_data else None

    def answer(self) -> JalonAnswer:
        """Return what was said, once the form is valid."""
        data = self.cleaned_data
        return JalonAnswer(
            jalon=self.row.jalon,
            version=data["version"],
            seen=data["seen"],
            expected=self._new_date(),
            motif=data["motif"],
            actual=data["actual"],
            preuve=Preuve(texte=data["preuve"]),
        )

    @property
    def opens_date(self) -> bool:
        """Tell whether the part on the date must be seen at once."""
        return bool({"expected", "motif"} & (set(self.errors) | set(self.changed_data)))

    @property
    def opens_reached(self) -> bool:
        """Tell whether the part on « reached » must be seen at once."""
        return bool({"actual", "preuve"} & (set(self.errors) | set(self.changed_data)))


class ActionForm(forms.Form):
    """Nothing new, or what is new, about one action."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    rien = forms.BooleanField(label="Rien de nouveau", required=False)
    statut = forms.ChoiceField(
        label="Statut", required=False, show_hidden_initial=True,
        choices=[("", "Non publié"), *Statut.choices],
    )  # fmt: skip
    note = forms.CharField(
        label="Une nouvelle, en une phrase", max_length=MAX_LINE, required=False,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip
    cause = forms.CharField(
        label="Ce qui bloque", max_length=MAX_TEXT, required=False,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip
    destinataire_nature = forms.ChoiceField(
        label="Qui peut débloquer", required=False,
        choices=[("", "À choisir"), *NatureDestinataire.choices],
    )  # fmt: skip
    destinataire_nom = forms.CharField(
        label="Nom du service ou de l'organisme", max_length=300, required=False
    )
    deblocage = forms.CharField(
        label="Ce qui débloquerait (facultatif)", max_length=MAX_TEXT, required=False,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip

    def __init__(self, *args: Any, row: SheetAction, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.jalons = [_jalon_form(self, one) for one in row.jalons]

    def clean(self) -> dict[str, Any]:
        """A blocking point needs its cause and whom it waits for."""
        data: dict[str, Any] = super().clean() or {}
        if any(data.get(name) for name in POINT):
            needed = {
                "cause": "Dites ce qui bloque.",
                "destinataire_nature": "Choisissez qui peut débloquer.",
                "destinataire_nom": "Nommez qui peut débloquer.",
            }
            for name, message in needed.items():
                if not data.get(name):
                    self.add_error(name, message)
        return data

    def is_whole_valid(self) -> bool:
        """Check the action and all its milestones, so that every fault shows at once."""
        return all([self.is_valid(), *(one.is_valid() for one in self.jalons)])

    def answer(self) -> ActionAnswer:
        """Return what was said, once everything is valid."""
        data = self.cleaned_data
        point = {name: data[name] for name in POINT} if data["cause"] else {}
        return ActionAnswer(
            action=self.row.action,
            version=data["version"],
            statut=data["statut"] if "statut" in self.changed_data else None,
            is_nothing_new=data["rien"],
            note=data["note"],
            point=point,
            jalons=tuple(one.answer() for one in self.jalons),
        )

    @property
    def opens_point(self) -> bool:
        """Tell whether the part on what blocks must be seen at once."""
        return bool(set(POINT) & (set(self.errors) | set(self.changed_data)))

    @property
    def all_forms(self) -> list[forms.Form]:
        """The action and its milestones."""
        return [self, *self.jalons]


def action_form(row: SheetAction, data: Any = None) -> ActionForm:
    """Return the form of one action, filled with how it stands."""
    action = row.action
    initial = {"version": action.version, "statut": action.statut}
    return ActionForm(data, row=row, prefix=f"a{action.pk.hex}", initial=initial, label_suffix="")


def _jalon_form(parent: ActionForm, row: SheetJalon) -> JalonForm:
    seen: uuid.UUID | None = row.standing.pk if row.standing else None
    initial = {"version": row.jalon.version, "seen": seen, "expected": row.expected}
    data = parent.data if parent.is_bound else None
    prefix = f"j{row.jalon.pk.hex}"
    return JalonForm(data, row=row, prefix=prefix, initial=initial, label_suffix="")
