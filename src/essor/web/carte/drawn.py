"""The places of a map with their figures: one answer for the page, its list and its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.observatory.across import values_across
from essor.observatory.classes import Classe, Classed, Mark, Trame, classify
from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.zonings import homes_in
from essor.observatory.geography import Niveau
from essor.observatory.headings import heading_of
from essor.observatory.lake import Lake
from essor.observatory.wording import STATUSES, bounds_text, figure_text, said
from essor.web.carte.asked import CarteAsked
from essor.web.observatoire.templatetags import figure_href

HATCHED = {
    Trame.INTERVALLE: "intervalle à cheval sur plusieurs classes",
    Trame.SECRET: "secret statistique",
    Trame.INCONNU: "inconnu",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of the map, as it is read.

    territoire : the one it is in
    style : name of its colour or of its hatching, in the style sheet and on the map
    href : page that says what the figure is made of, empty where the figure is unknown
    """

    code: str
    nom: str
    territoire: str
    mark: Mark
    figure: str
    bounds: str
    words: str
    style: str
    classe: str
    href: str

    def as_dict(self) -> dict[str, Any]:
        """For the script of the map."""
        return {
            "style": self.style, "figure": self.figure, "bornes": self.bounds,
            "mots": self.words, "classe": self.classe, "href": self.href,
            "dans": self.territoire,
            "millesime": self.mark.value.vintage,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One line of the legend."""

    style: str
    text: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Everything that the page draws and says of its places."""

    asked: CarteAsked
    classed: Classed
    rows: tuple[Row, ...]
    legend: tuple[Key, ...]

    @property
    def heading(self) -> str:
        """Name the breakdown, where the indicator has one."""
        return heading_of(self.asked.indicator, self.asked.rubrique)

    @property
    def unknown(self) -> int:
        """Return how many places have no figure at all."""
        return sum(one.mark.value.status not in ("connu", "intervalle") for one in self.rows)


def draw(lake: Lake, asked: CarteAsked) -> Drawn:
    """Class the places asked for, those of the territories only, in the order of the list."""
    homes = homes_of(lake, asked)
    values = {
        one.code: one
        for one in values_across(
            lake, indicator=asked.indicator.id, niveau=asked.niveau,
            rubrique=asked.rubrique, vintage=asked.vintage or None,
        )
    }  # fmt: skip
    places = [values[code] for code in homes if code in values]
    classed = classify(places)
    labels = {one.tone: _label(one, asked) for one in classed.classes}
    rows = [_row(mark, asked, labels, homes) for mark in classed.marks]
    return Drawn(
        asked=asked,
        classed=classed,
        rows=tuple(_ordered(rows, asked)),
        legend=tuple(_legend(classed, labels)),
    )


def homes_of(lake: Lake, asked: CarteAsked) -> Mapping[str, str]:
    """Return the places of the level that a territory reaches, each with its territory."""
    marts, places = lake.marts_folder(), shipped_places()
    if asked.niveau is Niveau.COMMUNE:
        return dict.fromkeys(places.communes_of(asked.territoire), asked.territoire)
    return {} if marts is None else homes_in(marts, str(asked.niveau))


def _row(mark: Mark, asked: CarteAsked, labels: Mapping[str, str], homes: Mapping[str, str]) -> Row:
    value = mark.value
    numbers = {"value": value.value, "low": value.low, "high": value.high}
    return Row(
        code=value.code,
        nom=value.nom,
        territoire=homes[value.code],
        mark=mark,
        figure=figure_text(**numbers, unit=asked.indicator.unit),
        bounds=bounds_text(**numbers),
        words=STATUSES.get(value.status, value.status),
        style=mark.tone or str(mark.trame),
        classe=labels.get(mark.tone, HATCHED.get(mark.trame, "")),
        href=figure_href(
            territoire=homes[value.code], indicator=asked.indicator.id, niveau=asked.niveau,
            code=value.code, rubrique=asked.rubrique, vintage=value.vintage,
        ),
    )  # fmt: skip


def _ordered(rows: list[Row], asked: CarteAsked) -> list[Row]:
    """Sort by name, or by value: what is unknown comes last, whichever way."""
    is_down = asked.sens == "desc"
    if asked.order == "nom":
        return sorted(rows, key=lambda one: (one.nom.casefold(), one.code), reverse=is_down)
    known = [one for one in rows if _size(one) is not None]
    unknown = [one for one in rows if _size(one) is None]
    known.sort(key=lambda one: (_size(one) or 0.0, one.code), reverse=is_down)
    return known + sorted(unknown, key=lambda one: (one.nom.casefold(), one.code))


def _size(row: Row) -> float | None:
    value = row.mark.value
    return value.value if value.value is not None else value.low


def _label(classe: Classe, asked: CarteAsked) -> str:
    numbers = {"value": None, "low": classe.low, "high": classe.high}
    if classe.low == classe.high or said(classe.low) == said(classe.high):
        numbers = {"value": classe.low, "low": None, "high": None}
    return figure_text(**numbers, unit=asked.indicator.unit)


def _legend(classed: Classed, labels: Mapping[str, str]) -> list[Key]:
    keys = [
        Key(style=one.tone, text=labels[one.tone], places=one.places) for one in classed.classes
    ]
    hatched = [
        Key(style=str(trame), text=text, places=classed.count(trame))
        for trame, text in HATCHED.items()
    ]
    return keys + [one for one in hatched if one.places]
