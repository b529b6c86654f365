"""The form of a zone: what it was, what it becomes, in how many phases."""

from typing import Any

from django import forms

from essor.records.studies.answers import ACTIVITIES, PROGRAMMES, STRUCTURES
from essor.records.studies.zones import PhaseAnswer, ZoneAnswer
from essor.web.etudes.forms import MAX_HECTARES, NumberField

MAX_PHASES = 5
MAX_DELAY = 30
WHOLE_PERCENT = 100
MAX_NAME = 80


class ZoneForm(forms.Form):
    """Answers about one zone; empty phases mean that all opens at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    nom = forms.RegexField(
        r"^[^/]+$",
        label="Nom de la zone",
        max_length=MAX_NAME,
        error_messages={"invalid": "Le nom ne contient pas de barre oblique."},
    )
    surface = NumberField(label="Surface (hectares)")
    activite = forms.ChoiceField(
        label="Ce que c'était", choices=[(k.value, v) for k, v in ACTIVITIES.items()]
    )
    programme = forms.ChoiceField(
        label="Ce que ça devient", choices=[(k.value, v) for k, v in PROGRAMMES.items()]
    )
    porteur = forms.ChoiceField(
        label="Qui le porte", choices=[(k.value, v) for k, v in STRUCTURES.items()]
    )
    decide_le = forms.DateField(
        label="Décidé le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, zone: ZoneAnswer | None = None, **options: Any) -> None:
        if zone is not None:
            options["initial"] = {**_initial(zone), **options.get("initial", {})}
        super().__init__(*args, **options)
        for place in range(MAX_PHASES):
            number = place + 1
            self.fields[f"part{place}"] = NumberField(
                required=False, label=f"Phase {number}\u00a0: part du projet (%)"
            )
            self.fields[f"delai{place}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MAX_DELAY,
                label=f"Phase {number}\u00a0: années après la première",
            )
            for name in (f"part{place}", f"delai{place}"):
                self.initial.setdefault(name, "")

    def clean_surface(self) -> float:
        """Refuse an area that no zone has."""
        surface: float = self.cleaned_data["surface"]
        if not 0 < surface <= MAX_HECTARES:
            raise forms.ValidationError("Une surface de plus de 0 hectare est attendue.")
        return surface

    def clean(self) -> dict[str, Any]:
        """Refuse shares that do not make the whole."""
        data: dict[str, Any] = super().clean() or {}
        shares = [data.get(f"part{place}") for place in range(MAX_PHASES)]
        given = [share for share in shares if share is not None]
        if given and (min(given) <= 0 or abs(sum(given) - WHOLE_PERCENT) > 1e-9):
            self.add_error(
                "part0",
                "Les parts des phases, chacune au-dessus de 0, font 100\u00a0% ensemble "
                f"(trouvé\u00a0: {sum(given):g}\u00a0%).".replace(".", ",", 1),
            )
        return data

    def phase_rows(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each phase, for the page."""
        return [(self[f"part{place}"], self[f"delai{place}"]) for place in range(MAX_PHASES)]

    def answer(self) -> ZoneAnswer:
        """Return the zone of a valid form."""
        data = self.cleaned_data
        return ZoneAnswer(
            nom=data["nom"].strip(),
            surface_ha=data["surface"],
            activite=data["activite"],
            programme=data["programme"],
            porteur=data["porteur"],
            decide_le=data["decide_le"],
            phases=tuple(
                PhaseAnswer(
                    share=data[f"part{place}"] / WHOLE_PERCENT,
                    delay_years=data.get(f"delai{place}") or 0,
                )
                for place in range(MAX_PHASES)
                if data.get(f"part{place}") is not None
            ),
        )


def _initial(zone: ZoneAnswer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "nom": zone.nom,
        "surface": f"{zone.surface_ha:.12g}".replace(".", ","),
        "activite": zone.activite,
        "programme": zone.programme,
        "porteur": zone.porteur,
        "decide_le": zone.decide_le,
    }
    for place, phase in enumerate(zone.phases):
        found[f"part{place}"] = f"{phase.share * WHOLE_PERCENT:.12g}".replace(".", ",")
        found[f"delai{place}"] = phase.delay_years
    return found
