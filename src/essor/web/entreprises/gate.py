"""From an address to a territory, an establishment, and what the person may do there."""

import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from essor.records.accounts.permissions import Access
from essor.records.entreprises.models import Etablissement
from essor.records.entreprises.permissions import can_manage, can_read_contacts
from essor.records.entreprises.queries import get_etablissement
from essor.records.territoires.models import Territoire
from essor.web.design.territoire import territoire_or_404

BOTH = ["GET", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Where the person is, who she is there, the establishment if one is named."""

    territoire: Territoire
    access: Access
    etablissement: Etablissement | None = None

    @property
    def one(self) -> Etablissement:
        """Return the establishment that the address names."""
        assert self.etablissement is not None  # asked for by the views of one establishment only
        return self.etablissement

    def context(self, **more: object) -> dict[str, object]:
        """Return what the templates share."""
        base = {
            "territoire": self.territoire,
            "access": self.access,
            "etablissement": self.etablissement,
            "can_manage": can_manage(self.access),
            "can_log": can_read_contacts(self.access),
            "tab": "entreprises",
        }
        return {**base, **more}


def gate_or_404(request: HttpRequest, code: str, etablissement_id: uuid.UUID | None = None) -> Gate:
    """Return the gate. Raises Http404 for an establishment that is not open to this person."""
    territoire, access = territoire_or_404(request, code)
    found = get_etablissement(etablissement_id, access) if etablissement_id else None
    return Gate(territoire=territoire, access=access, etablissement=found)


def form_page(
    request: HttpRequest, gate: Gate, form: forms.BaseForm, **more: object
) -> HttpResponse:
    """Show a form, with what was typed in it and every fault."""
    status = 400 if form.errors else 200
    return render(
        request, "entreprises/formulaire.html", gate.context(form=form, **more), status=status
    )


def back_to_card(request: HttpRequest, gate: Gate, said: str) -> HttpResponse:
    """Say what was done, on the card of the establishment."""
    messages.success(request, said)
    return redirect("entreprises:show", gate.territoire.code, gate.one.pk)
