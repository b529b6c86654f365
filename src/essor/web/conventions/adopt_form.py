"""The form by which a text is adopted: what it carries, which dates it promises."""

import uuid
from typing import Any

from django import forms

from essor.records.conventions.models import Acte, Mouvement
from essor.records.conventions.queries import MovementRow
from essor.records.plans.models import Action
from essor.web.comites.forms import ActionsField

ALL, CHOSEN, NONE = "toutes", "choisies", "aucune"


class MovementsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # run time
    """Movements that no text carries yet, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: list[MovementRow]) -> None:
        self.said = {row.mouvement.pk: said(row) for row in rows}
        super().__init__(
            queryset=Mouvement.objects.filter(pk__in=self.said).order_by("created_at", "id"),
            label="Mouvements qu'il porte aussi",
            required=False,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return the movement in one line."""
        return self.said[obj.pk]


def said(row: MovementRow) -> str:
    """Write a movement in one line: « Fusion : A01, A02 → A03 (hors avenant…) »."""
    sides = [", ".join(_name(one) for one in side) for side in (row.avant, row.apres)]
    arrow = " → ".join(filter(None, sides))
    return f"{row.mouvement.nom}\u00a0: {arrow} ({row.standing})"


def _name(side: Any) -> str:
    return (
        f"{side.action.code} {side.action.titre}" if side.action else f"«\u00a0{side.titre}\u00a0»"
    )


class AdoptForm(forms.Form):
    """What a text adopts; ``seen`` is the choice whose effects the person read."""

    dates = forms.ChoiceField(
        label="Dates de référence",
        choices=[
            (ALL, "Celles de tous les jalons ouverts du plan"),
            (CHOSEN, "Celles des actions cochées"),
            (NONE, "Aucune\u00a0: le texte ne change pas les dates promises"),
        ],
        widget=forms.RadioSelect,
    )
    actions = ActionsField(
        label="Actions dont les dates sont adoptées", queryset=Action.objects.none(), required=False
    )
    replaces = forms.BooleanField(
        label="Remplacer aussi les dates déjà promises par les prévisions d'aujourd'hui",
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *arguments: Any, acte: Acte, loose: list[MovementRow], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        working = Action.objects.filter(plan=acte.plan, sortie="").order_by("ordre", "code")
        self.fields["actions"].queryset = working  # type: ignore[attr-defined]
        if loose:
            self.fields["also"] = MovementsField(loose)
            self.order_fields(["also", "dates", "actions", "replaces"])

    def clean(self) -> dict[str, Any]:
        """Refuse chosen dates of no action."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("dates") == CHOSEN and not data.get("actions"):
            self.add_error("actions", "Cocher au moins une action, ou choisir une autre réponse.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the choice in the words of the records."""
        data = self.cleaned_data
        ids: list[uuid.UUID] | None = None
        if data["dates"] == CHOSEN:
            ids = [action.pk for action in data["actions"]]
        elif data["dates"] == NONE:
            ids = []
        return {
            "also": list(data.get("also") or []),
            "action_ids": ids,
            "replaces": data["replaces"],
        }

    @property
    def choice(self) -> str:
        """Return the choice as one text, to know whether its effects were read."""
        found = self.values()
        ids = found["action_ids"]
        parts = [
            ",".join(sorted(str(one.pk) for one in found["also"])),
            "*" if ids is None else ",".join(sorted(str(one) for one in ids)),
            str(found["replaces"]),
        ]
        return ";".join(parts)
