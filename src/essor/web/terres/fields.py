"""Fields of the room: tonnes by week, lists of classes, parcels, values by name."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.records.terres.models.chantiers import PARCELLE
from essor.records.terres.week_text import plain, read_weeks, to_number, write_weeks


class QuantityField(forms.DecimalField):
    """A quantity as people type it: « 1 200,5 »; empty means unknown."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        options.setdefault("required", False)
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Return the quantity. Raises ValidationError."""
        return super().to_python(plain(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored quantity as people type it."""
        return format_number(value) if isinstance(value, Decimal) else value


class WeeksField(forms.CharField):
    """Tonnes of each week: « 400 ; 400 ; 250,5 » or « 400 × 6 »."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return one number per week. Raises ValidationError with every wrong part."""
        try:
            return read_weeks(str(value or ""))
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error

    def prepare_value(self, value: Any) -> Any:
        """Show stored weeks, equal ones in a row together."""
        return write_weeks(value) if isinstance(value, list) else value


class ListField(forms.CharField):
    """Words separated by commas or semicolons."""

    def to_python(self, value: Any) -> Any:
        """Return the words, each once, in the order typed."""
        parts = re.split(r"[,;\n]+", str(value or ""))
        return list(dict.fromkeys(one.strip() for one in parts if one.strip()))

    def prepare_value(self, value: Any) -> Any:
        """Show stored words."""
        return ", ".join(value) if isinstance(value, list) else value


class ParcelsField(forms.CharField):
    """One parcel per line: « 63113 000-LV-0012 »."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Return the parcels in their one form. Raises ValidationError with every wrong line."""
        lines = [" ".join(one.split()).upper() for one in str(value or "").splitlines()]
        found = [one for one in lines if one]
        if wrong := [one for one in found if not PARCELLE.match(one)]:
            raise forms.ValidationError(
                f"Illisible : {', '.join(f'« {one} »' for one in wrong)}. Attendu : le code "
                "INSEE, un espace, puis préfixe-section-numéro, « 63113 000-LV-0012 »."
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show stored parcels, one per line."""
        return "\n".join(value) if isinstance(value, list) else value


class ValuesField(forms.CharField):
    """One value per line: « as = 0,5 »."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """Return numbers by name. Raises ValidationError with every wrong line."""
        found: dict[str, Any] = {}
        wrong = []
        for line in str(value or "").splitlines():
            name, mark, text = line.partition("=")
            if not line.strip():
                continue
            number = to_number(text)
            if not mark or not name.strip() or number is None:
                wrong.append(line.strip())
            else:
                found[name.strip()] = number
        if wrong:
            raise forms.ValidationError(
                f"Illisible : {', '.join(f'« {one} »' for one in wrong)}. "
                "Attendu : un nom, le signe égal, un nombre ; par exemple « eluat.as = 0,5 »."
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show stored values, one per line."""
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{name} = {format_number(one)}" for name, one in value.items())
