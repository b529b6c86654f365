"""Forms of the sites, lots and laboratory reports; what nobody published stays empty."""

from collections.abc import Callable
from typing import Any

from django import forms

from essor.foundations.errors import UserFault
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan
from essor.records.terres.choices import CodeDechet, EtatHydrique
from essor.records.terres.models.base import CHECKED, CODE
from essor.records.terres.models.chantiers import LONGEST_WEEKS
from essor.web.jalons.forms import LinkField
from essor.web.plan.forms import UNKNOWN, DayField, YesNoField
from essor.web.terres.fields import ListField, ParcelsField, QuantityField, WeeksField

MAX_TEXT = 8000


class RowForm(forms.Form):
    """What every row of the room says: its version when it was read, and where it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    # Fields shown last, on every form.
    LAST = (
        "notes",
        "confidentialite",
        "source_title",
        "source_href",
        "read_on",
        "is_demonstration",
    )

    source_title = forms.CharField(
        label="D'où viennent ces informations", max_length=300,
        help_text="Un document, une étude, une personne et sa fonction.",
    )  # fmt: skip
    source_href = LinkField(label="Lien vers la source")
    read_on = DayField(label="Lu le", required=False, is_past=True)
    is_demonstration = forms.BooleanField(
        label="Inventé pour une démonstration", required=False,
        help_text="Marqué ainsi sur chaque écran et dans chaque document.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first = [name for name in self.fields if name not in self.LAST]
        self.order_fields([*first, *(name for name in self.LAST if name in self.fields)])

    def values(self) -> dict[str, Any]:
        """Return what was typed, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PlaceForm(RowForm):
    """A named place, its position and who answers for it."""

    code = forms.CharField(
        label="Code", max_length=40, validators=[CODE],
        help_text="Court, sans espace : les fichiers et les bordereaux le citent. Ex. CAT, ISDI-1.",
    )  # fmt: skip
    nom = forms.CharField(label="Nom", max_length=200)
    responsable_nom = forms.CharField(
        label="Maître d'ouvrage ou exploitant", max_length=300, required=False
    )
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False,
        help_text="Quatorze chiffres : le registre national le demande.",
    )  # fmt: skip
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    code_postal = forms.RegexField(
        label="Code postal", regex=r"^\d{5}$", max_length=5, required=False,
        error_messages={"invalid": "Cinq chiffres, par exemple 63100."},
    )  # fmt: skip
    commune = forms.CharField(label="Commune", max_length=100, required=False)
    code_commune_insee = forms.CharField(
        label="Code INSEE de la commune", max_length=10, required=False,
        help_text="Cinq caractères, par exemple 63113 ; ce n'est pas le code postal.",
    )  # fmt: skip
    latitude = QuantityField(
        label="Latitude (degrés)", min_value=-90, max_value=90, max_digits=9, decimal_places=6,
        help_text="WGS 84, par exemple 45,789710 : sans position, pas de distance.",
    )  # fmt: skip
    longitude = QuantityField(
        label="Longitude (degrés)", min_value=-180, max_value=180, max_digits=9, decimal_places=6,
        help_text="WGS 84, par exemple 3,101029.",
    )  # fmt: skip
    confidentialite = forms.ChoiceField(
        label="Qui peut le lire", choices=Confidentialite.choices,
        initial=Confidentialite.INTERNE,
    )  # fmt: skip
    notes = forms.CharField(
        label="Notes", required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse half a position and wrong codes, with the other faults."""
        found = self.cleaned_data
        for name, parse in CHECKED.items():
            if found.get(name):
                self._check(name, parse)
        names = ("latitude", "longitude")
        if not self.errors.keys() & set(names):
            missing = [name for name in names if found.get(name) is None]
            if len(missing) == 1:
                self.add_error(missing[0], "La latitude et la longitude vont ensemble.")
        return found

    def _check(self, name: str, parse: Callable[[str], str]) -> None:
        """Say with the other faults what the records would refuse."""
        try:
            parse(self.cleaned_data[name])
        except UserFault as error:
            for fault in error.faults:
                detail = f" Attendu : {fault.expected}." if fault.expected else ""
                said = fault.message.rstrip(".")
                self.add_error(name, f"{said[:1].upper()}{said[1:]}.{detail}")


class ChantierForm(PlaceForm):
    """A site that digs."""

    parcelles = ParcelsField(
        label="Parcelles", required=False,
        help_text="Une par ligne : code INSEE, puis préfixe-section-numéro, « 63113 000-LV-0012 ».",
    )  # fmt: skip
    is_ssp = YesNoField(
        label="Site pollué ou potentiellement pollué",
        help_text="Si oui, aucune terre n'est admise comme inerte sans essai.",
    )
    is_sis = YesNoField(label="Dans un secteur d'information sur les sols (SIS)")
    sis_identifiant = forms.CharField(
        label="Identifiant du SIS", max_length=15, required=False, help_text="Ex. 63SIS01234."
    )
    limite_camions_t_semaine = QuantityField(
        label="Camions : tonnes par semaine", max_digits=12, decimal_places=3,
        help_text="Ce que les camions peuvent sortir au plus ; vide si aucune limite n'est connue.",
    )  # fmt: skip
    action = forms.ModelChoiceField(
        label="Action du plan", queryset=Action.objects.none(), required=False,
        empty_label="Aucune", help_text="Ses pilotes pourront décrire le chantier et ses lots.",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        found = Action.objects.filter(plan=plan).order_by("code", "id")
        self.fields["action"].queryset = found  # type: ignore[attr-defined]


class LotForm(RowForm):
    """Soil of one kind, dug week after week."""

    code = forms.CharField(
        label="Code", max_length=40, validators=[CODE],
        help_text="Court, sans espace. Ex. CAT-1.",
    )  # fmt: skip
    denomination = forms.CharField(
        label="Dénomination usuelle", max_length=300,
        help_text="Comme le registre la demande : « limons bruns du sous-sol ».",
    )  # fmt: skip
    classe = forms.CharField(
        label="Classe de la terre", max_length=40, required=False,
        help_text="La famille que les exutoires acceptent ou non : inerte, inerte-plus, "
        "non-dangereux, terre-vegetale… Sans elle, le lot n'entre dans aucun plan.",
    )  # fmt: skip
    debut_on = DayField(
        label="Première semaine d'excavation", required=False,
        help_text="Un jour de cette semaine ; le lundi est retenu.",
    )  # fmt: skip
    tonnes_hebdo = WeeksField(
        label="Tonnes par semaine", required=False,
        help_text="Depuis la première semaine : « 400 ; 400 ; 250 » ou « 400 × 6 ; 250 ». "
        f"{LONGEST_WEEKS} semaines au plus.",
    )  # fmt: skip
    attente_max_semaines = forms.IntegerField(
        label="Attente possible sur le chantier (semaines)", min_value=0, max_value=LONGEST_WEEKS,
        required=False, help_text="Après la dernière semaine d'excavation ; vide ou 0 : aucune.",
    )  # fmt: skip
    is_indivisible = forms.BooleanField(
        label="Indivisible : va tout entier à un seul exutoire", required=False
    )
    code_dechet = forms.ChoiceField(
        label="Code déchet", choices=UNKNOWN + CodeDechet.choices, required=False
    )
    is_dangereux = YesNoField(label="Déchet dangereux")
    is_pop = YesNoField(label="Contient des polluants organiques persistants (POP)")
    classe_gtr = forms.CharField(
        label="Classe GTR", max_length=10, required=False, help_text="Ex. A1, B5, C1B4, D2, R21."
    )
    etat_hydrique = forms.ChoiceField(
        label="État hydrique", choices=UNKNOWN + EtatHydrique.choices, required=False
    )
    densite_t_m3 = QuantityField(
        label="Masse volumique en place (t/m³)", max_digits=6, decimal_places=3,
        help_text="Souvent 1,7 à 1,9 ; vide si elle n'est pas connue.",
    )  # fmt: skip
    foisonnement = QuantityField(
        label="Coefficient de foisonnement", max_digits=5, decimal_places=3,
        help_text="Volume dans le camion sur volume en place, souvent 1,1 à 1,35.",
    )  # fmt: skip
    notes = forms.CharField(
        label="Notes", required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_attente_max_semaines(self) -> int:
        """Return no wait when none is typed."""
        return self.cleaned_data["attente_max_semaines"] or 0


class AnalyseForm(RowForm):
    """What is said of a report, not its results."""

    numero = forms.CharField(label="Numéro du bulletin", max_length=50)
    laboratoire = forms.CharField(label="Laboratoire", max_length=200, required=False)
    sampled_on = DayField(label="Prélevé le", required=False, is_past=True)
    analysed_on = DayField(label="Analysé le", required=False, is_past=True)
    notes = forms.CharField(
        label="Notes", required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )


class ListOfClassesField(ListField):
    """Classes of soil that a place takes."""

    def __init__(self) -> None:
        super().__init__(
            label="Classes de terre acceptées", required=False,
            help_text="Séparées par des virgules, comme dans les lots ; « * » pour toutes.",
        )  # fmt: skip
