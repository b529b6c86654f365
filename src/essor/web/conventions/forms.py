"""Forms of the convention: dates as people write them, choices that only say what is possible."""

from typing import Any

from django import forms

from essor.records.conventions.choices import (
    ENDS,
    OPENNESS,
    NatureActe,
    NatureMouvement,
    Qualite,
    RoleBinome,
)
from essor.records.conventions.life import phase_names
from essor.records.conventions.models import Acte
from essor.records.conventions.moves import movable_kinds
from essor.records.conventions.sides import Receiver
from essor.records.plans.models import Action, Plan
from essor.web.comites.forms import ActionsField
from essor.web.jalons.forms import LinkField, PeriodField
from essor.web.plan.forms import AxeField, YesNoField

MAX_TITLE = 300
MAX_TEXT = 8000
MOST_NEW = 20
NATURES = {
    NatureMouvement.AJOUT: "Ajouter des actions",
    NatureMouvement.FUSION: "Fusionner des actions",
    NatureMouvement.SCISSION: "Scinder une action",
    NatureMouvement.FIN: "Mettre fin à des actions",
}
NEXT = "Le prochain avenant, pas encore préparé"


def area(rows: int = 3) -> forms.Textarea:
    """Return a box of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class ActionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """One action of the plan, by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the code and the title."""
        return f"{obj.code} {obj.titre}"


class ActeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A text that is not adopted yet, or none: the next amendment."""

    def __init__(self, *, plan: Plan, **options: Any) -> None:
        found = Acte.objects.filter(plan=plan, adopted_at__isnull=True)
        super().__init__(
            queryset=found.order_by("nature", "numero"),
            required=False,
            empty_label=NEXT,
            label="Texte qui le porte",
            **options,
        )


class VersionedForm(forms.Form):
    """A form that knows which version of the row the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class LabelForm(VersionedForm):
    """The label of one phase of the programme."""

    phase = forms.ChoiceField(label="Phase")
    obtenu = PeriodField(label="Label obtenu le", required=False, is_past=True)
    actions_annoncees = forms.IntegerField(
        label="Nombre d'actions annoncées", min_value=0, max_value=9999, required=False,
        help_text="Tel qu'il a été publié. Vide\u00a0: non publié.",
    )  # fmt: skip
    texte = forms.CharField(label="Texte", max_length=MAX_TEXT, required=False, widget=area())
    source_title = forms.CharField(
        label="Source", max_length=MAX_TITLE, help_text="Où cela se lit."
    )
    source_href = LinkField(label="Lien vers la source")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        names = [*phase_names(), *filter(None, [self.initial.get("phase")])]
        self.fields["phase"].choices = [(one, one) for one in dict.fromkeys(names)]  # type: ignore[attr-defined]


class ActeForm(VersionedForm):
    """The convention, or one of its amendments."""

    nature = forms.ChoiceField(label="Nature", choices=NatureActe.choices)
    numero = forms.IntegerField(
        label="Numéro de l'avenant", min_value=1, max_value=999, required=False,
        help_text="Vide\u00a0: le numéro suivant. La convention n'en porte pas.",
    )  # fmt: skip
    titre = forms.CharField(label="Titre", max_length=MAX_TITLE, required=False)
    objet = forms.CharField(
        label="Objet", max_length=MAX_TEXT, required=False, widget=area(),
        help_text="Ce que le texte change, en une phrase.",
    )  # fmt: skip
    signe = PeriodField(label="Signé le", required=False, is_past=True)
    effet = PeriodField(label="Prend effet le", required=False)
    confidentialite = forms.ChoiceField(
        label="Qui le lit", choices=OPENNESS,
        help_text="Un texte public ne se montre à tous qu'une fois signé.",
    )  # fmt: skip
    source_title = forms.CharField(label="Source", max_length=MAX_TITLE, required=False)
    source_href = LinkField(label="Lien vers la source")

    def values(self) -> dict[str, Any]:
        """Return what was typed; an existing amendment keeps its number."""
        found = super().values()
        is_known = self.initial.get("version") and found["nature"] == NatureActe.AVENANT
        if is_known and not found["numero"]:
            found["numero"] = self.initial.get("numero")
        return found


class SignataireForm(VersionedForm):
    """A body that binds itself, and who signs for it."""

    structure = forms.CharField(label="Structure", max_length=MAX_TITLE)
    qualite = forms.ChoiceField(label="Qualité", choices=Qualite.choices)
    nom = forms.CharField(
        label="Nom de la personne", max_length=MAX_TITLE, required=False,
        help_text="Vide\u00a0: non publié.",
    )  # fmt: skip
    a_signe = YesNoField(
        label="A signé", choices=[("", "Non publié"), ("oui", "Oui"), ("non", "Pas encore")]
    )


class MandatForm(VersionedForm):
    """One half of the pair, for a time."""

    role = forms.ChoiceField(label="Rôle", choices=RoleBinome.choices)
    nom = forms.CharField(label="Nom", max_length=MAX_TITLE)
    fonction = forms.CharField(label="Fonction et structure", max_length=MAX_TITLE, required=False)
    debut = PeriodField(label="Depuis le", required=False)
    fin = PeriodField(
        label="Jusqu'au", required=False, help_text="Vide\u00a0: le mandat dure encore."
    )
    source_title = forms.CharField(label="Source", max_length=MAX_TITLE, required=False)
    source_href = LinkField(label="Lien vers la source")
    confidentialite = forms.ChoiceField(label="Qui le lit", choices=OPENNESS)


class EraseForm(forms.Form):
    """Whom to erase."""

    nom = forms.CharField(
        label="Nom de la personne", max_length=MAX_TITLE,
        help_text="Tel qu'il est écrit parmi les signataires ou dans le binôme.",
    )  # fmt: skip


class MovementForm(forms.Form):
    """A movement; only what its nature asks is shown."""

    avant = ActionsField(label="Actions qui sortent du plan", queryset=Action.objects.none())
    apres = ActionField(
        label="Action qui les reçoit", queryset=Action.objects.none(), required=False,
        empty_label="Une nouvelle action, à nommer ci-dessous",
    )  # fmt: skip
    nouvelles = forms.CharField(
        label="Nouvelles actions", max_length=MAX_TEXT, required=False, widget=area(4),
        help_text="Un titre par ligne.",
    )  # fmt: skip
    sortie = forms.ChoiceField(
        label="Raison de la sortie", choices=[(one.value, one.label) for one in ENDS],
        widget=forms.RadioSelect,
    )  # fmt: skip
    motif = forms.CharField(
        label="Motif", max_length=MAX_TEXT, widget=area(),
        help_text="Pourquoi, en une phrase\u00a0: c'est ce que liront les signataires.",
    )  # fmt: skip
    moved_kinds = forms.MultipleChoiceField(
        label="Ce qui suit dans l'action d'arrivée", choices=movable_kinds, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien ne se déplace sans être coché\u00a0: le reste demeure sur la fiche close.",
    )  # fmt: skip

    KEPT = {
        NatureMouvement.AJOUT: ("nouvelles", "axe", "motif", "acte"),
        NatureMouvement.FUSION: ("avant", "apres", "nouvelles", "moved_kinds", "motif", "acte"),
        NatureMouvement.SCISSION: ("avant", "nouvelles", "moved_kinds", "motif", "acte"),
        NatureMouvement.FIN: ("avant", "sortie", "motif", "acte"),
    }

    def __init__(self, *arguments: Any, plan: Plan, nature: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.nature = NatureMouvement(nature)
        self.fields["axe"] = AxeField(plan=plan)
        self.fields["axe"].label = "Axe des nouvelles actions"
        self.fields["acte"] = ActeField(plan=plan)
        working = Action.objects.filter(plan=plan, sortie="").order_by("ordre", "code")
        for name in ("avant", "apres"):
            self.fields[name].queryset = working  # type: ignore[attr-defined]
        self._word()
        kept = self.KEPT[self.nature]
        for name in set(self.fields) - set(kept):
            del self.fields[name]
        self.order_fields(list(kept))

    def _word(self) -> None:
        """Say in the words of its nature what each field asks."""
        self.fields["nouvelles"].required = self.nature != NatureMouvement.FUSION
        if self.nature == NatureMouvement.SCISSION:
            self.fields["avant"] = ActionField(
                label="Action à scinder",
                queryset=self.fields["avant"].queryset,  # type: ignore[attr-defined]
                empty_label="À choisir",
            )
            self.fields["moved_kinds"].label = "Ce qui suit dans la première nouvelle action"
        if self.nature == NatureMouvement.FUSION:
            self.fields["nouvelles"].label = "Titre de la nouvelle action"
            self.fields["nouvelles"].help_text = "Seulement si aucune action du plan ne les reçoit."
            self.fields["nouvelles"].widget = forms.TextInput()
            self.fields["avant"].label = "Actions à réunir, qui sortent du plan"
        if self.nature == NatureMouvement.FIN:
            self.fields["avant"].label = "Actions qui prennent fin"

    def values(self) -> dict[str, Any]:
        """Return what was typed, in the words of the records."""
        data = self.cleaned_data
        avant = data.get("avant") or []
        titles = [line.strip() for line in data.get("nouvelles", "").splitlines() if line.strip()]
        receivers = [Receiver(titre=one[:MAX_TITLE], axe=data.get("axe")) for one in titles]
        if data.get("apres"):
            receivers.insert(0, Receiver(action=data["apres"]))
        return {
            "nature": self.nature,
            "avant": [avant] if isinstance(avant, Action) else list(avant),
            "apres": receivers,
            "sortie": data.get("sortie", ""),
            "motif": data["motif"],
            "moved_kinds": data.get("moved_kinds", []),
            "acte": data["acte"],
        }


class MovementTextForm(VersionedForm):
    """The reason of a movement, and the text that carries it."""

    motif = forms.CharField(label="Motif", max_length=MAX_TEXT, widget=area())

    def __init__(self, *arguments: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = ActeField(plan=plan)
        field.queryset = Acte.objects.filter(plan=plan).order_by("nature", "numero")
        field.empty_label = "Aucun texte pour l'instant"
        self.fields["acte"] = field
