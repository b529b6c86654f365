"""The head of the portrait: the few figures by which a territory is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from essor.observatory.geography import Niveau, memberships, shipped
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.portrait.bounds import bounds_of
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, between, number, per_cent, scaled
from essor.observatory.portrait.places import where
from essor.observatory.portrait.sentence import Part, Quoted, sources_of
from essor.observatory.reading import NON_CHARGE, SANS_DONNEE, Lieu, Value
from essor.observatory.wording import STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One figure of the head: lines of text, where the source goes no finer than a zone."""

    label: str
    lines: tuple[tuple[Part, ...], ...]
    place: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """Return the values that it shows."""
        quoted = [part for line in self.lines for part in line if isinstance(part, Quoted)]
        return tuple(dict.fromkeys(value for one in quoted for value in one.values))

    @property
    def sources(self) -> str:
        """Who says it, and of when."""
        return sources_of(self.values)


def key_figures(facts: Facts) -> tuple[KeyFigure, ...]:
    """Return the head, in the order of the page; an unknown figure says why."""
    return tuple(_figures(facts))


def _figures(facts: Facts) -> Iterator[KeyFigure]:
    lieu = facts.lieu
    zone = next(iter(facts.covering(Niveau.ZONE_EMPLOI)), None)
    basin = next(iter(facts.covering(Niveau.BASSIN_EMPLOI)), None)
    yield _population(facts)
    yield KeyFigure(
        label="Emploi salarié privé", lines=(_line(facts, "emploi_salarie_prive", lieu, "emploi"),)
    )
    yield KeyFigure(
        label="Part de l'industrie",
        lines=(
            _share(facts, "part_industrie_flores", zone, "des salariés", "Insee"),
            _share(facts, "part_industrie_urssaf", zone, "du privé", "Urssaf"),
        ),
        place=where(zone) if zone else "",
    )
    yield KeyFigure(
        label="Recrutements difficiles dans l'industrie",
        lines=(_share(facts, "difficulte_recrutement", basin, ""),),
        place=where(basin) if basin else "",
    )
    yield KeyFigure(
        label="Friches",
        lines=(
            _line(facts, "friches_verifiees", lieu, "vérifiée"),
            _line(facts, "friches_non_verifiees", lieu, "site à vérifier", "sites à vérifier"),
        ),
    )
    yield KeyFigure(
        label="CO2 des grands sites",
        lines=(
            _scaled(facts, "emissions_irep", "t", "déclaré", "total"),
            _scaled(facts, "emissions_ets", "t", "sous quotas"),
        ),
    )
    yield KeyFigure(
        label="Subventions DETR et DSIL", lines=(_scaled(facts, "subventions_etat", "€", ""),)
    )


def _population(facts: Facts) -> KeyFigure:
    communes, people = perimeter(facts.lieu.code)
    value = facts.last("population_municipale", facts.lieu)
    bounds = bounds_of(value)
    told: tuple[Part, ...] = (f"{number(people)}{NBSP}habitants",) if people else ()
    if value is not None and bounds is not None:
        told = (Quoted(between(bounds, ""), (value,)), f"{NBSP}habitants")
    return KeyFigure(
        label="Périmètre",
        lines=((f"{number(communes)}{NBSP}communes",), *((told,) if told else ())),
    )


@cache
def perimeter(code: str) -> tuple[int, int]:
    """Return the communes of a territory and their inhabitants, from what Essor ships.

    Zero inhabitants stand for an unknown number: one of its communes has none published.
    """
    populations = _populations()
    mine = _members().get(code, ())
    counts = [populations.get(one) for one in mine]
    known = [one for one in counts if one is not None]
    return len(mine), sum(known) if len(known) == len(counts) else 0


@cache
def _populations() -> dict[str, int | None]:
    communes = shipped().geographie.communes
    return {one.code_commune_insee: one.population_municipale for one in communes}


@cache
def _members() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for commune, niveau, code in memberships(shipped()):
        if niveau == Niveau.TERRITOIRE:
            found.setdefault(code, []).append(commune)
    return found


def _line(facts: Facts, indicator: str, lieu: Lieu, one: str, many: str = "") -> tuple[Part, ...]:
    value = facts.last(indicator, lieu)
    bounds = bounds_of(value)
    many = many or f"{one}s"
    if value is None or bounds is None:
        return _unknown(facts, indicator, "" if one == "emploi" else many)
    unit = one if bounds.high < 2 else many  # noqa: PLR2004
    return (Quoted(between(bounds, ""), (value,)), f"{NBSP}{unit}")


def _unknown(facts: Facts, indicator: str, what: str) -> tuple[Part, ...]:
    said = why_unknown(facts, indicator)
    return (f"{what}{NBSP}: {said}" if what else said,)


def _share(
    facts: Facts, indicator: str, zone: Lieu | None, what: str, who: str = ""
) -> tuple[Part, ...]:
    value = facts.last(indicator, zone) if zone else None
    bounds = bounds_of(value)
    if value is None or bounds is None:
        return _unknown(facts, indicator, who)
    text = per_cent(bounds, 1 if bounds.is_exact else 0)
    return (Quoted(text, (value,)), f" {what} ({who})" if who else "")


def _scaled(
    facts: Facts, indicator: str, unit: str, what: str, rubrique: str = ""
) -> tuple[Part, ...]:
    value = facts.last(indicator, facts.lieu, rubrique)
    bounds = bounds_of(value)
    if value is None or bounds is None:
        return _unknown(facts, indicator, what)
    return (Quoted(scaled(bounds, unit), (value,)), f" {what}".rstrip(), f" ({value.vintage})")


def why_unknown(facts: Facts, indicator: str) -> str:
    """Say why nothing is known: never 0, never empty."""
    sources = next((set(one.sources) for one in list_indicators() if one.id == indicator), set())
    return STATUSES[SANS_DONNEE if sources <= facts.loaded else NON_CHARGE]
