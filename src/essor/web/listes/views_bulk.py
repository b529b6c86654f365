"""Several actions at once: choose, see what changes, confirm, undo."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Operation
from essor.records.plans.choices import Confidentialite, Engagement, Priorite, Statut
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import actions_of
from essor.records.vues.address import to_query
from essor.records.vues.bulk import MOST_ACTIONS, Edits, edit_many, preview_edits, undo_edit
from essor.records.vues.description import ViewKind
from essor.web.design.form_faults import add_faults
from essor.web.listes.screen import UNDO, answer, asked_view
from essor.web.plan.forms import AxeField, DayField
from essor.web.plan.gate import PlanGate, plan_or_404

SAME, EMPTY = "_", "vide"
LISTS = (
    ("statut", "Statut", Statut, True),
    ("priorite", "Priorité", Priorite, True),
    ("engagement", "Engagement", Engagement, True),
    ("confidentialite", "Confidentialité", Confidentialite, False),
)


class EditsForm(forms.Form):
    """What to give to every chosen action; what is left alone is not touched."""

    echeance = forms.ChoiceField(
        label="Échéance",
        choices=[
            (SAME, "Ne pas changer"), ("fixer", "Fixer au jour ci-dessous"),
            ("decaler", "Décaler du nombre de jours ci-dessous"), (EMPTY, "Effacer"),
        ],
    )  # fmt: skip
    jour = DayField(label="Jour", required=False)
    decalage = forms.IntegerField(
        label="Décalage (jours)", required=False, min_value=-3660, max_value=3660,
        help_text="Un nombre négatif avance l'échéance.",
    )  # fmt: skip
    change_pilote = forms.BooleanField(label="Remplacer les personnes pilotes", required=False)
    pilotes = forms.CharField(
        label="Personnes pilotes", required=False, max_length=1000, help_text="Un nom par ligne.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    motif = forms.CharField(label="Motif (facultatif)", required=False, max_length=500)

    def __init__(self, *args: Any, plan: Plan, is_manager: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label, choices, may_be_empty in LISTS:
            offered = [(SAME, "Ne pas changer"), *choices.choices]
            offered += [(EMPTY, "Non publié")] if may_be_empty else []
            self.fields[name] = forms.ChoiceField(label=label, choices=offered)
        self.fields["change_axe"] = forms.BooleanField(label="Changer d'axe", required=False)
        self.fields["axe"] = AxeField(plan=plan)
        self.fields["axe"].label = "Axe"
        if not is_manager:
            for name in ("confidentialite", "change_axe", "axe"):
                del self.fields[name]
        first = [name for name, *_ in LISTS if name in self.fields]
        self.order_fields([*first, "echeance", "jour", "decalage", "change_axe", "axe"])

    def clean(self) -> dict[str, Any]:
        """Ask for what a choice needs."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("echeance") == "fixer" and not data.get("jour") and "jour" not in self.errors:
            self.add_error("jour", "Indiquez le jour.")
        if data.get("echeance") == "decaler" and not data.get("decalage"):
            self.add_error("decalage", "Indiquez un nombre de jours, positif ou négatif.")
        return data

    def edits(self) -> Edits:
        """Return what was asked, once the form is valid."""
        data = self.cleaned_data
        values: dict[str, Any] = {
            name: "" if data[name] == EMPTY else data[name]
            for name, *_ in LISTS
            if name in data and data[name] != SAME
        }
        if data["echeance"] in ("fixer", EMPTY):
            values["fin_on"] = data["jour"] if data["echeance"] == "fixer" else None
        if data.get("change_axe"):
            values["axe"] = data["axe"]
        names = [line.strip() for line in data["pilotes"].splitlines() if line.strip()]
        return Edits(
            values=values,
            shift_days=data["decalage"] if data["echeance"] == "decaler" else 0,
            pilots=names if data["change_pilote"] else None,
        )


@require_http_methods(["POST"])
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what to change, show what it changes, then write it: one page, three steps."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.EDIT_PILOTED)
    actions = _chosen(request, gate)
    step = request.POST.get("etape", "choisir")
    is_manager = gate.access.can(Capability.EDIT_PLAN)
    data = None if step == "choisir" else request.POST
    start: dict[str, Any] = {name: SAME for name, *_ in LISTS} | {"echeance": SAME}
    form = EditsForm(data, plan=gate.plan, is_manager=is_manager, initial=start)
    planned = None
    if step != "choisir" and form.is_valid():
        try:
            if step == "confirmer":
                return _write(request, gate, form, actions)
            planned = preview_edits(
                plan=gate.plan, access=gate.access, actions=actions, edits=form.edits()
            )
        except Conflict as conflict:
            form.add_error(None, _said_conflict(conflict))
        except UserFault as error:
            add_faults(form, error)
    context = gate.context(
        tab="plan", form=form, actions=actions, planned=planned, back=_list_url(request, gate),
        changing=sum(bool(one.changes) and not one.refusal for one in planned or ()),
        kept_versions=_versions(request),
    )  # fmt: skip
    return render(request, "listes/lot.html", context, status=400 if form.errors else 200)


@require_POST
def undo(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Undo one gesture made from the lists, whole."""
    gate = plan_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    undo_edit(by=gate.access, row=row)
    messages.success(request, "Tout est rétabli comme avant.")
    return redirect(_list_url(request, gate))


def _write(
    request: HttpRequest, gate: PlanGate, form: EditsForm, actions: list[Action]
) -> HttpResponse:
    edits = form.edits()
    planned = preview_edits(plan=gate.plan, access=gate.access, actions=actions, edits=edits)
    kept = _versions(request)
    versions = {
        one.action.code: kept.get(one.action.code, one.action.version)
        for one in planned
        if one.changes and not one.refusal
    }
    row = edit_many(
        by=gate.access, plan=gate.plan, versions=versions, edits=edits,
        reason=form.cleaned_data["motif"],
    )  # fmt: skip
    sentence = f"{counted(len(versions), 'action modifiée', 'actions modifiées')} en une fois."
    request.session[UNDO] = {"sentence": sentence, "operation": str(row.pk)}
    return redirect(_list_url(request, gate))


def _chosen(request: HttpRequest, gate: PlanGate) -> list[Action]:
    """Return the ticked actions, or all those that the view finds, in its order."""
    if request.POST.get("portee") == "toutes":
        description, _ = asked_view(request, ViewKind.TABLEAU)
        found = answer(gate, description, page_size=None)
        return [row.action for row in found.rows if row.can_edit][:MOST_ACTIONS]
    codes = request.POST.getlist("action")[:MOST_ACTIONS]
    found_by = {one.code: one for one in actions_of(gate.plan, gate.access).filter(code__in=codes)}
    return [found_by[code] for code in dict.fromkeys(codes) if code in found_by]


def _versions(request: HttpRequest) -> dict[str, int]:
    """Return the versions that the preview showed, by code."""
    found = {}
    for pair in request.POST.getlist("version"):
        code, _, number = pair.rpartition(":")
        if number.isdecimal() and len(number) <= 9:
            found[code] = int(number)
    return found


def _said_conflict(conflict: Conflict) -> str:
    theirs = "; ".join(f"« {pair[1] or 'vide'} »" for pair in conflict.theirs.values())
    mine = "; ".join(f"« {value or 'vide'} »" for value in conflict.mine.values())
    return (
        f"{conflict.current} a changé depuis l'aperçu : {theirs} est enregistré maintenant, "
        f"vous demandiez {mine}. Rien n'a été écrit ; revoyez l'aperçu."
    )


def _list_url(request: HttpRequest, gate: PlanGate) -> str:
    wanted = request.GET.get("genre", "")
    kind = ViewKind(wanted) if wanted in set(ViewKind) else ViewKind.TABLEAU
    description, _ = asked_view(request, kind)
    url = reverse(f"listes:{kind.value}", args=[gate.territoire.code])
    return f"{url}?{to_query(description) or 'tout=oui'}"
