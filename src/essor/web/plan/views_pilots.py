"""Tie the pilots of an action to their accounts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.records.accounts.models import User
from essor.records.accounts.queries import list_membres
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.pilots import link_pilots
from essor.records.plans.queries import get_action
from essor.records.territoires.models import Territoire
from essor.web.plan.gate import plan_or_404


class LinkForm(forms.Form):
    """One list of accounts per pilot."""

    def __init__(self, *args: Any, action: Action, territoire: Territoire, **options: Any) -> None:
        super().__init__(*args, **options)
        members = [
            (str(m.user_id), f"{m.user.label} ({m.user.email})") for m in list_membres(territoire)
        ]
        self.pilots = {
            str(row.pk): row
            for row in action.participants.filter(role=ParticipantRole.PERSONNE_PILOTE)
        }
        for key, row in self.pilots.items():
            self.fields[key] = forms.ChoiceField(
                label=row.nom,
                required=False,
                choices=[("", "Aucun compte"), *members],
                initial=str(row.user_id or ""),
            )

    def asked(self) -> dict[str, User | None]:
        """Return the account of each pilot's name."""
        ids = {key: self.cleaned_data[key] for key in self.pilots}
        users = {
            str(user.pk): user for user in User.objects.filter(pk__in=filter(None, ids.values()))
        }
        return {self.pilots[key].nom: users.get(value) for key, value in ids.items()}


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Choose the account of each pilot."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_plan(gate.access, gate.plan)
    form = LinkForm(request.POST or None, action=action, territoire=gate.territoire)
    if request.method == "POST" and form.is_valid():
        link_pilots(by=gate.access, action=action, users=form.asked())
        messages.success(request, "Les comptes des pilotes sont enregistrés.")
        return redirect("plan:action", code, action.code)
    context = gate.context(action=action, form=form)
    return render(request, "plan/relier.html", context, status=400 if form.errors else 200)
