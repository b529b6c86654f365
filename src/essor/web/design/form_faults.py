"""Faults found by an action, shown in the form that caused them."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from essor.foundations.errors import UserFault


def add_faults(form: forms.BaseForm, error: UserFault) -> None:
    """Put each fault beside the field it names, or above the form."""
    labels = {str(field.label or name).lower(): name for name, field in form.fields.items()}
    for fault in error.faults:
        place = (fault.place.field or "").lower()
        name = place if place in form.fields else labels.get(place)
        if name is None:
            form.add_error(None, fault.sentence())
        else:
            detail = f" Attendu : {fault.expected}." if fault.expected else ""
            form.add_error(name, f"{fault.message.rstrip('.')}.{detail}")


def wrote(request: HttpRequest, form: forms.BaseForm, write: Callable[[], object]) -> bool:
    """Write what a valid form says; tell whether it is done, else leave the faults in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        write()
    except UserFault as error:
        add_faults(form, error)
        return False
    return True
