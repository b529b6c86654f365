"""The form of the account and members pages."""

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose labels carry no colon, and whose empty fields are called by their name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"«\u00a0{field.label}\u00a0» reste à remplir."
