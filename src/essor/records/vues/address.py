"""From an address to a description and back, with every fault of the address at once."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.french import format_date, parse_date_fr
from essor.records.plans.choices import Confidentialite, Priorite, Statut
from essor.records.suivi.rules import Color
from essor.records.vues.columns import CHOOSABLE, COLUMNS, DEFAULT_COLUMNS, GROUPABLE
from essor.records.vues.description import (
    NON_PUBLIE,
    SANS,
    Echelle,
    Filters,
    SortKey,
    ViewDescription,
    ViewKind,
)

Query = Mapping[str, Sequence[str]]
LONGEST_TEXT, MOST_VALUES, MOST_PAGES, MOST_SILENT_DAYS = 200, 200, 100_000, 36_525
YES, NO = "oui", "non"
# Words of an address that are about the page, not about the view.
MARKERS = ("f", "tout", "monter", "descendre")

CHOICES: dict[str, tuple[str, frozenset[str]]] = {
    "statut": ("statuts", frozenset([*Statut.values, NON_PUBLIE])),
    "priorite": ("priorites", frozenset([*Priorite.values, NON_PUBLIE])),
    "confidentialite": ("confidentialites", frozenset(Confidentialite.values)),
    "sante": ("sante", frozenset(one.value for one in Color)),
}
FLAGS = {"retard": "is_late", "bloquee": "is_blocked"}
DATES = {"du": "due_from", "au": "due_to", "modifie": "changed_since"}


def parse_description(query: Query, *, kind: ViewKind) -> ViewDescription:
    """Return the view that an address asks for. Raises UserFault with every fault."""
    description, faults = read_description(query, kind=kind)
    if faults:
        raise UserFault(list(faults))
    return description


def read_description(query: Query, *, kind: ViewKind) -> tuple[ViewDescription, tuple[Fault, ...]]:
    """Return what an address asks for as far as it is understood, and what is wrong with it."""
    faults = FaultGatherer()
    read = _Reader(query, faults)
    columns = read.codes("col", CHOOSABLE, "une colonne connue")
    description = ViewDescription(
        kind=kind,
        columns=columns if "col" in query and columns else DEFAULT_COLUMNS,
        filters=_filters(read),
        sort=_sort(read),
        group=read.choice("groupe", GROUPABLE, "une colonne qui se regroupe") or "",
        page=read.number("page", low=1, high=MOST_PAGES) or 1,
        echelle=Echelle(
            read.choice("echelle", set(Echelle), "mois, trimestre ou annee") or "trimestre"
        ),
        unfolded=read.names("deplie"),
    )
    return description, faults.faults


def to_query(description: ViewDescription, **changes: str | None) -> str:
    """Write a description as the end of an address, the shortest that reads back the same.

    changes : parameters to put on top, None to leave one out
    """
    pairs = list(_pairs(description))
    if changes:
        pairs = [pair for pair in pairs if pair[0] not in changes]
        pairs += [(name, value) for name, value in changes.items() if value is not None]
    return urlencode(pairs, safe=",*")


def _filters(read: "_Reader") -> Filters:
    found: dict[str, Any] = {
        "texte": read.text("q"),
        "axes": read.axes("axe"),
        "pilotes": read.names("pilote"),
        "epci": read.names("epci"),
        "communes": read.names("commune"),
        "silence_days": read.number("silence", low=1, high=MOST_SILENT_DAYS),
    }
    for name, (attribute, known) in CHOICES.items():
        found[attribute] = read.codes(name, known, "une valeur de la liste")
    for name, attribute in FLAGS.items():
        found[attribute] = read.flag(name) is True
    for name, attribute in DATES.items():
        found[attribute] = read.day(name)
    found["is_grand_projet"] = read.flag("grand")
    first, last = found["due_from"], found["due_to"]
    if first and last and last < first:
        read.refuse(
            "au", format_date(last), "une date qui suit la première", "Les dates se croisent."
        )
        found["due_to"] = None
    return Filters(**found)


def _sort(read: "_Reader") -> tuple[SortKey, ...]:
    known = {sign + key for key in COLUMNS for sign in ("", "-")}
    keys = read.codes("tri", known, "une colonne connue, précédée de « - » pour décroître")
    seen: dict[str, SortKey] = {}
    for key in keys:
        column = key.removeprefix("-")
        seen.setdefault(column, SortKey(column=column, is_descending=key.startswith("-")))
    return tuple(seen.values())


def _pairs(description: ViewDescription) -> "list[tuple[str, str]]":
    filters, pairs = description.filters, []
    if filters.texte:
        pairs.append(("q", filters.texte))
    for name, values in (
        ("axe", filters.axes),
        ("pilote", filters.pilotes),
        ("epci", filters.epci),
        ("commune", filters.communes),
        *((name, getattr(filters, attribute)) for name, (attribute, _) in CHOICES.items()),
    ):
        pairs += [(name, value) for value in values]
    if filters.is_grand_projet is not None:
        pairs.append(("grand", YES if filters.is_grand_projet else NO))
    pairs += [(name, YES) for name, attribute in FLAGS.items() if getattr(filters, attribute)]
    if filters.silence_days is not None:
        pairs.append(("silence", str(filters.silence_days)))
    for name, attribute in DATES.items():
        day = getattr(filters, attribute)
        if day is not None:
            pairs.append((name, day.isoformat()))
    return pairs + _layout_pairs(description)


def _layout_pairs(description: ViewDescription) -> list[tuple[str, str]]:
    pairs = []
    if description.columns != DEFAULT_COLUMNS:
        pairs.append(("col", ",".join(description.columns)))
    if description.sort:
        keys = [("-" if key.is_descending else "") + key.column for key in description.sort]
        pairs.append(("tri", ",".join(keys)))
    if description.group:
        pairs.append(("groupe", description.group))
    if description.echelle is not Echelle.TRIMESTRE:
        pairs.append(("echelle", description.echelle.value))
    pairs += [("deplie", code) for code in description.unfolded]
    if description.page > 1:
        pairs.append(("page", str(description.page)))
    return pairs


class _Reader:
    """Reads one parameter at a time; what is wrong is gathered and left out."""

    def __init__(self, query: Query, faults: FaultGatherer) -> None:
        self._query, self._faults = query, faults

    def refuse(self, name: str, value: str, expected: str, message: str) -> None:
        self._faults.add(
            Fault(
                message=message, place=Place(field=name), value=value[:LONGEST_TEXT],
                expected=expected, code="vue",
            )
        )  # fmt: skip

    def names(self, name: str) -> tuple[str, ...]:
        """Return the texts given, each once, in their order."""
        found: dict[str, None] = {}
        for value in list(self._query.get(name, ()))[:MOST_VALUES]:
            text = " ".join(value.split())
            if "\x00" in value or len(text) > LONGEST_TEXT + 100:
                self.refuse(
                    name, text.replace("\x00", "␀"), "un texte court", "Ce texte ne se lit pas."
                )
            elif text:
                found[text] = None
        return tuple(found)

    def codes(self, name: str, known: Collection[str], expected: str) -> tuple[str, ...]:
        """Return the known values, given one by one or with commas between them."""
        asked = [one for text in self.names(name) for one in text.split(",") if one]
        for value in asked:
            if value not in known:
                self.refuse(name, value, expected, "Cette valeur n'existe pas.")
        return tuple(dict.fromkeys(value for value in asked if value in known))

    def choice(self, name: str, known: Collection[str], expected: str) -> str | None:
        found = self.codes(name, known, expected)
        return found[-1] if found else None

    def flag(self, name: str) -> bool | None:
        found = self.choice(name, (YES, NO), "oui ou non")
        return None if found is None else found == YES

    def text(self, name: str) -> str:
        found = self.names(name)
        if found and len(found[-1]) > LONGEST_TEXT:
            self.refuse(name, found[-1], f"{LONGEST_TEXT} caractères au plus", "Texte trop long.")
            return found[-1][:LONGEST_TEXT].strip()
        return found[-1] if found else ""

    def number(self, name: str, *, low: int, high: int) -> int | None:
        found: int | None = self._converted(
            name, _whole(low, high), f"un nombre entier de {low} à {high}"
        )
        return found

    def day(self, name: str) -> dt.date | None:
        found: dt.date | None = self._converted(name, _day, "une date, par exemple 15/03/2027")
        return found

    def axes(self, name: str) -> tuple[str, ...]:
        found = []
        for text in self.names(name):
            for value in filter(None, text.split(",")):
                if (axe := _axe(value)) is None:
                    self.refuse(
                        name, value, "un axe du plan, ou « sans »", "Cet axe ne se lit pas."
                    )
                else:
                    found.append(axe)
        return tuple(dict.fromkeys(found))

    def _converted(self, name: str, convert: Callable[[str], Any], expected: str) -> Any:
        found = self.names(name)
        if not found:
            return None
        value = convert(found[-1])
        if value is None:
            self.refuse(name, found[-1], expected, "Cette valeur ne se lit pas.")
        return value


def _whole(low: int, high: int) -> Callable[[str], int | None]:
    def convert(text: str) -> int | None:
        is_number = text.isascii() and text.isdecimal() and len(text) <= 9
        return int(text) if is_number and low <= int(text) <= high else None

    return convert


def _day(text: str) -> dt.date | None:
    try:
        return parse_date_fr(text)
    except UserFault:
        return None


def _axe(text: str) -> str | None:
    if text == SANS:
        return SANS
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
