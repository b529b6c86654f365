"""The fields of an action sheet, as they are shown and edited one at a time."""

from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.french import format_date, format_eur
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.sheet import ActionSheet


class Kind(StrEnum):
    """How a field is typed in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATE = "date"
    MONEY = "money"
    YES_NO = "yes_no"
    AXE = "axe"
    NAMES = "names"
    FUNDERS = "funders"
    BUDGET_LINES = "budget_lines"
    EPCI = "epci"
    COMMUNES = "communes"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """One field: its name in the records, its label, how it is typed, where it stands."""

    name: str
    label: str
    kind: Kind
    group: str
    hint: str = ""

    @property
    def inner_label(self) -> str:
        """Label within a sentence: « budget prévisionnel total (€ HT) », acronyms kept."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def role(self) -> ParticipantRole | None:
        """Participant role that the field lists, if it lists people."""
        return ParticipantRole(self.name) if self.kind is Kind.NAMES else None

    @property
    def is_list(self) -> bool:
        """Tell whether the field is made of rows of their own."""
        return self.kind in {
            Kind.NAMES,
            Kind.FUNDERS,
            Kind.BUDGET_LINES,
            Kind.EPCI,
            Kind.COMMUNES,
        }


def _column(name: str, kind: Kind, group: str, hint: str = "") -> SheetField:
    label = str(Action._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return SheetField(
        name=name, label=label[:1].upper() + label[1:], kind=kind, group=group, hint=hint
    )


def _people(role: ParticipantRole) -> SheetField:
    return SheetField(
        name=role.value,
        label=role.label,
        kind=Kind.NAMES,
        group="qui",
        hint="Un nom par ligne.",
    )


FIELDS: dict[str, SheetField] = {
    field.name: field
    for field in (
        _column("titre", Kind.TEXT, "tete"),
        _column("axe", Kind.AXE, "tete"),
        _column("statut", Kind.CHOICE, "tete"),
        _column("priorite", Kind.CHOICE, "tete"),
        _column("engagement", Kind.CHOICE, "tete"),
        _column("is_grand_projet", Kind.YES_NO, "tete"),
        _column("confidentialite", Kind.CHOICE, "tete"),
        _column("descriptif", Kind.LONG_TEXT, "quoi"),
        _column("objectifs", Kind.LONG_TEXT, "quoi"),
        _column("resultats_attendus", Kind.LONG_TEXT, "quoi"),
        _column("indicateurs_texte", Kind.LONG_TEXT, "quoi"),
        _column("moyens", Kind.LONG_TEXT, "quoi"),
        _column("instances_gouvernance", Kind.LONG_TEXT, "quoi"),
        _column("participation_citoyenne", Kind.LONG_TEXT, "quoi"),
        _column("notes_complementaires", Kind.LONG_TEXT, "quoi"),
        *(_people(role) for role in ParticipantRole),
        SheetField(
            name="intercommunalites",
            label="Intercommunalités concernées",
            kind=Kind.EPCI,
            group="qui",
        ),
        SheetField(
            name="communes",
            label="Communes d'implantation",
            kind=Kind.COMMUNES,
            group="qui",
            hint="Une commune du territoire par ligne : son nom ou son code INSEE. "
            "L'action apparaît alors sur la carte.",
        ),
        _column("debut_on", Kind.DATE, "quand"),
        _column("fin_on", Kind.DATE, "quand"),
        _column("calendrier", Kind.LONG_TEXT, "quand"),
        _column("is_amelioration_continue", Kind.YES_NO, "quand"),
        _column(
            "budget_eur",
            Kind.MONEY,
            "combien",
            "En euros hors taxes, par exemple 1 200,50 ou 1,2 M€.",
        ),
        SheetField(
            name="lignes_budget",
            label="Budget par année",
            kind=Kind.BUDGET_LINES,
            group="combien",
            hint="Montants en euros hors taxes ; laissez vide ce qui n'est pas connu.",
        ),
        SheetField(
            name="financements",
            label="Financeurs",
            kind=Kind.FUNDERS,
            group="combien",
            hint="Montants en euros hors taxes ; laissez vide ce qui n'est pas connu.",
        ),
        _column("financements_texte", Kind.LONG_TEXT, "combien"),
    )
}

MAIN_GROUPS = ("quoi",)
SIDE_GROUPS = ("qui", "quand", "combien")
GROUPS = {
    "quoi": "Le contenu",
    "qui": "Qui",
    "quand": "Quand",
    "combien": "Combien",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field with the value to show; ``text`` is empty when nothing is known."""

    field: SheetField
    text: str
    can_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group of fields: those to show, and the names of those nobody published."""

    key: str
    label: str
    shown: list[ShownField]
    unknown: list[str]


def shown_group(sheet: ActionSheet, key: str, not_for_reader: frozenset[str]) -> ShownGroup:
    """Return a group; who may not edit reads the unknown fields in one line."""
    fields = shown_fields(sheet, key, not_for_reader)
    known = [field for field in fields if field.text or field.can_edit]
    unknown = [lower_first(field.field.label) for field in fields if field not in known]
    return ShownGroup(key=key, label=GROUPS[key], shown=known, unknown=unknown)


def lower_first(label: str) -> str:
    """Return a label as it stands inside a sentence; « € HT » keeps its capitals."""
    return label[:1].lower() + label[1:]


def shown_fields(
    sheet: ActionSheet, group: str, not_for_reader: frozenset[str]
) -> list[ShownField]:
    """Return the fields of a group with their values as text."""
    return [
        ShownField(
            field=field,
            text=show(sheet, field),
            can_edit=sheet.can_edit and field.name not in not_for_reader,
        )
        for field in FIELDS.values()
        if field.group == group
    ]


def show(sheet: ActionSheet, field: SheetField) -> str:
    """Return the value of a simple field as text; lists with euros have their own template."""
    if field.role is not None:
        return "\n".join(row.nom for row in sheet.participants[field.role])
    if field.kind is Kind.EPCI:
        return "\n".join(row.nom for row in sheet.intercommunalites)
    if field.kind is Kind.COMMUNES:
        return "\n".join(row.nom for row in sheet.communes)
    if field.kind is Kind.FUNDERS:
        return "\n".join(row.financeur for row in sheet.financements)
    if field.kind is Kind.BUDGET_LINES:
        return "\n".join(str(row) for row in sheet.lignes_budget)
    return show_value(field, getattr(sheet.action, field.name))


def show_value(field: SheetField, value: object) -> str:
    """Return one stored value as a person reads it, in the sheet and in its history."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.YES_NO:
        return "Oui" if value else "Non"
    if field.kind is Kind.DATE:
        return format_date(value)  # type: ignore[arg-type]
    if field.kind is Kind.MONEY:
        return format_eur(value)  # type: ignore[arg-type]
    if field.kind is Kind.CHOICE:
        choices = dict(Action._meta.get_field(field.name).flatchoices)  # type: ignore[union-attr]
        return str(choices.get(value, value))
    return str(value)
