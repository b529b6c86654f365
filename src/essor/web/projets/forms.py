"""Forms of a big project."""

from typing import Any

from django import forms

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.comites.models import Decision
from essor.records.entreprises.models import Etablissement
from essor.records.entreprises.permissions import visible_etablissements
from essor.records.jalons.models import Jalon
from essor.records.plans.models import Action
from essor.records.projets.choices import EtatLot, MaitriseFonciere, NatureSurface, Passage
from essor.records.projets.photo_file import EXPECTED, LONGEST_SIDE_PX
from essor.records.projets.queries import decisions_to_choose
from essor.web.jalons.forms import LinkField, PeriodField
from essor.web.plan.forms import DayField

UNKNOWN = [("", "Non publié")]
MAX_TEXT = 8000


def area(rows: int = 3) -> forms.Textarea:
    """Return a box of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class VersionedForm(forms.Form):
    """A form that knows which version of the row the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CardForm(VersionedForm):
    """Where the project is, what it is, which date and which amount stand for the whole."""

    presentation = forms.CharField(
        label="Présentation", required=False, max_length=MAX_TEXT, widget=area(4),
        help_text="Deux ou trois phrases pour qui ne connaît pas le projet.",
    )  # fmt: skip
    jalon_repere = forms.ModelChoiceField(
        label="Échéance suivie", queryset=Jalon.objects.none(), required=False,
        empty_label="Le jalon le plus tardif",
        help_text="Le jalon qui dit que le projet est fait : promis, attendu, dérive.",
    )  # fmt: skip
    cout_sujet = forms.ChoiceField(
        label="Coût suivi", required=False,
        help_text="Le montant annoncé qui vaut pour tout le projet.",
    )  # fmt: skip
    adresse = forms.CharField(label="Adresse du site", max_length=300, required=False)
    code_commune_insee = forms.CharField(
        label="Code INSEE de la commune", max_length=10, required=False,
        help_text="Cinq caractères, par exemple 63113 ; ce n'est pas le code postal.",
    )  # fmt: skip
    latitude = forms.DecimalField(
        label="Latitude (degrés)", required=False, max_digits=8, decimal_places=6, localize=True,
        min_value=-90, max_value=90, help_text="WGS 84, par exemple 45,789710.",
    )  # fmt: skip
    longitude = forms.DecimalField(
        label="Longitude (degrés)", required=False, max_digits=9, decimal_places=6, localize=True,
        min_value=-180, max_value=180, help_text="WGS 84, par exemple 3,101029.",
    )  # fmt: skip
    source_title = forms.CharField(
        label="Source de la localisation", max_length=300, required=False
    )
    source_href = LinkField(label="Lien vers la source")
    read_on = DayField(label="Lu le", required=False, is_past=True)

    def __init__(self, *args: Any, action: Action, sujets: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        jalons = Jalon.objects.filter(action=action).order_by("ordre", "titre", "id")
        self.fields["jalon_repere"].queryset = jalons  # type: ignore[attr-defined]
        choices = [("", "Le plus souvent annoncé"), *((one, one) for one in sujets)]
        self.fields["cout_sujet"].choices = choices  # type: ignore[attr-defined]


class PhaseForm(VersionedForm):
    """The name of a phase."""

    titre = forms.CharField(label="Titre de la phase", max_length=100)


class NewPhaseForm(PhaseForm):
    """A phase, and what its gate asks."""

    question = forms.CharField(
        label="Ce qui est à décider pour la franchir", required=False, max_length=MAX_TEXT,
        widget=area(2),
    )  # fmt: skip


class JalonsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not at run time
    """Milestones of the action, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the title, and the phase that holds it now."""
        return f"{obj.titre} ({obj.phase})" if obj.phase else str(obj.titre)


class PhaseJalonsForm(forms.Form):
    """Which milestones belong to a phase."""

    jalons = JalonsField(label="Jalons de la phase", queryset=Jalon.objects.none(), required=False)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        found = Jalon.objects.filter(action=action).order_by("ordre", "titre", "id")
        self.fields["jalons"].queryset = found  # type: ignore[attr-defined]


class DecisionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A decision of a committee, with its committee."""

    def label_from_instance(self, obj: Any) -> str:
        """Return « Copil du 12 mars, décision 2 : … »."""
        return f"{obj.comite}, décision {obj.ordre} : {obj}"


class GateForm(VersionedForm):
    """Where the gate of a phase stands."""

    passage = forms.ChoiceField(label="Passage", choices=UNKNOWN + Passage.choices, required=False)
    question = forms.CharField(
        label="Ce qui est à décider", required=False, max_length=MAX_TEXT, widget=area(2)
    )
    decideur = forms.CharField(
        label="Qui décide", required=False, max_length=300,
        help_text="Une instance ou une fonction : comité de pilotage, conseil métropolitain.",
    )  # fmt: skip
    passed = PeriodField(label="Franchi le", required=False, is_past=True)
    decision = DecisionField(
        label="Décision de comité", queryset=Decision.objects.none(), required=False,
        empty_label="Aucune",
    )  # fmt: skip
    reserves = forms.CharField(
        label="Réserves", required=False, max_length=MAX_TEXT, widget=area(2),
        help_text="Ce qui reste à lever quand le passage est franchi sous réserve.",
    )  # fmt: skip
    preuve_texte = forms.CharField(
        label="Ce qui le montre", required=False, max_length=MAX_TEXT, widget=area(2),
        help_text="Délibération, arrêté, procès-verbal, article.",
    )  # fmt: skip
    preuve_href = LinkField(label="Lien vers ce qui le montre")

    def __init__(self, *args: Any, action: Action, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [one.pk for one in decisions_to_choose(action.plan, access)]
        found = Decision.objects.filter(pk__in=ids).select_related("comite")
        self.fields["decision"].queryset = found.order_by("-comite__tenu_on", "ordre", "id")  # type: ignore[attr-defined]


class ParcelleForm(VersionedForm):
    """One cadastral parcel."""

    code_commune_insee = forms.CharField(
        label="Code INSEE de la commune", max_length=10,
        help_text="Cinq caractères, par exemple 63113 ; ce n'est pas le code postal.",
    )  # fmt: skip
    section = forms.CharField(label="Section", max_length=2, help_text="Par exemple LV.")
    numero = forms.CharField(label="Numéro", max_length=4, help_text="Par exemple 12 ou 0012.")
    prefixe = forms.CharField(
        label="Préfixe", max_length=3, required=False,
        help_text="000 partout où la commune n'en a pas absorbé une autre.",
    )  # fmt: skip
    contenance_m2 = forms.IntegerField(
        label="Contenance (m²)", min_value=0, required=False, max_value=2_147_483_647
    )
    maitrise = forms.ChoiceField(
        label="Maîtrise foncière", choices=UNKNOWN + MaitriseFonciere.choices, required=False
    )
    source_title = forms.CharField(label="Source", max_length=300)
    source_href = LinkField(label="Lien vers la source")
    read_on = DayField(label="Lu le", required=False, is_past=True)

    def clean_prefixe(self) -> str:
        """Return the usual prefix when none is typed."""
        return self.cleaned_data["prefixe"] or "000"


class LotForm(VersionedForm):
    """A piece of the project to place."""

    nom = forms.CharField(label="Nom du lot", max_length=200)
    usage = forms.CharField(
        label="Usage", max_length=300, required=False,
        help_text="Par exemple : ateliers, bureaux, logements, équipement public.",
    )  # fmt: skip
    surface_m2 = forms.DecimalField(
        label="Surface (m²)", min_value=0, max_digits=12, decimal_places=2, required=False,
        localize=True,
    )  # fmt: skip
    surface_nature = forms.ChoiceField(
        label="C'est une surface de", choices=UNKNOWN + NatureSurface.choices, required=False,
        help_text="Terrains et planchers ne s'additionnent pas.",
    )  # fmt: skip
    etat = forms.ChoiceField(label="État", choices=UNKNOWN + EtatLot.choices, required=False)
    etablissement = forms.ModelChoiceField(
        label="Établissement preneur", queryset=Etablissement.objects.none(), required=False,
        empty_label="Aucun, ou non suivi",
    )  # fmt: skip
    preneur_nom = forms.CharField(
        label="Ou nom du preneur", max_length=300, required=False,
        help_text="Si l'établissement n'est pas suivi ici.",
    )  # fmt: skip
    is_preneur_public = forms.BooleanField(
        label="Le nom du preneur est public", required=False,
        help_text="Sinon, seuls les membres du territoire le lisent.",
    )  # fmt: skip
    source_title = forms.CharField(label="Source", max_length=300, required=False)
    source_href = LinkField(label="Lien vers la source")

    def __init__(self, *args: Any, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Etablissement.objects.filter(visible_etablissements(access))
        ordered = rows.order_by("denomination", "enseigne", "id")
        self.fields["etablissement"].queryset = ordered  # type: ignore[attr-defined]


class PhotoForm(VersionedForm):
    """What is said of a photo."""

    alt = forms.CharField(
        label="Ce que montre la photo", max_length=300,
        help_text="Pour qui ne la voit pas : « La halle vue du nord, toiture déposée ».",
    )  # fmt: skip
    taken = PeriodField(label="Prise le", is_past=True)
    credit = forms.CharField(
        label="Crédit", max_length=200, help_text="Qui l'a prise, ou à qui elle appartient."
    )
    legende = forms.CharField(label="Légende", max_length=300, required=False)
    is_publique = forms.BooleanField(
        label="Photo publique", required=False,
        help_text="Si l'action est publique, tout le monde la verra ; sinon, les membres seuls.",
    )  # fmt: skip

    def period(self) -> Period:
        """Return when it was taken, once the form is valid."""
        found: Period = self.cleaned_data["taken"]
        return found


class NewPhotoForm(PhotoForm):
    """A photo to send."""

    fichier = forms.FileField(
        label="Photo",
        help_text=f"{EXPECTED[0].upper()}{EXPECTED[1:]}, 20 Mio au plus ; réduite à "
        f"{LONGEST_SIDE_PX} pixels et gardée sans la position GPS ni les autres données de "
        "l'appareil.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ("version", "fichier", "alt", "taken", "credit", "legende", "is_publique")
