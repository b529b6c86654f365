"""The form of where a site is."""

from typing import Any

from django import forms

from essor.foundations.errors import UserFault
from essor.records.studies.location import Json, Location, read_contour
from essor.web.etudes.forms import NumberField

MAX_FILE = 1_000_000  # bytes: an outline of 2,000 points takes a tenth of it


class PlaceForm(forms.Form):
    """An address, a point, an outline, and who says so; everything may stay empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    adresse = forms.CharField(label="Adresse ou lieu-dit", max_length=300, required=False)
    latitude = NumberField(
        label="Latitude", required=False, help_text="En degrés, par exemple 45,78971."
    )
    longitude = NumberField(
        label="Longitude", required=False, help_text="En degrés, par exemple 3,10103."
    )
    contour = forms.FileField(
        label="Contour du site (GeoJSON)",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        help_text="Un fichier .geojson en longitude et latitude (WGS 84), comme en exportent "
        "QGIS ou Cartofriches. Le point se déduit du contour s'il n'est pas donné.",
    )
    sans_contour = forms.BooleanField(label="Retirer le contour actuel", required=False)
    origine = forms.CharField(
        label="D'où vient ce lieu",
        max_length=300,
        required=False,
        help_text="Cadastre, fiche Cartofriches, visite du site…",
    )

    def __init__(self, *args: Any, kept: Location, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = kept
        if kept.contour is None:
            del self.fields["sans_contour"]

    def clean_contour(self) -> Json | None:
        """Return the surface of the file sent, None without a file."""
        file = self.cleaned_data["contour"]
        if file is None:
            return None
        if file.size > MAX_FILE:
            raise forms.ValidationError("Ce fichier est trop gros. Attendu\u00a0: 1 Mo au plus.")
        try:
            return read_contour(file.read().decode("utf-8-sig"))
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error
        except UnicodeDecodeError as error:
            raise forms.ValidationError("Ce fichier n'est pas du texte en UTF-8.") from error

    def location(self) -> Location:
        """Return the place that a valid form says; the outline stays unless it is taken back."""
        data = self.cleaned_data
        contour = None if data.get("sans_contour") else self.kept.contour
        return Location(
            adresse=data["adresse"],
            longitude=data["longitude"],
            latitude=data["latitude"],
            contour=data["contour"] or contour,
            origine=data["origine"],
        )


def initial_of(kept: Location, version: int) -> dict[str, object]:
    """Return what the form shows first."""
    return {
        "version": version,
        "adresse": kept.adresse,
        "latitude": _written(kept.latitude),
        "longitude": _written(kept.longitude),
        "origine": kept.origine,
    }


def _written(degrees: float | None) -> str:
    return "" if degrees is None else f"{degrees:.6f}".rstrip("0").rstrip(".").replace(".", ",")
