"""Public money and rural zoning."""

from collections.abc import Iterator

from essor.observatory.portrait.bounds import Bounds, bounds_of, change
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, number, per_cent, scaled
from essor.observatory.portrait.rules.jobs import sized
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Value

GRANTS = "subventions_etat"
CLASSED = "population_frr"


def grants(facts: Facts) -> Iterator[Sentence]:
    """Grants of the State, the last two years that the source has, where they are apart."""
    known = [one for one in facts.series(GRANTS, facts.lieu) if bounds_of(one)]
    if len(known) < 2:  # noqa: PLR2004
        return
    before, after = known[-2:]
    first, last = bounds_of(before), bounds_of(after)
    if first is None or last is None or not first.parted_from(last):
        return
    found, least = change(first, last), facts.thresholds.percent["evolution_subventions"]
    size = max(found.low, -found.high) if found else 0.0
    if found is None or size < least:
        return
    yield Sentence(
        kind="subventions",
        subject="subventions",
        group=Group.BOUGE,
        theme="argent_public",
        parts=(
            "Les subventions DETR et DSIL de l'État ",
            "ont augmenté " if found.low > 0 else "ont baissé ",
            *sized(found, (after, before)),
            f" entre {before.vintage} et {after.vintage}",
            *_euros(before, first, after, last),
            ".",
        ),
        strength=size / least,
        caution="Une année varie beaucoup de l'autre\u00a0; euros courants.",
    )


def _euros(before: Value, first: Bounds, after: Value, last: Bounds) -> tuple[Part, ...]:
    return (
        " (",
        Quoted(scaled(first, "€"), (before,)),
        ", puis ",
        Quoted(scaled(last, "€"), (after,)),
        ")",
    )


URBAN = (
    "Grands centres urbains", "Centres urbains intermédiaires", "Petites villes",
    "Ceintures urbaines",
)  # fmt: skip


def urban_communes(facts: Facts) -> Iterator[Sentence]:
    """How many communes are urban by the grid of the Insee, where it is far above France."""
    here = facts.breakdown("communes_densite", facts.lieu)
    there = facts.breakdown("communes_densite", facts.france)
    mine, theirs = _urban(here), _urban(there)
    if mine is None or theirs is None or theirs[0] == 0:
        return
    urban, whole = mine
    found, usual = 100 * urban / whole, 100 * theirs[0] / theirs[1]
    least = facts.thresholds.count["quotient_urbain"]
    if found < least * usual or whole < 2:  # noqa: PLR2004
        return
    values = tuple(here[one] for one in URBAN if one in here)
    yield Sentence(
        kind="communes_urbaines",
        subject="urbain",
        group=Group.PARTICULIER,
        theme="population",
        parts=(
            Quoted(_urban_text(urban, whole), values),
            " selon la grille de densité de l'Insee, contre ",
            Quoted(f"{number(usual)}{NBSP}%", tuple(there[one] for one in URBAN if one in there)),
            " des communes de France.",
        ),
        strength=found / usual / least,
    )


def _urban_text(urban: float, whole: float) -> str:
    if urban == whole:
        return f"Les {number(whole)}{NBSP}communes sont toutes urbaines"
    verb = "est urbaine" if urban < 2 else "sont urbaines"  # noqa: PLR2004
    return f"{number(urban)} des {number(whole)}{NBSP}communes {verb}"


def _urban(communes: dict[str, Value]) -> tuple[float, float] | None:
    """Return the urban communes and all those whose level is known; None when there is none."""
    counts = {one: bounds_of(value) for one, value in communes.items()}
    known = {one: bounds.low for one, bounds in counts.items() if bounds and bounds.is_exact}
    if not known or len(known) < len(counts) or not sum(known.values()):
        return None
    return sum(known.get(one, 0.0) for one in URBAN), sum(known.values())


def rural_zoning(facts: Facts) -> Iterator[Sentence]:
    """How many live in a commune of the rural zoning, where surely many do."""
    value, communes = facts.last(CLASSED, facts.lieu), facts.last("communes_frr", facts.lieu)
    bounds, count = bounds_of(value), bounds_of(communes)
    least = facts.thresholds.percent["population_frr"]
    if value is None or bounds is None or bounds.low < least:
        return
    told: tuple[Part, ...] = ()
    if communes is not None and count is not None and count.is_exact:
        told = (" (", Quoted(f"{number(count.low)}{NBSP}communes", (communes,)), ")")
    yield Sentence(
        kind="zonage_rural",
        subject="zonage_rural",
        group=Group.PARTICULIER,
        theme="population",
        parts=(
            Quoted(per_cent(bounds), (value,)),
            " des habitants vivent dans une commune classée ou bénéficiaire de France ruralités "
            "revitalisation",
            *told,
            ".",
        ),
        strength=bounds.low / least,
        caution="Le classement ouvre des exonérations sous conditions.",
    )
