"""Forms of the register. The form of a line is made from the columns of its register."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from essor.records.registre.choices import EtatLigne, GenreRegistre
from essor.records.registre.models import LigneRegistre
from essor.records.registre.queries import Filtre
from essor.records.terres.models import Exutoire, Lot
from essor.references.registre_national.tables import Colonne, codes
from essor.web.registre.groups import FOLDED, grouped

NOTHING = [("", "")]
LONGEST = 1000
HINTS = {
    "siret": "14 chiffres.",
    "decimal": "Trois décimales au plus.",
    "parcelles": "Préfixe-section-numéro, par exemple 0-IK-123 ; séparées par des virgules.",
    "codes_insee": "Un par parcelle, séparés par des virgules.",
    "coordonnees": "Latitude puis longitude, par exemple 45.7831 3.0824.",
    "plaques": "Séparées par des virgules.",
}


class LigneForm(forms.Form):
    """A line, by groups; whatever is typed is kept, and what is wrong is said beside it.

    locked : fields that identify a line already sent
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        genre: str,
        faults: Mapping[str, Sequence[str]] | None = None,
        locked: frozenset[str] = frozenset(),
        with_reason: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.genre = genre
        self.remarks = faults or {}
        for _, colonnes in grouped(genre):
            for colonne in colonnes:
                self.fields[colonne.champ] = field_of(colonne, is_locked=colonne.champ in locked)
        if with_reason:
            self.fields["raison"] = forms.CharField(
                label="Pourquoi cette correction",
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def groups(self) -> list[dict[str, Any]]:
        """Return the groups with their fields; a folded one that says something is open."""
        found = []
        for name, colonnes in grouped(self.genre):
            rows = [(self[one.champ], self.remarks.get(one.champ, ())) for one in colonnes]
            is_said = any(field.value() for field, _ in rows) or any(said for _, said in rows)
            found.append(
                {"name": name, "rows": rows, "is_folded": name in FOLDED, "is_open": is_said}
            )
        return found

    def texts(self) -> dict[str, str]:
        """Return what was typed, by field of the register."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "raison") and value
        }


def field_of(colonne: Colonne, *, is_locked: bool = False) -> forms.Field:
    """Return the field of a column; nothing is refused here: a line may be completed later."""
    label = colonne.entete.strip()
    options: dict[str, Any] = {"label": label, "required": False, "disabled": is_locked}
    options["help_text"] = HINTS.get(colonne.type, "")
    if choices := _choices(colonne):
        return forms.CharField(**options, widget=forms.Select(choices=NOTHING + choices))
    if colonne.type == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.CharField(**options, widget=widget)
    attrs = {"inputmode": "decimal"} if colonne.type == "decimal" else {}
    if colonne.type == "siret":
        attrs = {"inputmode": "numeric"}
        return SiretField(**options, widget=forms.TextInput(attrs=attrs), max_length=LONGEST)
    return forms.CharField(**options, widget=forms.TextInput(attrs=attrs), max_length=LONGEST)


class SiretField(forms.CharField):
    """A SIRET: the spaces that people type are taken out, the register refuses them."""

    def to_python(self, value: Any) -> str:
        """Return the digits together."""
        return "".join((super().to_python(value) or "").split())


def _choices(colonne: Colonne) -> list[tuple[str, str]]:
    known = codes()
    match colonne.type:
        case "booleen":
            return [("OUI", "Oui"), ("NON", "Non")]
        case "type_poids":
            return [("REEL", "Réel (pesé)"), ("ESTIME", "Estimé")]
        case "type_acteur":
            return list(known.types_acteur.items())
        case "mode_transport":
            return [(mode, mode.capitalize()) for mode in known.modes_transport]
        case "code_traitement":
            return [(code, code) for code in known.traitements]
        case "mode_traitement":
            return list(known.modes_traitement.items())
        case "code_dechet":
            return [(code, f"{code} {label}") for code, label in known.codes_dechet.items()]
    return []


class FiltreForm(forms.Form):
    """What to show of the register."""

    q = forms.CharField(label="Chercher", required=False, max_length=200)
    genre = forms.ChoiceField(
        label="Registre", required=False, choices=[("", "Tous"), *GenreRegistre.choices]
    )
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *EtatLigne.choices]
    )
    mois = forms.ChoiceField(label="Mois du mouvement", required=False)
    retard = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, *args: Any, months: list[dt.date], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["mois"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tous"), *((f"{day:%Y-%m}", f"{day:%m/%Y}") for day in months)]

    def asked(self) -> Filtre:
        """Return the filter; what makes no sense filters nothing."""
        self.full_clean()
        said = self.cleaned_data if self.is_bound else {}
        return Filtre(
            texte=said.get("q", ""),
            genre=said.get("genre", ""),
            etat=said.get("etat", ""),
            mois=said.get("mois", ""),
            is_en_retard=said.get("retard", False),
        )


class ModeleForm(forms.Form):
    """From what a new line is prefilled."""

    modele = forms.ChoiceField(label="Une ligne déjà tenue", required=False)
    lot = forms.ModelChoiceField(
        label="Un lot", queryset=Lot.objects.none(), required=False, empty_label="Aucun"
    )
    exutoire = forms.ModelChoiceField(
        label="Un exutoire", queryset=Exutoire.objects.none(), required=False, empty_label="Aucun"
    )

    def __init__(
        self,
        *args: Any,
        lignes: Sequence[LigneRegistre],
        lots: Sequence[Lot],
        exutoires: Sequence[Exutoire],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        modele, lot, exutoire = (self.fields[name] for name in ("modele", "lot", "exutoire"))
        assert isinstance(modele, forms.ChoiceField)
        assert isinstance(lot, forms.ModelChoiceField)
        assert isinstance(exutoire, forms.ModelChoiceField)
        modele.choices = [("", "Aucune"), *((str(one.pk), named(one)) for one in lignes)]
        lot.queryset = Lot.objects.filter(pk__in=[one.pk for one in lots]).order_by("code", "id")
        exutoire.queryset = Exutoire.objects.filter(pk__in=[one.pk for one in exutoires]).order_by(
            "nom", "id"
        )


def named(ligne: LigneRegistre) -> str:
    """Write a line as a list of choices shows it."""
    ends = " → ".join(part for part in (ligne.chantier_nom, ligne.destinataire) if part)
    return f"{ends or 'sans lieu'} ({ligne.public_id})"


class FichierForm(forms.Form):
    """A file of a register."""

    fichier = forms.FileField(
        label="Fichier CSV ou XLSX", help_text="Les colonnes de Trackdéchets, en première ligne."
    )
    genre = forms.ChoiceField(
        label="Registre",
        required=False,
        choices=[("", "D'après les intitulés des colonnes"), *GenreRegistre.choices],
    )


class ImportForm(FichierForm):
    """A file to take, once seen."""

    is_declared = forms.BooleanField(
        label="Ces lignes sont déjà déclarées au registre national",
        required=False,
        help_text="Sinon elles seront à déclarer.",
    )


class RaisonForm(forms.Form):
    """Why a line is cancelled."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    raison = forms.CharField(
        label="Pourquoi cette annulation",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclareForm(forms.Form):
    """The day on which lines were sent."""

    declared_on = forms.DateField(
        label="Déclarées le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
