"""Forms of the members page."""

from typing import Any

from django import forms

from essor.records.accounts.roles import Role
from essor.web.compte.plain_form import PlainForm


class RoleForm(PlainForm):
    """A role among those that the author may give, with the version that she read."""

    role = forms.ChoiceField(label="Rôle")
    version = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, roles)


class InviteForm(PlainForm):
    """An address and the role that is offered to it."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Rôle")

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, roles)


def offer(form: forms.Form, roles: list[Role]) -> None:
    """Limit the role field to what the author may give."""
    field = form.fields["role"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(role.value, role.label) for role in roles]
