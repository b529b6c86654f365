"""Forms about firms. The one of a visit is short: it is filled on a phone, standing."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from essor.records.accounts.permissions import Access
from essor.records.entreprises.choices import (
    TRANCHES,
    BaseLegale,
    EtatEtablissement,
    MotifEffacement,
    NatureEchange,
    RoleEntreprise,
)
from essor.records.entreprises.models import Contact, Etablissement
from essor.records.entreprises.permissions import visible_contacts
from essor.records.plans.choices import Confiance, Confidentialite
from essor.records.plans.models import Action
from essor.records.plans.permissions import visible_actions
from essor.web.plan.forms import DayField

UNKNOWN = [("", "Non publié")]
CHOOSE = [("", "À choisir")]
NOT_PUBLIC = [choice for choice in Confidentialite.choices if choice[0] != Confidentialite.PUBLIC]
MAX_TEXT = 8000


def area(rows: int = 3) -> forms.Textarea:
    """Return a box of some lines."""
    return forms.Textarea(attrs={"rows": rows})


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Give a field the rows that this person may choose."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class VersionedForm(forms.Form):
    """A form that knows which version of the row the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class EtablissementForm(VersionedForm):
    """The card of an establishment."""

    denomination = forms.CharField(label="Dénomination", max_length=300, required=False)
    enseigne = forms.CharField(label="Enseigne", max_length=300, required=False)
    siret = forms.CharField(
        label="SIRET", max_length=30, required=False,
        help_text="Quatorze chiffres, avec ou sans espaces. Laisser vide s'il n'est pas connu.",
    )  # fmt: skip
    naf_rev2 = forms.CharField(
        label="Activité (NAF rév. 2)", max_length=10, required=False,
        help_text="Par exemple 22.11Z. En vigueur jusqu'au 31 décembre 2026.",
    )  # fmt: skip
    naf_2025 = forms.CharField(
        label="Activité (NAF 2025)", max_length=10, required=False,
        help_text="En vigueur à partir du 1er janvier 2027.",
    )  # fmt: skip
    tranche_effectif = forms.ChoiceField(
        label="Tranche d'effectif", choices=UNKNOWN + TRANCHES, required=False
    )
    adresse = forms.CharField(label="Adresse", max_length=300, required=False)
    code_postal = forms.CharField(label="Code postal", max_length=5, required=False)
    commune = forms.CharField(label="Commune", max_length=100, required=False)
    code_commune_insee = forms.CharField(
        label="Code INSEE de la commune", max_length=5, required=False,
        help_text="Cinq caractères, par exemple 63113 ; ce n'est pas le code postal.",
    )  # fmt: skip
    etat = forms.ChoiceField(
        label="État", choices=UNKNOWN + EtatEtablissement.choices, required=False
    )
    is_non_diffusible = forms.BooleanField(
        label="L'entreprise a demandé que ses données ne soient pas diffusées", required=False
    )
    source_title = forms.CharField(
        label="Source", max_length=300, help_text="Où ces lignes ont été lues."
    )
    source_href = forms.URLField(
        label="Lien vers la source", max_length=1000, required=False, assume_scheme="https"
    )
    read_on = DayField(label="Lu le", is_past=True)
    confidentialite = forms.ChoiceField(label="Confidentialité", choices=Confidentialite.choices)


class EchangeForm(VersionedForm):
    """A visit in a minute: what was said first, the rest if there is any."""

    nature = forms.ChoiceField(label="Nature", choices=NatureEchange.choices)
    happened_on = DayField(label="Date", is_past=True)
    compte_rendu = forms.CharField(label="Ce qui s'est dit", max_length=MAX_TEXT, widget=area(4))
    contact = forms.ModelChoiceField(
        label="Contact", queryset=Contact.objects.none(), required=False, empty_label="Aucun"
    )
    avec_qui = forms.CharField(
        label="Avec qui", max_length=300, required=False,
        help_text="Les fonctions suffisent : « la directrice du site ».",
    )  # fmt: skip
    prochaine_etape = forms.CharField(
        label="Prochaine étape", max_length=MAX_TEXT, required=False, widget=area(2)
    )
    responsable_nom = forms.CharField(label="Responsable", max_length=300, required=False)
    echeance_on = DayField(label="Échéance", required=False)
    confidentialite = forms.ChoiceField(
        label="Confidentialité", choices=NOT_PUBLIC, initial=Confidentialite.INTERNE
    )

    def __init__(
        self, *arguments: Any, access: Access, etablissement: Etablissement, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        rows = Contact.objects.filter(visible_contacts(access), etablissement=etablissement)
        known = rows.filter(erased_on__isnull=True).order_by("nom", "id")
        if known.exists():
            offer(self, "contact", known)
        else:
            del self.fields["contact"]  # one question less on a phone


class ProjetForm(VersionedForm):
    """What a firm announced, and where that is read."""

    titre = forms.CharField(label="Titre", max_length=300)
    texte = forms.CharField(label="Texte", max_length=MAX_TEXT, required=False, widget=area())
    montant_eur = forms.DecimalField(
        label="Montant annoncé (€)", max_digits=16, decimal_places=2, min_value=0, required=False,
        localize=True,
    )  # fmt: skip
    emplois = forms.IntegerField(label="Emplois annoncés", min_value=0, required=False)
    announced_on = DayField(label="Annoncé le", required=False, is_past=True)
    source_title = forms.CharField(label="Source", max_length=300)
    source_href = forms.URLField(
        label="Lien vers la source", max_length=1000, required=False, assume_scheme="https"
    )
    read_on = DayField(label="Lu le", is_past=True)
    confiance = forms.ChoiceField(label="Confiance", choices=CHOOSE + Confiance.choices)
    is_self_declared = forms.BooleanField(
        label="Déclaré par l'entreprise elle-même", required=False, initial=True
    )
    confidentialite = forms.ChoiceField(label="Confidentialité", choices=Confidentialite.choices)


class ContactForm(VersionedForm):
    """Someone met in a firm: no more than what is useful."""

    nom = forms.CharField(label="Nom", max_length=200)
    fonction = forms.CharField(label="Fonction", max_length=200, required=False)
    email = forms.EmailField(label="Adresse électronique", max_length=254, required=False)
    telephone = forms.CharField(label="Téléphone", max_length=40, required=False)
    base_legale = forms.ChoiceField(
        label="Base légale", choices=CHOOSE + BaseLegale.choices,
        help_text="Pourquoi la loi permet de garder ces coordonnées.",
    )  # fmt: skip
    consentement_on = DayField(label="Consentement donné le", required=False)
    informe_on = DayField(
        label="Personne informée le", required=False,
        help_text="Jour où on lui a dit que ses coordonnées sont gardées, et pourquoi.",
    )  # fmt: skip
    conserve_jusqu_au = DayField(
        label="Conservé jusqu'au", required=False,
        help_text="Vide : la durée de conservation est comptée depuis aujourd'hui.",
    )  # fmt: skip


class EraseForm(forms.Form):
    """Why a person is erased."""

    motif = forms.ChoiceField(label="Motif", choices=CHOOSE + MotifEffacement.choices)


class LinkForm(forms.Form):
    """An action, and what the firm is there."""

    action = forms.ModelChoiceField(
        label="Action", queryset=Action.objects.none(), empty_label="À choisir"
    )
    role = forms.ChoiceField(label="Rôle", choices=CHOOSE + RoleEntreprise.choices)

    def __init__(self, *arguments: Any, access: Access, **options: Any) -> None:
        super().__init__(*arguments, **options)
        rows = Action.objects.filter(visible_actions(access)).order_by("code")
        offer(self, "action", rows)


class SireneForm(forms.Form):
    """A Sirene extract, and which of its establishments are followed."""

    fichier = forms.FileField(
        label="Extrait Sirene (CSV)",
        help_text="Colonnes de StockEtablissement : siret, codeCommuneEtablissement…",
    )
    sirets = forms.CharField(
        label="SIRET à suivre", required=False, widget=area(5), max_length=20_000,
        help_text="Un par ligne. Vide : tous ceux du fichier, 500 au plus.",
    )  # fmt: skip
    read_on = DayField(label="Date de l'extrait")


class ListForm(forms.Form):
    """Filters of the list; nonsense filters nothing."""

    q = forms.CharField(label="Nom, SIRET ou commune", max_length=100, required=False)
    tranche = forms.ChoiceField(label="Effectif", choices=[("", "Tous"), *TRANCHES], required=False)
    activite = forms.CharField(label="Activité (code NAF)", max_length=6, required=False)
    action = forms.ModelChoiceField(
        label="Action", queryset=Action.objects.none(), required=False, empty_label="Toutes"
    )
    sans = forms.TypedChoiceField(
        label="Sans échange depuis",
        choices=[("", "Indifférent"), ("90", "3 mois"), ("180", "6 mois"), ("365", "1 an")],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *arguments: Any, access: Access, **options: Any) -> None:
        super().__init__(*arguments, **options)
        rows = Action.objects.filter(visible_actions(access)).order_by("code")
        offer(self, "action", rows)
