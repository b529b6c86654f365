"""Forms about slips; the one of the phone is short, for it is filled standing, in gloves."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.bordereaux.choices import SourceBordereau
from essor.records.bordereaux.liens import LONGEST_DAYS, destinations_of
from essor.records.bordereaux.models import Bordereau, LienChantier
from essor.records.bordereaux.queries import Filtre, places_of
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme
from essor.web.plan.forms import DayField
from essor.web.terres.fields import QuantityField

NOBODY_KNOWS = [("", "Je ne sais pas")]
CHOOSE = [("", "À choisir")]
ALL = [("", "Tous")]
PESEES = [("", "Pesé"), ("estime", "Estimé")]
SEPARATOR = ":"
Places = dict[str, Chantier | Exutoire | Plateforme | Lot]


class PlaceField(forms.ChoiceField):
    """A place among several kinds: « exutoire:<id> », « plateforme:<id> »."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.places: Places = {}

    def offer(self, groups: dict[str, tuple[str, list[Any]]], empty: list[Any]) -> None:
        """Offer rows by kind: kind -> (label of the group, rows)."""
        self.places = {
            f"{kind}{SEPARATOR}{row.pk}": row for kind, (_, rows) in groups.items() for row in rows
        }
        offered = [
            (label, [(f"{kind}{SEPARATOR}{row.pk}", named(row)) for row in rows])
            for kind, (label, rows) in groups.items()
            if rows
        ]
        self.choices = [*empty, *(offered[0][1] if len(offered) == 1 else offered)]

    def chosen(self, value: str) -> tuple[str, Any]:
        """Return the kind and the row that were chosen."""
        return value.partition(SEPARATOR)[0], self.places.get(value)


def named(row: Any) -> str:
    """Write a place or a lot as forms show it."""
    return str(row) if isinstance(row, Lot) else f"{row.nom} ({row.code})"


class SlipForm(forms.Form):
    """What every form of a slip asks."""

    envoi_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    destination = PlaceField(
        label="Destination", error_messages={"required": "Dites où va le camion."}
    )
    lot = PlaceField(label="Lot de terres", required=False)
    tonnes = QuantityField(
        label="Tonnes", required=True, max_digits=8, decimal_places=3, min_value=0.001,
        error_messages={"required": "Dites combien de tonnes."},
    )  # fmt: skip
    pesee = forms.ChoiceField(
        label="Ce poids est", choices=PESEES, required=False, widget=forms.RadioSelect
    )
    plaques = forms.CharField(label="Immatriculation", max_length=100, required=False)
    numero = forms.CharField(label="Numéro du bordereau", max_length=50, required=False)
    realise_on = DayField(
        label="Date", is_past=True, error_messages={"required": "Dites quel jour."}
    )
    realise_heure = forms.TimeField(
        label="Heure", required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Une heure comme 14:35."},
    )  # fmt: skip
    volume_m3 = QuantityField(
        label="Volume chargé (m³)", max_digits=8, decimal_places=3, min_value=0.001
    )
    transporteur = forms.CharField(label="Transporteur", max_length=200, required=False)
    numero_dap = forms.CharField(
        label="Numéro de DAP", max_length=50, required=False,
        help_text="Acceptation préalable donnée par l'exutoire.",
    )  # fmt: skip
    observation = forms.CharField(label="Observation", max_length=500, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed as the writes take it, once the form is valid."""
        said = dict(self.cleaned_data)
        said["is_estime"] = said.pop("pesee") == "estime"
        said.pop("envoi_uuid")
        said["plaques"] = said["plaques"].upper()
        said["exutoire"] = said["plateforme"] = None
        kind, row = self._place("destination").chosen(said.pop("destination"))
        said[kind] = row
        said["lot"] = self._place("lot").chosen(said["lot"])[1]
        return said

    @property
    def envoi(self) -> uuid.UUID:
        """Identity of this sending; a new one when the form bore none."""
        return self.cleaned_data.get("envoi_uuid") or uuid.uuid4()

    def _place(self, name: str) -> PlaceField:
        field = self.fields[name]
        assert isinstance(field, PlaceField)
        return field


def now_values() -> dict[str, Any]:
    """Return what a new form starts from: this moment, a new sending."""
    now = timezone.localtime()
    return {
        "envoi_uuid": uuid.uuid4(),
        "realise_on": now.date(),
        "realise_heure": now.time().replace(second=0, microsecond=0),
    }


class TelephoneForm(SlipForm):
    """The slip that a phone sends: destination and lot of one site, names only."""

    saisi_par = forms.CharField(
        label="Votre nom", max_length=100, required=False, help_text="Gardé dans ce téléphone."
    )

    def __init__(self, *args: Any, lien: LienChantier, **options: Any) -> None:
        super().__init__(*args, **options)
        exutoires, plateformes = destinations_of(lien)
        self._place("destination").offer(
            {
                "exutoire": ("Exutoires", list(exutoires)),
                "plateforme": ("Plateformes", list(plateformes)),
            },
            CHOOSE,
        )
        lots = list(lien.chantier.lots.order_by("code"))
        self._place("lot").offer({"lot": ("Lots", lots)}, NOBODY_KNOWS)


class BordereauForm(SlipForm):
    """The slip typed or corrected in the site, with everything that it may say."""

    depart = PlaceField(label="Départ", error_messages={"required": "Dites d'où part le camion."})
    transporteur_siret = forms.CharField(
        label="SIRET du transporteur", max_length=20, required=False
    )
    recepisse = forms.CharField(label="Récépissé du transporteur", max_length=50, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    field_order = (
        "depart", "lot", "destination", "tonnes", "pesee", "volume_m3", "realise_on",
        "realise_heure", "numero", "plaques", "transporteur", "transporteur_siret", "recepisse",
        "numero_dap", "observation",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        sites, lots, exutoires, plateformes = places_of(plan, access)
        platforms = ("Plateformes", plateformes)
        self._place("depart").offer({"chantier": ("Chantiers", sites), "depot": platforms}, CHOOSE)
        self._place("destination").offer(
            {"exutoire": ("Exutoires", exutoires), "plateforme": platforms}, CHOOSE
        )
        self._place("lot").offer({"lot": ("Lots", lots)}, NOBODY_KNOWS)

    def values(self) -> dict[str, Any]:
        """Return what was typed as the writes take it, once the form is valid."""
        said = super().values()
        said.pop("version")
        said["chantier"] = said["depot"] = None
        kind, row = self._place("depart").chosen(said.pop("depart"))
        said[kind] = row
        return said


def initial_of(row: Bordereau) -> dict[str, Any]:
    """Return how a slip stands, as the form shows it."""
    names = ("numero", "realise_on", "realise_heure", "tonnes", "volume_m3", "plaques")
    more = ("transporteur", "transporteur_siret", "recepisse", "numero_dap", "observation")
    found: dict[str, Any] = {name: getattr(row, name) for name in (*names, *more)}
    found["version"] = row.version
    found["pesee"] = "estime" if row.is_estime else ""
    for name, kinds in (
        ("depart", ("chantier", "depot")),
        ("destination", ("exutoire", "plateforme")),
        ("lot", ("lot",)),
    ):
        for kind in kinds:
            if (key := getattr(row, f"{kind}_id")) is not None:
                found[name] = f"{kind}{SEPARATOR}{key}"
    return found


class CancelForm(forms.Form):
    """Why a slip no longer counts."""

    motif = forms.CharField(
        label="Pourquoi il ne compte plus", max_length=500,
        help_text="Double saisie, camion refusé, mauvais chantier…",
        error_messages={"required": "Dites pourquoi ce bordereau est annulé."},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)


class ListForm(forms.Form):
    """Filters of the list."""

    q = forms.CharField(
        label="Numéro, plaque, transporteur", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)
    chantier = forms.ChoiceField(label="Départ", required=False)
    lot = forms.ChoiceField(label="Lot", required=False)
    destination = forms.ChoiceField(label="Destination", required=False)
    etat = forms.ChoiceField(
        label="État", required=False,
        choices=[("", "Ceux qui comptent"), ("sans_lot", "Sans lot"), ("annules", "Annulés"),
                 ("tous", "Tous")],
    )  # fmt: skip
    source = forms.ChoiceField(
        label="Source", required=False, choices=[("", "Toutes"), *SourceBordereau.choices]
    )

    def __init__(self, *args: Any, plan: Plan, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        sites, lots, exutoires, plateformes = places_of(plan, access)
        self._offer("chantier", [*sites, *plateformes])
        self._offer("lot", lots)
        self._offer("destination", [*exutoires, *plateformes])

    def filtre(self) -> Filtre:
        """Return what is asked; a filter that makes no sense filters nothing."""
        self.is_valid()
        said = self.cleaned_data
        etat = said.get("etat", "")
        return Filtre(
            since_on=said.get("du"),
            until_on=said.get("au"),
            chantier=said.get("chantier", ""),
            lot=said.get("lot", ""),
            destination=said.get("destination", ""),
            source=said.get("source", ""),
            is_sans_lot=etat == "sans_lot",
            is_annule={"annules": True, "tous": None}.get(etat, False),
            texte=said.get("q", ""),
        )

    def _offer(self, name: str, rows: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*ALL, *((row.code, named(row)) for row in rows)]


class LienForm(forms.Form):
    """A link to open for a site."""

    chantier = forms.ModelChoiceField(
        label="Chantier", queryset=Chantier.objects.none(), empty_label="À choisir"
    )
    titre = forms.CharField(
        label="À quoi il sert", max_length=100, help_text="« Barrière nord », « cabine du pesage »"
    )
    days = forms.IntegerField(label="Ouvert pendant (jours)", min_value=1, max_value=LONGEST_DAYS)


class AttachForm(forms.Form):
    """Which lot the ticked slips carried."""

    lot = forms.ModelChoiceField(
        label="Lot de terres", queryset=Lot.objects.none(), empty_label="À choisir",
        error_messages={"required": "Choisissez le lot."},
    )  # fmt: skip
    bordereaux = forms.ModelMultipleChoiceField(
        queryset=Bordereau.objects.none(),
        error_messages={"required": "Cochez au moins un bordereau."},
    )


class FichierForm(forms.Form):
    """A weighbridge's file, and what its heads may not say."""

    fichier = forms.FileField(
        label="Votre fichier de pesées (.xlsx, .ods ou .csv)",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        error_messages={"required": "Choisissez le fichier."},
    )
    chantier = forms.ModelChoiceField(
        label="Chantier des lignes qui n'en nomment pas", queryset=Chantier.objects.none(),
        empty_label="Aucun", required=False,
    )  # fmt: skip
    unite = forms.ChoiceField(
        label="Unité des poids, si l'intitulé ne la dit pas", required=False,
        choices=[("", "Dite par le fichier"), ("t", "Tonnes"), ("kg", "Kilogrammes")],
    )  # fmt: skip
